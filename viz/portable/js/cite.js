// Evidence on a page: each passage has a number; a cell with it opens the passage in the drawer and is printed at the end.
let cited = new Map();
let opened = null;

const startCiting = () => {
  cited = new Map();
  opened = null;
};
const numberOf = (passage) => {
  if (!cited.has(passage)) cited.set(passage, { number: cited.size + 1, sayings: [] });
  return cited.get(passage);
};
const CELL = ["明", "推", "要"];
const sureCell = (certainty, words = "") => h("span", { class: `sure c${certainty}` }, h("b", {}, CELL[certainty]), words && h("i", {}, words));

// Cells for entries: one per passage, with the surest of what it says here. ``about``: what it is evidence for.
const cites = (entries, about, most = 3) => {
  const found = new Map();
  for (const entry of entries) {
    const place = numberOf(entry.passage);
    place.sayings.push({ ...entry, about });
    const known = found.get(entry.passage) ?? { passage: entry.passage, number: place.number, certainty: 2, entries: [] };
    known.certainty = Math.min(known.certainty, entry.certainty);
    known.entries.push(entry);
    found.set(entry.passage, known);
  }
  const all = [...found.values()].sort((a, b) => a.certainty - b.certainty || a.number - b.number);
  if (!all.length) return blank();
  const shown = all.length > most + 1 ? all.slice(0, most) : all;
  const cell = (each) => button(sureCell(each.certainty, String(each.number)), (event) => openDrawer(event.currentTarget, each, about), {
    class: "cite", "aria-label": `根拠 ${each.number}（${CERTAINTIES[each.certainty]}）${about}`,
  });
  const list = h("span", { class: "cites" }, shown.map(cell));
  const rest = all.slice(shown.length);
  if (rest.length) {
    list.append(button(`ほか${rest.length}`, (event) => {
      const first = cell(rest[0]);
      event.currentTarget.replaceWith(first, ...rest.slice(1).map(cell));
      first.focus();
    }, { class: "plain more" }));
  }
  return list;
};
const relationEntries = (...pairs) => pairs.flatMap(([rel, rows]) => Array.from(rows, (r) => rel.entries(r)).flat());

const ends = (entry) => {
  const rel = graph.bucket(`${entry.type}-${entry.start}-${entry.end}`);
  return [[entry.start, rel.start[entry.relation]], [entry.end, rel.end[entry.relation]]];
};
const factWords = (entry) => {
  const [[first, a], [second, b]] = ends(entry);
  if (entry.type === "記載") return [`${graph.nameOf(first, a)}の${entry.own.項目}: ${entry.own.値}`];
  const own = Object.entries(entry.own).filter(([, value]) => value).map(([key, value]) => `${key} ${value}`).join("、");
  return [linkTo(first, a), ` － ${entry.type}${own ? `（${own}）` : ""} → `, linkTo(second, b)];
};

const documentLine = (i) => {
  const node = world.node("文書");
  return [node.get(i, "種別") || "種別の記載なし", "　発行日 ", day(node.get(i, "発行日")), "　時点 ", day(node.get(i, "基準日"))];
};
const quoteOf = (passage) => (passage.quote
  ? h("blockquote", {}, h("q", {}, passage.quote))
  : h("p", { class: "mute absent" }, "原文の語句はこのファイルにない（位置と要旨だけを示す）。"));
const sayingOf = (entry) => h("dl", { class: "saying" },
  h("dt", {}, sureCell(entry.certainty), ` ${CERTAINTIES[entry.certainty]}`), h("dd", {}, entry.gist || blank("要旨の記載なし")),
  h("dt", {}, "何を"), h("dd", {}, factWords(entry)),
  entry.said && [h("dt", {}, "表記"), h("dd", {}, entry.said)],
  entry.note && [h("dt", {}, "注記"), h("dd", {}, entry.note)]);

const drawer = () => document.getElementById("drawer");
const openDrawer = (from, each, about) => {
  const passage = graph.passage(each.passage);
  const close = button("閉じる", () => closeDrawer());
  opened?.classList.remove("open");
  opened?.closest("tr")?.classList.remove("open");
  opened = from;
  from.classList.add("open");
  from.closest("tr")?.classList.add("open");
  drawer().replaceChildren();
  append(drawer(), [
    h("header", {}, h("h2", { id: "h-drawer", tabindex: "-1" }, sureCell(each.certainty, each.number ? String(each.number) : ""), " 根拠"), close),
    h("p", { class: "fact" }, about),
    h("p", { class: "document" }, mark("文書"), " ", linkTo("文書", passage.document), h("span", { class: "note" }, documentLine(passage.document))),
    h("p", { class: "where" }, passage.place ? placeWords(passage.place) : blank("位置の記載なし")),
    quoteOf(passage),
    each.entries.map(sayingOf),
  ]);
  drawer().hidden = false;
  document.body.classList.add("with-drawer");
  document.getElementById("h-drawer").focus({ preventScroll: true });
  if (matchMedia("(max-width: 1100px)").matches) drawer().scrollIntoView({ block: "end" });
};
const closeDrawer = () => {
  if (drawer().hidden) return;
  drawer().hidden = true;
  document.body.classList.remove("with-drawer");
  opened?.classList.remove("open");
  opened?.closest("tr")?.classList.remove("open");
  opened?.focus();
};

// The list of sources of a page: by document, in the order of place. Long ones open by steps.
const STEP = 60;
const sources = () => {
  const all = [...cited.keys()].map(graph.passage);
  if (!all.length) return null;
  const documents = new Map();
  for (const passage of all) {
    if (!documents.has(passage.document)) documents.set(passage.document, []);
    documents.get(passage.document).push(passage);
  }
  const list = [...documents].sort(([a], [b]) => a - b).flatMap(([document, passages]) =>
    passages.sort((a, b) => cited.get(a.number).number - cited.get(b.number).number).map((passage, n) => ({ document, passage, first: n === 0 })));
  const quoted = all.filter((passage) => passage.quote).length;
  const holder = h("div", { class: "sources" });
  let shown = 0;
  let into = null;
  const more = () => {
    for (const { document, passage, first } of list.slice(shown, shown + STEP)) {
      if (first || !into) {
        into = h("ol", { class: "passages" });
        holder.append(h("div", { class: "document" }, h("h3", {}, mark("文書"), " ", linkTo("文書", document)), h("p", { class: "note" }, documentLine(document)), into));
      }
      const place = cited.get(passage.number);
      const sure = Math.min(...place.sayings.map((each) => each.certainty));
      const said = new Map(place.sayings.map((each) => [each.gist, each]));
      into.append(h("li", { class: "passage" },
        h("h4", {}, sureCell(sure, String(place.number)), h("span", {}, passage.place ? placeWords(passage.place) : blank("位置の記載なし"))),
        quoteOf(passage), [...said.values()].slice(0, 6).map((each) => h("p", { class: "gist" }, each.gist || blank("要旨の記載なし"), each.note && h("span", { class: "note" }, `　注記 ${each.note}`)))));
    }
    shown += STEP;
  };
  more();
  const next = h("p", { class: "steps" });
  const offer = () => {
    next.replaceChildren();
    if (shown < list.length) next.append(button(`続きの出典（${number(shown)} / ${number(list.length)}）`, () => {
      more();
      offer();
    }));
  };
  offer();
  return section("出典", `${number(all.length)} か所。${quoted === all.length ? "原文の語句を添えた。" : quoted ? `うち ${number(quoted)} か所に原文の語句を添えた。` : "原文の語句はなく、位置と要旨だけを示す。"}`, holder, next);
};
