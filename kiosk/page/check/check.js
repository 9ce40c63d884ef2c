// The ballot goes by a request of its own, so that this page stays when no answer comes, and says so. A refusal is shown
// by sending the form. A second tap does nothing.
const form = document.querySelector("form[action='/vote/cast']"), button = form.querySelector("[data-wait]");
const lost = document.getElementById("lost"), words = button.textContent;
let sent = false;

async function cast() {
  const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), headers: { Accept: "application/json" }, signal: AbortSignal.timeout(20000) });
  if (answer.redirected) location.replace(answer.url);
  else if (answer.ok) location.replace("/vote/receipt/" + (await answer.json()).tracker + (form.turn ? "?turn=" + form.turn.value : ""));
  else if (answer.status < 500) form.submit();
  else throw answer.status;
}

form.addEventListener("submit", e => {
  e.preventDefault();
  if (sent) return;
  sent = lost.hidden = true;
  button.textContent = button.dataset.wait;
  cast().catch(() => {
    sent = lost.hidden = false;
    button.textContent = words;
    dispatchEvent(new Event("offline"));
  });
});
