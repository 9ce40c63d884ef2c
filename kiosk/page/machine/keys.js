// Keys that answer: a number, Enter, Esc. What is typed as fast as a scanner types is nobody's answer, nor is what was
// still pressed when the page came.
const scanned = 35, silence = 400, pause = 600, settled = 700;

export function keys(number, enter, escape) {
  let typed = "", last = 0, noise = -silence, timer;
  const take = () => { const n = Number(typed); typed = ""; number(n); };
  addEventListener("keydown", e => {
    const gap = e.timeStamp - last;
    last = e.timeStamp;
    clearTimeout(timer);
    if (gap < scanned || e.timeStamp - noise < silence) noise = e.timeStamp;
    if (noise === e.timeStamp || e.repeat || e.timeStamp < settled) {
      typed = "";
      if (e.key !== "Tab") e.preventDefault();
      return;
    }
    const at = document.activeElement, digit = /^(?:Digit|Numpad)([0-9])$/.exec(e.code);
    if (e.defaultPrevented || e.ctrlKey || e.altKey || e.metaKey || document.querySelector("dialog[open]") || at.matches("input:not([type=checkbox]), select, a")) return;
    if (digit) {
      typed += digit[1];
      timer = setTimeout(take, pause);
    } else if (e.key === "Enter" && !at.matches("button")) {
      e.preventDefault();
      typed ? take() : enter();
    } else if (e.key === "Escape") {
      e.preventDefault();
      escape();
    }
  });
}
