// The bar that says after each tap what is left; the server checks again.
const [form, bar, state, swap, leave] = ["ballot", "bar", "state", "swap", "leave"].map(id => document.getElementById(id));
const { form: kind, max, sum, fund } = form.dataset, words = state.dataset;
// No code stays in the address, to be passed on with it; a reload finds it with the page.
if (/^\/b\//i.test(location.pathname)) history.replaceState({ code: form.code.value }, "", "/vote");
const cards = [...form.querySelectorAll(".choice")];
const put = (text, ...args) => args.reduce((s, a) => s.replace(/%[ds]/, a), text);
const yuan = fen => (fen / 100).toLocaleString("en", { maximumFractionDigits: 2 });
const mark = card => card.querySelector(".pick input, .pick select");
const value = card => {
  const field = mark(card);
  return field.type === "checkbox" ? Number(field.checked) : Number(field.value) || 0;
};

function left(values) {
  const n = values.filter(v => v > 0).length, points = values.reduce((a, b) => a + b, 0);
  if (kind === "points" && points > sum) return [true, put(words.pointsOver, points - sum)];
  if (n > max) return [true, put(words.over, n, n - max)];
  if (kind === "ranking" && new Set(values.filter(v => v > 0)).size < n) return [true, words.twice];
  if (kind === "points") return [false, put(words.points, points, sum - points)];
  return [false, put(words.some, n, max - n)];
}

function update() {
  const values = cards.map(value);
  let [over, text] = left(values);
  cards.forEach((card, i) => card.classList.toggle("on", values[i] > 0));
  if (fund > 0) {
    const spent = cards.reduce((s, card, i) => s + (values[i] > 0 ? Number(card.dataset.cost) : 0), 0);
    text += " " + (spent > fund ? put(words.fundOver, yuan(spent - fund)) : put(words.fund, yuan(fund - spent)));
    over ||= spent > fund;
  }
  state.textContent = text;
  bar.toggleAttribute("data-over", over);
  swap.hidden = !over;
  drops.forEach((button, i) => { button.hidden = !values[i]; });
  pad();
}

// The bar hides no focus.
function pad() {
  document.documentElement.style.scrollPaddingBottom = `${bar.offsetHeight + 16}px`;
  document.activeElement.scrollIntoView({ block: "nearest" });
}

// Over the limit, each chosen project has a button that takes it out.
const drops = cards.map(card => {
  const button = document.createElement("button"), word = document.createElement("b"), field = mark(card);
  button.type = "button";
  button.className = "option";
  word.textContent = swap.dataset.drop;
  button.append(...[...card.querySelectorAll("h2 > span")].map(s => s.cloneNode(true)), word);
  button.addEventListener("click", () => {
    if (field.type === "checkbox") field.checked = false; else field.value = "";
    update();
    (drops.find(b => !b.hidden && !swap.hidden) || bar.querySelector(".main")).focus();
  });
  swap.append(button);
  return button;
});

// Points can be changed by taps alone.
for (const field of form.querySelectorAll(".pick input[type=number]")) {
  for (const step of [-1, 1]) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = step < 0 ? "−" : "+";
    button.setAttribute("aria-label", `${field.getAttribute("aria-label")} ${button.textContent}1`);
    button.addEventListener("click", () => { field.value = Math.max(0, Number(field.value) + step) || ""; update(); });
    step < 0 ? field.before(button) : field.after(button);
  }
}
// Leaving asks once; without this script by the link alone.
for (const link of document.querySelectorAll("[href='#leave'], [href='#go']")) {
  link.addEventListener("click", e => {
    e.preventDefault();
    link.hash === "#leave" ? leave.showModal() : leave.close();
  });
}
new ResizeObserver(pad).observe(bar);
form.addEventListener("input", update);
addEventListener("pageshow", update);
update();
