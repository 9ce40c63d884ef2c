// A second tap on "cast" does nothing; the button says that it is under way.
for (const form of document.querySelectorAll("form")) {
  form.addEventListener("submit", e => {
    if (form.dataset.sent) return e.preventDefault();
    form.dataset.sent = "yes";
    const button = form.querySelector("[data-wait]");
    if (button) button.textContent = button.dataset.wait;
  });
}
