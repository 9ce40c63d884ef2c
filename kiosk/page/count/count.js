// Sums while typing; Enter goes on to the next field; a sheet field takes a scanner.
import { wedge } from "/static/scan.js";

const form = document.getElementById("sheets"), sum = document.getElementById("sum");
const fields = [...form.querySelectorAll("tbody input")], marks = fields.filter(f => f.name.startsWith("marks-"));
const next = field => (fields[fields.indexOf(field) + 1] || form.querySelector("button")).focus();

function update() {
  const typed = marks.map(f => f.value.trim().toLowerCase()), count = test => typed.filter(test).length;
  const blank = count(v => v === "0"), spoiled = count(v => v === "x"), valid = count(v => v && v !== "0" && v !== "x");
  const rows = marks.filter((f, i) => typed[i] || fields[2 * i].value.trim()).length;
  sum.textContent = [valid, blank, spoiled, rows, form.dataset.expected].reduce((s, n) => s.replace("%d", n), sum.dataset.words);
  sum.parentElement.toggleAttribute("data-even", rows === Number(form.dataset.expected));
}

for (const field of fields) {
  if ("scan" in field.dataset) wedge(field, () => { update(); next(field); });
  else field.addEventListener("keydown", e => { if (e.key === "Enter") { e.preventDefault(); next(field); } });
}
form.addEventListener("input", update);
update();
(fields.find(f => !f.value) || fields[0])?.focus();
