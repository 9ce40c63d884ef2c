// Lines are read back as the server reads them, Enter goes on, what is typed is kept here until it is saved.
const form = document.getElementById("sheets"), data = form.dataset, { max, draft } = data, most = data.sum;
const points = data.form === "points", ranking = data.form === "ranking";
const lines = [...form.querySelectorAll("tbody input")], save = form.querySelector("button"), heard = document.getElementById("heard");
const sum = document.getElementById("sum"), room = document.getElementById("given");
const tally = new Map([...form.querySelectorAll("[data-number]")].map(li => [+li.dataset.number, li]));
const says = key => document.querySelector(`[data-key="${key}"]`).textContent;
const fill = (el, ...values) => { el.textContent = values.reduce((s, v) => s.replace("%d", v), el.dataset.words); };
const plain = text => text.replace(/[！-～]/g, c => String.fromCharCode(c.charCodeAt(0) - 0xfee0)).toLowerCase().replace(/[\s、。｡､]/g, " ").trim();

// read tells what a line says: its kind, words and marks; or why it is bad.
function read(text) {
  const t = plain(text), x = t === "?" ? ["", 2] : t.match(/^(?:[x×*]|废票?|无效) ?([1-3]?)$/);
  if (!t) return {};
  if (/^(0|空白?票?)$/.test(t)) return { as: "0", words: says("0") };
  if (x) return { as: "x", words: says("x" + (x[1] || 1)) };
  const found = t.split(/[ ,;.+/|]+/).filter(w => w).map(w => w.match(points ? /^([0-9]+)[=:*×]([0-9]+)$/ : /^([0-9]+)$/));
  if (!found.length || found.includes(null)) return { bad: data.mark };
  const marks = found.map(m => [+m[1], +(m[2] || 0)]), given = marks.reduce((s, m) => s + m[1], 0);
  if (marks.length > max) return { bad: data.toomany };
  if (marks.some(m => !tally.has(m[0]))) return { bad: data.noproject };
  if (new Set(marks.map(m => m[0])).size < marks.length) return { bad: data.twice };
  if (points && (given > most || marks.some(m => !m[1]))) return { bad: data.over };
  if (!ranking) marks.sort((a, b) => a[0] - b[0]);
  const words = marks.map(([n, p]) => `${n} ${tally.get(n).querySelector(".name").textContent}` + (points ? " " + data.points.replace("%d", p) : ""));
  return { as: "ok", words: words.join(" · "), marks };
}

function update() {
  const votes = {}, of = { ok: 0, 0: 0, x: 0 };
  let given = 0;
  for (const field of lines) {
    const r = read(field.value), row = field.closest("tr"), marks = r.marks || [];
    row.lastElementChild.textContent = r.words || r.bad || "";
    row.classList.toggle("alarm", !!r.bad);
    if (r.as) of[r.as]++;
    marks.forEach(([n, p], i) => {
      votes[n] = (votes[n] || 0) + (ranking ? marks.length - i : p || 1);
      given += p || 1;
    });
  }
  for (const [n, li] of tally) li.querySelector("b").textContent = votes[n] || 0;
  const typed = of.ok + of[0] + of.x, all = of.ok * (points ? most : max);
  fill(sum, of.ok, of[0], of.x, typed, data.expected);
  fill(room, all, given, all - given);
  sum.parentElement.toggleAttribute("data-even", typed === +data.expected);
}

// resume brings back what was typed and not saved, where that can be kept.
function resume() {
  try {
    if ("saved" in data) localStorage.removeItem(draft);
    const kept = JSON.parse(localStorage.getItem(draft) || "[]");
    document.getElementById("kept").hidden = !kept.some((v, i) => lines[i] && v !== lines[i].value);
    kept.forEach((v, i) => { if (lines[i]) lines[i].value = v; });
  } catch {}
}

function go(i) { (lines[i] || save).focus(); lines[i]?.select(); }

form.addEventListener("keydown", e => {
  const i = lines.indexOf(e.target);
  if (i < 0 || e.key !== "Enter" || e.isComposing || e.keyCode === 229) return;
  e.preventDefault();
  const r = read(e.target.value), said = r.words || r.bad;
  heard.textContent = said ? `${i + 1}：${said}` : "";
  if (r.as) go(i + 1);
  else if (!said && "open" in data) save.focus();
  else e.target.select();
});
form.addEventListener("input", () => {
  update();
  try { localStorage.setItem(draft, JSON.stringify(lines.map(f => f.value))); } catch {}
});
resume();
update();
go(lines.findIndex(f => !f.value));
