// One focused field for the ballot's code; on a voting machine it keeps the focus. Where the browser reads a QR itself,
// its camera is a scanner too.
import { tidy, wedge } from "/static/scan.js";

const input = document.querySelector("input[data-scan]");
if (input) {
  const form = input.form, button = document.getElementById("camera"), kept = history.state?.code;
  wedge(input, () => form.requestSubmit());
  if ("keep" in input.dataset) {
    input.setAttribute("inputmode", "none");
    const hold = () => input.focus({ preventScroll: true });
    hold();
    setInterval(() => { if (!document.activeElement.matches("a, button")) hold(); }, 500);
  } else if (kept) { // the page was reloaded, or come back to
    input.value = kept;
    form.submit();
  }
  if (window.BarcodeDetector && navigator.mediaDevices && !/MicroMessenger/.test(navigator.userAgent)) {
    const { camera } = await import("/static/camera.js");
    camera(button, document.getElementById("view"), code => { input.value = tidy(code); form.requestSubmit(); });
  }
}
