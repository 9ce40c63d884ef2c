// The camera as a scanner: off until pressed, after a minute, and when nobody looks at the page.
export async function camera(button, view, done) {
  if (!(await BarcodeDetector.getSupportedFormats()).includes("qr_code")) return;
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  let stream, timer;

  function stop() {
    clearTimeout(timer);
    for (const track of stream?.getTracks() ?? []) track.stop();
    stream = view.srcObject = null;
    view.hidden = true;
  }

  async function look() {
    const found = view.readyState > 1 ? await detector.detect(view).catch(() => []) : [];
    if (!stream) return;
    if (!found.length) return void setTimeout(look, 200);
    stop();
    done(found[0].rawValue);
  }

  button.addEventListener("click", async () => {
    if (stream) return stop();
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } }).catch(() => null);
    button.hidden = !stream;
    if (!stream || document.hidden) return stop();
    view.srcObject = stream;
    view.hidden = false;
    timer = setTimeout(stop, 60000);
    view.play().then(look, stop);
  });
  document.addEventListener("visibilitychange", () => { if (document.hidden) stop(); });
  addEventListener("pagehide", stop);
  button.hidden = false;
}
