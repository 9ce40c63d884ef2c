// Each sheet that a scanner reads joins the list, and what it is is said at once; nothing is kept but on this page.
import { wedge } from "/static/scan.js";

const form = document.getElementById("scan");
if (form) {
  const gun = document.getElementById("gun"), code = document.getElementById("code"), codes = document.getElementById("codes"), heard = document.getElementById("heard");
  gun.hidden = false;
  code.focus();
  wedge(code, async text => {
    codes.value = [codes.value.trim(), text].filter(Boolean).join("\n");
    code.value = "";
    const answer = await fetch(form.action, { method: "POST", headers: { Accept: "application/json" }, body: new URLSearchParams({ codes: codes.value }) }).catch(() => null);
    if (!answer?.ok) return;
    const last = (await answer.json()).at(-1);
    heard.textContent = (last.Why ? form.dataset.bad : form.dataset.good).replace("%d", last.Place).replace("%s", last.Why);
    heard.classList.toggle("alarm", !!last.Why);
  });
}
