// Adds up a row of the council's votes as it is typed.
const form = document.getElementById("votes");
const number = (text) => Number(text.normalize("NFKC").trim() || 0); // NaN is no sum
const add = (row) => {
	const [yes, no, abstain, recused] = [...row.querySelectorAll("input")].map((x) => x.value);
	const out = row.querySelector("output");
	if (!out) return;
	const sum = number(yes) + number(no) + number(abstain);
	const must = form.dataset.present - recused.split(/[、,，;；]/).filter((x) => x.trim()).length;
	const empty = !(yes + no + abstain + recused).trim();
	out.value = empty ? "—" : (sum === must ? "✓ " : "✗ ") + (sum >= 0 ? sum : "?") + " / " + must;
	row.classList.toggle("alarm", !empty && sum !== must);
};
form.addEventListener("input", (e) => add(e.target.closest("tr")));
form.querySelectorAll("tbody tr").forEach(add);
