/* Part of one script. The panel: what is on record of a municipality, out of the tables and passages of this page. */

const panel = byId("panel");
const home = panel.parentNode;
const hint = [...panel.childNodes];
let opener = null;

const papers = document.querySelectorAll("table.documents tbody tr");
const rowsOf = new Map();
document.querySelectorAll("table.records tbody tr").forEach((row) => {
  row.dataset.at.trim().split(" ").forEach((code) => {
    if (!rowsOf.has(code)) rowsOf.set(code, []);
    rowsOf.get(code).push(row);
  });
});

function open(code, from) {
  const place = placeOf.get(code);
  if (!place) return;
  opener = from || null;
  state.chosen = code;
  const now = standing(place);
  const top = make("div", null, "top");
  const heading = make("h2", place.name);
  heading.id = "h-panel";
  const close = make("button", "閉じる");
  close.type = "button";
  close.addEventListener("click", shut);
  top.append(heading, close);
  panel.replaceChildren(top);
  panel.scrollTop = 0;
  if (data.mode === "ties") panel.append(tied(place));
  else {
    const line = make("p");
    line.append(make("b", STANDINGS[now]), document.createTextNode("　" + MEANINGS[now]));
    panel.append(line);
    if (place.records.length) panel.append(make("p", numbers(place), "hint"));
  }
  panel.append(covers(place));
  const rows = rowsOf.get(code) || [];
  rows.slice(0, MOST).forEach((row) => panel.append(said(row)));
  if (rows.length > MOST) panel.append(make("p", `ほか ${number(rows.length - MOST)} 件は、下の「協定と施策」の表にある。`, "hint"));
  if (!rows.length && place.records.length) panel.append(make("p", "協定・施策の一つ一つは、このファイルに載せていない。", "hint"));
  pick(code);
  show();
}

const MOST = 60;

function tied(place) {
  if (place.code === data.centre) return make("p", "選んだ自治体", "hint");
  const weight = data.weights[place.code];
  if (weight) return make("p", `つながりの強さ ${weight}（同じ相手の数＋ともに加わる協定・施策の数）`);
  return make("p", "同じ相手の記録はない。全件を載せた文書がなければ「ない」とは言えない。");
}

function numbers(place) {
  const here = begun(place);
  const of = (kind) => count(here.filter((record) => record[0] === kind));
  const parts = [`協定 ${of(0)}`, `施策 ${of(1) + of(2)}`];
  if (of(2)) parts.push(`うち計画・検討 ${of(2)}`);
  const over = count(here.filter(ended));
  if (over) parts.push(`終わったと分かるもの ${over}`);
  const rest = count(place.records) - count(here);
  if (rest) parts.push(`後の年か年の記載なし ${rest}`);
  return parts.join("、");
}

function covers(place) {
  const list = make("ul", null, "covers");
  place.covered.forEach(([document_, how]) => {
    const [title, about] = papers[document_].cells;
    const item = make("li", title.textContent);
    item.append(make("span", `${about.textContent}　網羅 ${how || "記載なし"}`, "more"));
    list.append(item);
  });
  if (!place.covered.length) list.append(make("li", "この自治体を載せた文書はない（未調査）", "hint"));
  return list;
}

function said(row) {
  const article = make("div", null, "said");
  const cells = [...row.cells];
  const name = cells[1].querySelector(".name").cloneNode(true);
  article.append(name);
  cells[1].querySelectorAll(".more").forEach((more) => article.append(more.cloneNode(true)));
  article.append(make("p", `${cells[3].firstChild.textContent.trim()}　${cells[3].querySelector(".when").textContent}`));
  article.append(make("p", `相手　${cells[2].textContent.trim()}`));
  const cite = cells[4].querySelector(".cite");
  const list = make("ol");
  cite.dataset.cites.split(" ").forEach((n) => {
    const passage = byId("e" + n);
    if (!passage) return;
    const copy = passage.cloneNode(true);
    copy.removeAttribute("id");
    const title = make("p", documentOf(passage), "where");
    copy.querySelector("div").prepend(title);
    list.append(copy);
  });
  article.append(list);
  return article;
}

/* The heading under which a passage stands. */
function documentOf(passage) {
  let at = passage.closest("ol");
  while (at && at.tagName !== "H3") at = at.previousElementSibling;
  return at ? at.textContent : "";
}

function shut() {
  panel.replaceChildren(...hint);
  home.append(panel);
  state.chosen = null;
  pick(null);
  if (opener) opener.focus();
  opener = null;
}

/* Beside the map where there is room, above the legend, else right below the map. */
function show() {
  if (WIDE.matches) home.prepend(panel);
  else {
    byId("map").parentNode.append(panel);
    panel.scrollIntoView({ block: "nearest" });
  }
  if (opener) panel.focus({ preventScroll: true });
}

document.addEventListener("click", (event) => {
  const hit = event.target.closest(".japan [data-code], table [data-code]");
  if (!hit || state.dragged) return;
  event.preventDefault();
  open(hit.dataset.code, event.detail === 0 ? hit : null);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && state.chosen) shut();
});
