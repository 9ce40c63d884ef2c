// Prints the receipt where the browser can print.
const button = document.querySelector("[data-print]");
if (button && window.print && !/MicroMessenger/.test(navigator.userAgent)) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
