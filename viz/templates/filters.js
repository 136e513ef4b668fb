/* Part of one script. Search and filters: the picture dims, the table hides. */

const plain = (words) => words.normalize("NFKC").toLowerCase();
const said = data.rows.map((row) => plain(
  [data.nodes[row.node], ...row.facts.map((n) => data.nodes[data.facts[n].from])].map((node) => node.text).join(" ")));
const pressed = (id) => [...byId(id).querySelectorAll("[aria-pressed=true]")].map((button) => button.value);

const selects = ["field", "kind", "since", "until"];
const ofAll = (number, whole) => (number === whole ? inWords(number) : `${inWords(number)}（${inWords(whole)} のうち）`);

/* Which rows and which of their facts fit all conditions together. */
function asked() {
  const words = plain(byId("search").value).split(/\s+/).filter(Boolean);
  const [field, kind, since, until] = selects.map((id) => byId(id).value);
  const undated = byId("undated").getAttribute("aria-pressed") === "true";
  const stages = pressed("stages"), certainties = pressed("certainties");
  const dated = since || until;
  return {
    open: !state.only && !words.length && !field && !kind && !dated && !stages.length && !certainties.length,
    fact: (n) => !certainties.length || certainties.includes(data.facts[n].certainty),
    row: (row, n) => (!field || row.filed.includes(field)) && (!kind || (row.kinds.length ? row.kinds : ["-"]).includes(kind))
      && (!dated || (row.year === null ? undated : (!since || row.year >= Number(since)) && (!until || row.year <= Number(until))))
      && (!state.only || state.only.has(n)) && (!stages.length || stages.includes(row.stage)) && words.every((word) => said[n].includes(word)),
    dated, undatedOut: dated && !undated,
  };
}

/* The conditions in words, for paper. */
function spoken(fits) {
  const field = (id, words) => (byId(id).value ? [words(byId(id).selectedOptions[0].textContent.trim())] : []);
  return [
    ...(byId("search").value.trim() ? [`「${byId("search").value.trim()}」を含む`] : []),
    ...field("field", (words) => `分野 ${words}`), ...field("kind", (words) => `協定の種別 ${words}`),
    ...field("since", (words) => `${words}から`), ...field("until", (words) => `${words}まで`),
    ...(fits.dated && !fits.undatedOut ? ["年の記載のないものも"] : []),
    ...pressed("stages").map((words) => `段階 ${words}`), ...pressed("certainties").map((words) => `確度 ${words}`),
    ...(state.only ? ["選んだ組だけ"] : []),
  ];
}

function filter() {
  byId("search").classList.toggle("set", byId("search").value.trim() !== "");
  selects.forEach((id) => byId(id).classList.toggle("set", byId(id).value !== ""));
  const fits = asked();
  state.facts = fits.open ? null : new Set();
  state.nodes = fits.open ? null : new Set();
  const left = { agreements: 0, measures: 0 }, all = { agreements: 0, measures: 0 };
  let undated = 0;
  data.rows.forEach((row, n) => {
    const facts = row.facts.filter(fits.fact);
    const kept = (fits.open || facts.length > 0) && fits.row(row, n);
    const kind = row.stage === "協定" ? "agreements" : "measures";
    all[kind] += 1;
    if (row.year === null) undated += 1;
    byId("r" + n).hidden = !kept;
    if (!kept) return;
    left[kind] += 1;
    if (fits.open) return;
    state.nodes.add(row.node);
    facts.forEach((fact) => {
      state.facts.add(fact);
      state.nodes.add(data.facts[fact].from);
    });
  });
  if (!fits.open) {
    data.facts.forEach((fact, n) => {
      if (fact.to !== null && state.nodes.has(fact.from) && state.nodes.has(fact.to) && data.nodes[fact.from].row !== null) state.facts.add(n);
    });
  }
  const count = (kind) => data.nodes.filter((node, n) => node.kind === kind && shown(state.nodes, n)).length;
  const total = (kind) => data.nodes.filter((node) => node.kind === kind).length;
  byId("found").textContent = `協定 ${ofAll(left.agreements, all.agreements)}・施策 ${ofAll(left.measures, all.measures)}、自治体 ${ofAll(count("自治体"), total("自治体"))}、企業・団体 ${ofAll(count("企業"), total("企業"))}`
    + (fits.undatedOut && undated ? `。年の記載がない ${inWords(undated)} 件は除いた` : "");
  byId("narrowed").textContent = fits.open ? "" : `絞り込み: ${spoken(fits).join("、")}。${byId("found").textContent}`;
  const set = fits.open ? 0 : spoken(fits).length - (byId("search").value.trim() ? 1 : 0);
  byId("unfold").textContent = "条件で絞る" + (set ? `（${set}）` : "");
  onPaper();
  paintMatrix();
  paint();
}

byId("search").addEventListener("input", filter);
selects.forEach((id) => byId(id).addEventListener("change", filter));
document.querySelectorAll(".filters [aria-pressed]").forEach((button) => button.addEventListener("click", () => {
  button.setAttribute("aria-pressed", button.getAttribute("aria-pressed") === "true" ? "false" : "true");
  filter();
}));
/* On a narrow screen the conditions lie under one button. */
byId("unfold").addEventListener("click", ({ target }) => {
  const open = document.querySelector(".filters").classList.toggle("unfolded");
  target.setAttribute("aria-expanded", String(open));
});
document.querySelector(".filters").addEventListener("submit", (event) => { event.preventDefault(); leap(); });
document.querySelector(".filters").addEventListener("reset", (event) => {
  event.preventDefault();
  state.only = null;
  ["search", ...selects].forEach((id) => { byId(id).value = ""; });
  document.querySelectorAll(".filters [aria-pressed=true]").forEach((button) => button.setAttribute("aria-pressed", "false"));
  filter();
});
