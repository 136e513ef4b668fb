/* Part of one script. What goes to paper: the picture alone, with the list and short evidence, or all of it. */

const printing = [...document.querySelectorAll(".printing button")];
const OMITTED = {
  figure: "一覧と根拠は刷っていない。もとのファイルにある。",
  list: "根拠は位置・要旨と引用の初めだけを刷った。全文は、もとのファイルで「全部」を選ぶと刷れる。",
  all: "",
};
/* Things on a sheet of A4, measured; sheets above which the list is not printed unless somebody asks. */
const ON_A_SHEET = { rows: 12, short: 36, whole: 8 };
const LONG = 60;
const figures = document.querySelectorAll("#diagram .sheet, #matrix .sheet").length;
let sheets = {};
let wantedOnPaper = null;

/* Evidence of the rows that the filters leave; null for all. */
function keptPassages() {
  if (state.facts === null) return null;
  const rows = data.rows.filter((row, n) => !byId("r" + n).hidden);
  return new Set(rows.flatMap((row) => [...row.facts, ...row.own]).flatMap((n) => numbersOf(data.facts[n])));
}

function onPaper() {
  const rows = data.rows.filter((row, n) => !byId("r" + n).hidden).length;
  const passages = (keptPassages() || { size: data.passages.length }).size;
  const listed = figures + rows / ON_A_SHEET.rows;
  sheets = { figure: figures, list: listed + passages / ON_A_SHEET.short, all: listed + passages / ON_A_SHEET.whole };
  toPrint(wantedOnPaper || (sheets.list > LONG ? "figure" : "list"));
}

function toPrint(what) {
  root.dataset.print = what;
  byId("omitted").textContent = OMITTED[what];
  printing.forEach((button) => {
    button.setAttribute("aria-pressed", String(button.value === what));
    button.lastElementChild.textContent = `約 ${inWords(Math.ceil(sheets[button.value]))} 枚`;
  });
}

printing.forEach((button) => button.addEventListener("click", () => {
  wantedOnPaper = button.value;
  onPaper();
}));
addEventListener("beforeprint", () => {
  const kept = keptPassages();
  document.querySelectorAll(".evidence li[id^=e]").forEach((passage) => {
    passage.classList.toggle("out", kept !== null && !kept.has(Number(passage.id.slice(1))));
  });
});
