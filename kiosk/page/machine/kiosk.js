// The voting machine: asks after a minute without a touch, then wipes; a finished receipt leaves by itself; a server that
// does not answer is said at once, and nothing leads away from the page meanwhile.
import { keys } from "/static/keys.js";

const home = document.body.dataset.kiosk, wait = Number(document.body.dataset.idle), grace = 20;
const [main, box, away, reset] = ["main", "idle", "away", "reset"].map(id => document.getElementById(id));
const text = box.querySelector("[data-words]"), attract = document.body.classList.contains("p-code");
let quiet = 0, gone = false, sure = false;

const say = (el, n) => { el.textContent = el.dataset.words.replace("%d", n); };
const rest = () => { box.hidden = true; box.close(); };
const wake = () => { quiet = 0; rest(); };
const shown = (dialog, now) => { if (dialog.open !== now) now ? dialog.showModal() : dialog.close(); };

// answers tells whether the server is there, and says so if it is not.
async function answers() {
  const there = await fetch(import.meta.url, { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(4000) }).then(r => r.ok, () => false);
  if (!there) rest();
  away.hidden = there;
  shown(away, !there);
  return there;
}

async function go(to) { if (await answers()) location.replace(to); }

// leave wipes what can be seen, also while the server is away.
function leave() {
  gone = true;
  main.replaceChildren();
  go(home);
}

addEventListener("pageshow", e => { sure = false; if (e.persisted) leave(); });
addEventListener("contextmenu", e => e.preventDefault());
addEventListener("offline", answers);
for (const kind of ["pointerdown", "keydown", "input", "scroll"]) addEventListener(kind, wake, { passive: true, capture: true });
box.querySelector("button").addEventListener("click", wake);
away.addEventListener("cancel", e => e.preventDefault());
addEventListener("submit", async e => {
  if (sure || e.defaultPrevented) return;
  e.preventDefault();
  if (!await answers()) return;
  sure = true;
  e.target.requestSubmit(e.submitter);
});
addEventListener("click", e => {
  const link = e.target.closest("a[href^='/']");
  if (!link || e.defaultPrevented) return;
  e.preventDefault();
  go(link.href);
});

setInterval(() => gone ? go(home) : answers(), 10000);
setInterval(() => {
  quiet++;
  if (gone) return;
  if (reset) {
    const left = Number(reset.dataset.reset) - quiet;
    say(document.getElementById("reset-left"), Math.max(0, left));
    if (left <= 0) leave();
  } else if (attract) {
    if (quiet === wait && document.getElementById("code")) document.getElementById("code").value = "";
    if (quiet >= 1800) leave();
  } else if (quiet >= wait + grace) {
    leave();
  } else if (quiet >= wait && !away.open) {
    if (box.hidden) { box.hidden = false; box.showModal(); box.querySelector("button").focus(); }
    say(text, wait + grace - quiet);
  }
}, 1000);

// By keyboard alone: a project's number, Enter to go on, Esc to leave or go back.
const ballot = document.getElementById("ballot"), cast = document.querySelector("form[action='/vote/cast']");
if (ballot) {
  const places = [...ballot.querySelectorAll(".pick select")];
  const rank = place => {
    const free = [...place.options].find(o => o.value && !places.some(p => p.value === o.value));
    place.value = place.value || !free ? "" : free.value;
    place.dispatchEvent(new Event("input", { bubbles: true }));
    place.scrollIntoView({ block: "center" });
  };
  for (const points of ballot.querySelectorAll(".pick input[type=number]")) {
    points.addEventListener("keydown", e => { if (e.key === "Enter") { e.preventDefault(); points.blur(); } });
  }
  keys(n => {
    const field = ballot.querySelector(`#p${n} :is(.pick input, .pick select)`);
    if (!field) return;
    if (field.matches("select")) return rank(field);
    field.focus();
    field.type === "checkbox" ? field.click() : field.select();
  }, () => ballot.requestSubmit(), () => document.getElementById("leave").showModal());
} else if (cast) {
  keys(() => {}, () => cast.requestSubmit(), () => document.querySelector("form[action='/vote/choose']").requestSubmit());
}
