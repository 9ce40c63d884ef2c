// The voting machine: asks after a minute without a touch, then wipes; a finished receipt leaves by itself.
const home = document.body.dataset.kiosk, wait = Number(document.body.dataset.idle), grace = 20;
const box = document.getElementById("idle"), text = box.querySelector("[data-words]");
const attract = document.body.classList.contains("p-code"), reset = document.getElementById("reset");
let quiet = 0;

const leave = () => location.replace(home);
const say = (el, n) => { el.textContent = el.dataset.words.replace("%d", n); };
const wake = () => { quiet = 0; box.hidden = true; box.close?.(); };

addEventListener("pageshow", e => { if (e.persisted) leave(); });
addEventListener("contextmenu", e => e.preventDefault());
for (const kind of ["pointerdown", "keydown", "input", "scroll"]) addEventListener(kind, wake, { passive: true, capture: true });
box.querySelector("button").addEventListener("click", wake);

setInterval(() => {
  quiet++;
  if (reset) {
    const left = Number(reset.dataset.reset) - quiet;
    say(document.getElementById("reset-left"), Math.max(0, left));
    if (left <= 0) leave();
  } else if (attract) {
    if (quiet === wait) document.getElementById("code").value = "";
    if (quiet >= 1800) leave();
  } else if (quiet >= wait + grace) {
    leave();
  } else if (quiet >= wait) {
    if (box.hidden) { box.hidden = false; box.showModal?.(); box.querySelector("button").focus(); }
    say(text, wait + grace - quiet);
  }
}, 1000);
