/* Part of one script. Search and filters: the picture dims, the table hides. */

const plain = (words) => words.normalize("NFKC").toLowerCase();
const said = data.rows.map((row) => plain(
  [data.nodes[row.node], ...row.facts.map((n) => data.nodes[data.facts[n].from])].map((node) => node.text).join(" ")));
const pressed = (id) => [...byId(id).querySelectorAll("[aria-pressed=true]")].map((button) => button.value);

function filter() {
  const words = plain(byId("search").value).split(/\s+/).filter(Boolean);
  const field = byId("field").value;
  const stages = pressed("stages"), certainties = pressed("certainties");
  byId("search").classList.toggle("set", words.length > 0);
  byId("field").classList.toggle("set", field !== "");
  const open = !words.length && !field && !stages.length && !certainties.length;
  state.facts = open ? null : new Set();
  state.nodes = open ? null : new Set();
  let left = 0;
  data.rows.forEach((row, n) => {
    const sureEnough = (fact) => !certainties.length || certainties.includes(data.facts[fact].certainty);
    const facts = row.facts.filter(sureEnough);
    const kept = facts.length > 0 && (!field || row.fields.includes(field)) && (!stages.length || stages.includes(row.stage))
      && words.every((word) => said[n].includes(word));
    byId("r" + n).hidden = !kept;
    if (!kept) return;
    left += 1;
    if (open) return;
    state.nodes.add(row.node);
    facts.forEach((fact) => {
      state.facts.add(fact);
      state.nodes.add(data.facts[fact].from);
    });
  });
  if (!open) {
    data.facts.forEach((fact, n) => {
      if (fact.to !== null && state.nodes.has(fact.from) && state.nodes.has(fact.to) && data.nodes[fact.from].row !== null) state.facts.add(n);
    });
  }
  byId("found").textContent = `協定・施策 ${data.rows.length} のうち ${left} 件`;
  paint();
}

/* Enter leads to the first of what is left in the picture. */
function leap() {
  const left = data.nodes.filter((node, n) => state.nodes && state.nodes.has(n)).map((node) => node.y);
  if (!left.length || !canvas) return;
  const top = box.getBoundingClientRect().top + scrollY;
  scrollTo({ top: top + Math.min(...left) * canvas.getScale() - 120 });
}

byId("search").addEventListener("input", filter);
byId("field").addEventListener("change", filter);
document.querySelectorAll("[aria-pressed]").forEach((button) => button.addEventListener("click", () => {
  button.setAttribute("aria-pressed", button.getAttribute("aria-pressed") === "true" ? "false" : "true");
  filter();
}));
document.querySelector(".filters").addEventListener("submit", (event) => { event.preventDefault(); leap(); });
document.querySelector(".filters").addEventListener("reset", (event) => {
  event.preventDefault();
  byId("search").value = byId("field").value = "";
  document.querySelectorAll("[aria-pressed=true]").forEach((button) => button.setAttribute("aria-pressed", "false"));
  filter();
});
