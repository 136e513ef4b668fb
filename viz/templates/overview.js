/* Part of one script. Records put together: numbers follow the filters, a crossing opens what is behind it. */

const MOST_SHOWN = 30;
const linksOf = { left: data.left.map(() => []), right: data.right.map(() => []) };
data.links.forEach(([left, right], n) => { linksOf.left[left].push(n); linksOf.right[right].push(n); });
const groupOf = (words) => { const [side, n] = words.split(" "); return { side, n: Number(n) }; };
const each = (name, work) => document.querySelectorAll(`.gathered [data-${name}]`).forEach((element) => work(element, element.dataset[name]));

/* The records of a crossing that the filters leave; all of them where records are not listed. */
const keptRows = (n) => data.links[n][5].filter((row) => !state.facts || state.nodes.has(data.rows[row].node));
function numberOf(n) {
  return data.listed && state.facts ? keptRows(n).length : data.links[n][3] + data.links[n][4];
}
const classOf = (number) => data.classes.filter((least) => number >= least).length - 1;

function paint() {
  const some = state.pair !== null || state.group !== null;
  document.querySelectorAll("#diagram .gathered").forEach((picture) => picture.classList.toggle("some", some));
  each("link", (link, words) => {
    const n = Number(words);
    link.classList.toggle("chosen", state.pair === n || Boolean(state.group && data.links[n][state.group.side === "left" ? 0 : 1] === state.group.n));
    link.classList.toggle("gone", numberOf(n) === 0);
  });
}

function paintMatrix() {
  each("link", (link, words) => {
    const text = link.querySelector("text");
    if (!text) return;
    const number = numberOf(Number(words));
    text.textContent = number ? inWords(number) : "–";
    link.setAttribute("class", "s" + Math.max(0, classOf(number)));
  });
  each("sum", (text, words) => {
    const { side, n } = groupOf(words);
    if (data.listed) text.textContent = inWords(new Set(linksOf[side][n].flatMap(keptRows)).size) ;
  });
}

function highlight() {
  if (state.pair !== null || state.fact !== null || state.node !== null) state.group = null;
}

function lineOf(name, label, n) {
  const line = make("p", null, "of");
  line.append(picture({ mark: label }), make("b", name + (n > 1 ? `（${inWords(n)}）` : "")));
  return line;
}

function openLink(n, from) {
  const [left, right, pairs, agreements, measures] = data.links[n];
  clear("選んだ組", `${inWords(pairs)} 組`);
  [data.left[left], data.right[right]].forEach(([name, label, size]) => drawer.append(lineOf(name, label, size)));
  drawer.append(make("p", `協定 ${inWords(agreements)}・施策 ${inWords(measures)}`));
  if (data.listed) listRows(keptRows(n), from);
  else drawer.append(make("p", "一件ずつの根拠は、この自治体や企業・団体で絞った地図か、Excel のファイルにある。", "hint"));
  choose(null, null, n);
  show(from);
}

function listRows(rows, from) {
  const list = make("ul");
  rows.slice(0, MOST_SHOWN).forEach((n) => {
    const row = data.rows[n], node = data.nodes[row.node];
    const item = make("li"), button = make("button");
    button.type = "button";
    const words = make("span");
    words.append(picture(node), document.createTextNode(" " + node.name));
    button.append(words, make("span", row.word, "hint"));
    button.addEventListener("click", () => openNode(row.node, from));
    item.append(button);
    list.append(item);
  });
  drawer.append(list);
  const only = make("button", rows.length > MOST_SHOWN ? `表をこの組の ${inWords(rows.length)} 件だけにする` : "表をこの組だけにする");
  only.type = "button";
  only.addEventListener("click", () => { state.only = new Set(rows); filter(); byId("table").scrollIntoView(); });
  drawer.append(only);
}

function openGroup(words, from) {
  const { side, n } = groupOf(words);
  const [name, label, size, of] = data[side][n];
  const links = [...linksOf[side][n]].filter(numberOf).sort((a, b) => numberOf(b) - numberOf(a) || a - b);
  clear(label === "企業" ? "企業・団体" : "自治体", `相手 ${links.length}`);
  drawer.append(lineOf(name, label, size));
  if (of > size) drawer.append(make("p", `${inWords(of)} 自治体のうち ${inWords(size)}`, "hint"));
  const list = make("ul");
  links.forEach((link) => {
    const item = make("li"), button = make("button");
    button.type = "button";
    button.append(make("span", data[side === "left" ? "right" : "left"][data.links[link][side === "left" ? 1 : 0]][0]), make("span", inWords(numberOf(link)) + " 件", "hint"));
    button.addEventListener("click", () => openLink(link, from));
    item.append(button);
    list.append(item);
  });
  drawer.append(list);
  choose(null, null);
  state.group = { side, n };
  paint();
  show(from);
}

const leap = () => byId("table").scrollIntoView();

document.addEventListener("click", (event) => {
  if (event.target.closest("#drawer")) return;
  const hit = event.target.closest("[data-link], [data-group]");
  if (!hit) return;
  event.preventDefault();
  typed = event.detail === 0;
  if (hit.dataset.link !== undefined) openLink(Number(hit.dataset.link), hit);
  else openGroup(hit.dataset.group, hit);
});
root.classList.add("on", "as-matrix");
if (data.listed) filter();
else paint();
