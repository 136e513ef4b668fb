/* Part of one script. The matrix: its marks follow the filters; a crossing opens what the two do together. */

const squares = [...document.querySelectorAll("#matrix a[data-pair]")].map((link) => ({ link, pair: Number(link.dataset.pair) }));
const markNames = Object.keys(data.marks);
const foremost = (rows, order) => order.find((name) => rows.some((n) => data.nodes[data.rows[n].node].mark === name));

function setMarks(link, rows) {
  const found = [foremost(rows, data.order.agreement), foremost(rows, data.order.measure)].filter(Boolean);
  link.querySelectorAll(".figure-mark").forEach((mark, n) => {
    mark.setAttribute("visibility", n < found.length ? "visible" : "hidden");
    if (n >= found.length) return;
    const drawing = byId("m" + markNames.indexOf(found[n]));
    mark.setAttribute("color", drawing.getAttribute("color"));
    mark.replaceChildren(...drawing.cloneNode(true).childNodes);
    mark.setAttribute("x", found.length === 1 ? 6.5 : n ? 12.5 : 0.5);
  });
}

function paintMatrix() {
  const partners = new Map(), done = new Map();
  const add = (map, key) => map.set(key, (map.get(key) || 0) + 1);
  squares.forEach(({ link, pair }) => {
    const [place, body, rows] = data.pairs[pair];
    const kept = rows.filter((n) => shownRow(n, place, body));
    link.classList.toggle("gone", kept.length === 0);
    setMarks(link, kept.length ? kept : rows);
    if (!kept.length) return;
    [place, body].forEach((node) => add(partners, node));
    if (kept.some((n) => data.rows[n].stage !== "協定")) [place, body].forEach((node) => add(done, node));
  });
  const tell = (name, map) => document.querySelectorAll(`#matrix [data-${name}]`).forEach((text) => {
    text.textContent = map.get(Number(text.dataset[name])) || "–";
  });
  tell("total", partners);
  tell("done", done);
}

/* A record counts for a crossing while the facts of both its parties are left. */
function shownRow(n, place, body) {
  if (!state.facts) return true;
  return [place, body].every((node) => data.rows[n].facts.some((fact) => data.facts[fact].from === node && state.facts.has(fact)));
}

function highlight() {
  squares.forEach(({ link, pair }) => link.classList.toggle("chosen", state.pair === pair));
}

function openPair(number, from) {
  const [place, body, rows] = data.pairs[number];
  clear("選んだところの根拠", rows.length + " 件");
  [place, body].forEach((node) => drawer.append(named(data.nodes[node])));
  rows.forEach((n) => {
    const row = data.rows[n], node = data.nodes[row.node];
    const article = make("article");
    article.append(named(node), make("p", [row.word, row.when || "時期の記載なし"].join("　"), "hint"));
    const list = make("ul");
    row.facts.filter((fact) => [place, body].includes(data.facts[fact].from)).forEach((fact) => list.append(factButton(fact, row.node, from)));
    article.append(list);
    drawer.append(article);
  });
  choose(null, null, number);
  show(from);
}
