// One focused field for the ballot's code; on a voting machine it keeps the focus.
import { wedge } from "/static/scan.js";

const input = document.querySelector("input[data-scan]");
if (input) {
  wedge(input, () => input.form.submit());
  if ("keep" in input.dataset) {
    input.setAttribute("inputmode", "none");
    const hold = () => input.focus({ preventScroll: true });
    hold();
    setInterval(() => { if (!document.activeElement.matches("a, button")) hold(); }, 500);
  }
}
