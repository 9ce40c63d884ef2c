// A scanner types like a keyboard: reads its keys by place, so that no input method can eat them; Enter ends.
const signs = { Minus: "-", Slash: "/", Period: ".", Semicolon: ":", NumpadDivide: "/", NumpadSubtract: "-", NumpadDecimal: "." };

// sign of a key, or nothing.
export function sign(e) {
  if (e.ctrlKey || e.altKey || e.metaKey) return "";
  const c = e.code || "";
  if (/^Key[A-Z]$/.test(c)) return c[3];
  if (/^(Digit|Numpad)[0-9]$/.test(c) && !(e.shiftKey && c[0] === "D")) return c.at(-1);
  return signs[c] || "";
}

// tidy keeps the code of a whole address.
export const tidy = s => s.trim().toUpperCase().replace(/^.*\//, "");

// wedge makes input a scanner's: done(code) is called at Enter, but not twice within 2 seconds for the same code.
export function wedge(input, done) {
  let last = "", when = 0;
  input.addEventListener("keydown", e => {
    if (e.key === "Enter" || e.code === "NumpadEnter") {
      e.preventDefault();
      const code = tidy(input.value), now = Date.now();
      input.value = code;
      if (!code || code === last && now - when < 2000) return;
      last = code;
      when = now;
      return done(code);
    }
    const c = sign(e);
    if (!c) return;
    e.preventDefault();
    input.setRangeText(c, input.selectionStart, input.selectionEnd, "end");
  });
  input.addEventListener("compositionend", () => { input.value = input.value.replace(/[^\x21-\x7e]/g, ""); });
}
