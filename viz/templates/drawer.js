/* Part of one script; see SCRIPTS in interactive.py. The drawer: where a fact is written. */

const read = (id) => JSON.parse(document.getElementById(id).textContent);
const data = read("data");
const byId = (id) => document.getElementById(id);
const root = document.documentElement;
const WIDE = matchMedia("(min-width: 1000px)");
const INK = "#1B1F24", SUB = "#4A525C", EVIDENCE = "#9A2113", GREY = "#7B858F";
const FONT = getComputedStyle(document.body).fontFamily;
const TALLEST = 6000;
const CERTAINTIES = ["明示", "推定", "要確認"];

/* What is chosen and what the filters leave. Nodes, facts and rows are numbers; passages count from 1. */
const state = { fact: null, node: null, pair: null, facts: null, nodes: null, only: null, group: null };
let canvas = null;
const shown = (set, n) => set === null || set.has(n);
const factsOf = data.nodes.map(() => []);
data.facts.forEach((fact, n) => {
  factsOf[fact.from].push(n);
  if (fact.to !== null) factsOf[fact.to].push(n);
});
const rowOf = new Map();
data.rows.forEach((row, n) => [...row.facts, ...row.own].forEach((fact) => rowOf.set(fact, n)));

/* --- small tools: all words enter the page as text --- */

function make(tag, words, kind) {
  const element = document.createElement(tag);
  if (words !== undefined && words !== null) element.textContent = words;
  if (kind) element.className = kind;
  return element;
}

function sure(certainty, numbers) {
  const mark = make("span", null, "sure c" + CERTAINTIES.indexOf(certainty));
  mark.append(make("b", certainty[0]));
  if (numbers.length) {
    const more = numbers.length > 3 ? " ほか" + (numbers.length - 3) : "";
    mark.append(make("i", numbers.slice(0, 3).join("・") + more));
  }
  return mark;
}

function picture(node) {
  const image = new Image(16, 16);
  image.src = data.marks[node.mark];
  image.alt = "";
  return image;
}

const inWords = (number) => number.toLocaleString("ja-JP");
const numbersOf = (fact) => [...new Set(fact.entries.map((entry) => entry[0]))];
const roleWords = (fact) => (fact.roles.length ? "（" + fact.roles.join("・") + "）" : "");

/* --- the drawer --- */

const drawer = byId("drawer");
const home = drawer.parentNode;
const hint = [...drawer.childNodes];
let opener = null;
let typed = false;

function clear(title, count) {
  const top = make("div", null, "top");
  const heading = make("h2", title);
  heading.id = "h-drawer";
  const close = make("button", "閉じる");
  close.type = "button";
  close.addEventListener("click", shut);
  top.append(heading, make("span", count), close);
  drawer.replaceChildren(top);
  drawer.scrollTop = 0;
}

function shut() {
  drawer.replaceChildren(...hint);
  home.append(drawer);
  state.group = null;
  choose(null, null);
  if (opener && typed) opener.focus();
  opener = null;
}

function named(node) {
  const line = make("p", null, "of");
  line.append(picture(node), make("b", node.name));
  return line;
}

function openFact(number, from) {
  const fact = data.facts[number];
  const row = data.rows[rowOf.get(number)];
  clear("選んだところの根拠", fact.entries.length + " か所");
  drawer.append(named(data.nodes[fact.from]));
  drawer.append(make("p", fact.type + (fact.field ? "：" + fact.field : "") + roleWords(fact)));
  if (fact.to !== null) drawer.append(named(data.nodes[fact.to]));
  fact.entries.forEach((entry) => drawer.append(place(entry, row)));
  choose(number, null);
  show(from);
}

function place([number, certainty, gist, said, note, own], row) {
  const [document_, where, quote] = data.passages[number - 1];
  const about = data.documents[document_];
  const article = make("article");
  const head = make("p");
  head.append(sure(certainty, [number]));
  const list = make("dl");
  const add = (name, words, small) => {
    const value = make("dd", words || "記載なし", words ? "" : "mute");
    if (small) value.append(make("small", small));
    list.append(make("dt", name), value);
    return value;
  };
  if (row) add("段階", row.word);
  add("確度", { 明示: "明示　そう書いてある", 推定: "推定　書き方から読み取った", 要確認: "要確認　人の確認を待つ" }[certainty]);
  add("文書", about.title, about.about);
  add("位置", where);
  Object.entries(own).forEach(([name, words]) => add(name, words));
  add("表記", said);
  add("要旨", gist);
  const value = add("引用", quote);
  if (quote) value.replaceChildren(make("span", quote, "quote"));
  else {
    value.className = "none";
    value.textContent = "原文が手元になく、語句は示せない。文書のこの位置を見てください。";
  }
  if (note) add("注記", note);
  article.append(head, list);
  return article;
}

function openNode(number, from) {
  const node = data.nodes[number];
  const facts = factsOf[number];
  clear(node.kind === "企業" ? "企業・団体" : node.kind, facts.length + " 件の事実");
  drawer.append(named(node));
  if (node.row !== null) {
    const row = data.rows[node.row];
    drawer.append(make("p", [row.word, row.when || "時期の記載なし"].join("　")));
    if (row.fields.length) drawer.append(make("p", "分野 " + row.fields.join("、"), "hint"));
  }
  const list = make("ul");
  facts.forEach((n) => list.append(factButton(n, number, from)));
  drawer.append(list);
  choose(null, number);
  show(from);
}

function factButton(n, seen, from) {
  const item = make("li");
  const button = make("button");
  button.type = "button";
  button.append(make("span", told(data.facts[n], seen)), sure(data.facts[n].certainty, numbersOf(data.facts[n])));
  button.addEventListener("click", () => openFact(n, from));
  item.append(button);
  return item;
}

function told(fact, seen) {
  if (fact.type === "対象") return "分野：" + fact.field;
  if (fact.type === "記載") {
    const items = new Map();
    fact.entries.forEach((entry) => items.set(entry[5]["項目"] || "記載", true));
    return "記載：" + [...items.keys()].join("・");
  }
  const other = data.nodes[fact.from === seen ? fact.to : fact.from];
  return fact.type + "：" + other.name + roleWords(fact);
}

/* Beside the picture where there is room, else right below what was pressed. */
function show(from) {
  opener = from || opener;
  if (!WIDE.matches && from) {
    const cell = from.closest("td");
    if (cell) cell.append(drawer);
    else from.closest("section, main").append(drawer);
  } else if (drawer.parentNode !== home) home.append(drawer);
  if (!WIDE.matches) drawer.scrollIntoView({ block: "nearest" });
  if (typed) drawer.focus({ preventScroll: true });
}

function choose(fact, node, pair = null) {
  state.fact = fact;
  state.node = node;
  state.pair = pair;
  document.querySelectorAll(".chosen").forEach((element) => element.classList.remove("chosen"));
  const row = fact !== null ? rowOf.get(fact) : node !== null ? data.nodes[node].row : null;
  if (row !== null && row !== undefined) byId("r" + row).classList.add("chosen");
  const place = fact !== null ? `li[data-fact="${fact}"]` : `td[data-node="${node}"]`;
  document.querySelectorAll("table " + place).forEach((element) => element.classList.add("chosen"));
  highlight();
  paint();
}

document.addEventListener("click", (event) => {
  if (event.target.closest("#drawer")) return;
  const hit = event.target.closest("[data-fact], [data-node], [data-pair]");
  if (!hit) return;
  event.preventDefault();
  typed = event.detail === 0;
  const link = hit.matches("a") ? hit : hit.querySelector("a") || hit;
  if (hit.dataset.pair !== undefined) openPair(Number(hit.dataset.pair), link);
  else if (hit.dataset.fact !== undefined) openFact(Number(hit.dataset.fact), link);
  else openNode(Number(hit.dataset.node), link);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && [state.fact, state.node, state.pair, state.group].some((each) => each !== null)) shut();
});
