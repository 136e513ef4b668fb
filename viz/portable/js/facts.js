// The table of agreements with the measures under them, and files of the same.
const MOST_PARTIES = 4;

const recordDates = (kind, i, none = "記載なし") => {
  const node = world.node(kind);
  if (kind === "協定") {
    const signed = node.get(i, "締結日");
    const start = node.get(i, "開始日");
    return !signed && start ? h("span", { class: "day" }, h("span", {}, `${japanese(start)[0]}開始`), h("span", { class: "era" }, `（${japanese(start)[1]}）`)) : day(signed, node.get(i, "締結日精度"), none);
  }
  const from = node.get(i, "時期");
  const to = node.get(i, "終了時期");
  if (from && to) {
    const [[first, era], [last, other]] = [japanese(from, node.get(i, "時期精度")), japanese(to)];
    return h("span", { class: "day" }, h("span", {}, era === other ? `${first}〜` : `${first}（${era}）〜`), h("span", {}, last), h("span", { class: "era" }, `（${other}）`));
  }
  return to ? h("span", { class: "day" }, h("span", {}, `${japanese(to)[0]}まで`)) : day(from, node.get(i, "時期精度"), none);
};
const rolesOf = (kind, side, r, only = false) => {
  const rel = world.edges[kind][side];
  const roles = kind === "施策" && rel.count ? rel.own(r, "役割").filter((role) => side === "企業" || role !== "主体") : [];
  return roles.length ? h("span", { class: "role" }, `（${roles.join("・")}）`) : only ? h("span", { class: "tag" }, PLACE) : null;
};
const partyList = (kind, i, subject) => {
  const own = subject?.kind === "企業" ? subject.i : -1;
  const found = world.bodies(kind, i).sort((a, b) => (b.i === own) - (a.i === own) || a.i - b.i);
  const shown = found.slice(0, MOST_PARTIES);
  const unnamed = world.node(kind).get(i, "相手方表記");
  const parts = shown.flatMap((each, at) => [at ? "、" : null, h("span", { class: "party" }, each.i === own ? h("b", {}, graph.nameOf("企業", each.i)) : linkTo("企業", each.i), rolesOf(kind, "企業", each.r))]);
  if (found.length > shown.length) parts.push(" ", h("a", { class: "more", href: address([kind, world.node(kind).id(i)]) }, `ほか ${number(found.length - shown.length)}`));
  if (unnamed.length) parts.push(found.length ? "、" : null, h("span", { class: "sub" }, h("bdi", {}, unnamed.join("、")), h("span", { class: "mute" }, "（名の記載なし）")));
  return parts.length ? parts : blank("相手の記載なし");
};
const leading = (kind, i, subject) => {
  const found = world.places(kind, i).filter((each) => !(subject?.kind === "自治体" && subject.i === each.i));
  if (!found.length) return null;
  const shown = found.slice(0, 3);
  return [shown.flatMap((each, at) => [at ? "・" : null, h("b", { class: "lead" }, linkTo("自治体", each.i, short(each.i))), each.only && h("span", { class: "tag" }, PLACE)]),
    found.length > shown.length && ` ほか ${number(found.length - shown.length)} 自治体`, h("span", { class: "between" }, "　")];
};
// The evidence of a record: what ties its parties (those of the subject first), else what documents say of it.
const evidenceOf = (kind, i, subject) => {
  const own = subject ? Array.from(world.edges[kind][subject.kind].into(i)).filter((r) => world.edges[kind][subject.kind].start[r] === subject.i) : [];
  const rows = own.length ? own : Array.from(world.edges[kind].自治体.into(i)).slice(0, 3);
  const entries = rows.length ? relationEntries([world.edges[kind][own.length ? subject.kind : "自治体"], rows]) : [];
  if (entries.length) return entries;
  const stated = graph.bucket(`記載-${kind}-文書`);
  return relationEntries([stated, stated.out(i)]);
};
const recordRow = (kind, i, subject, below) => {
  const node = world.node(kind);
  const state = world.state(kind, i);
  const detail = (words) => words && h("span", { class: "detail" }, words);
  const only = kind === "施策" && subject?.kind === "自治体" && world.places(kind, i).some((each) => each.i === subject.i && each.only);
  return h("tr", { class: kind === "協定" ? "agreement" : below ? "measure below" : "measure" },
    h("th", { scope: "row" }, h("span", { class: "name" }, mark(kind, state), h("span", {},
      leading(kind, i, subject), h("span", { class: "title" }, linkTo(kind, i)), node.get(i, "仮称") === "true" && h("span", { class: "tag" }, "仮称"), only && h("span", { class: "tag" }, PLACE),
      kind === "施策" && [detail(node.get(i, "成果").join("、")), detail(node.get(i, "経費").length ? `経費 ${node.get(i, "経費").join("、")}` : ""),
        !below && world.grounds(i).map((each) => h("span", { class: "detail" }, "協定 ", linkTo("協定", each.i)))]))),
    h("td", { class: "with" }, partyList(kind, i, subject)),
    h("td", { class: "state" }, kind === "協定" && h("span", { class: "sub" }, "状態 "), state),
    h("td", { class: "when" }, recordDates(kind, i)),
    h("td", { class: "why" }, cites(evidenceOf(kind, i, subject), graph.nameOf(kind, i))));
};

// Records in the order of the page: agreements with the measures under them, the latest first, then other measures.
const byDate = (a, b) => {
  const [x, y] = [world.traits(a.kind).date[a.i], world.traits(b.kind).date[b.i]];
  return (x ? 0 : 1) - (y ? 0 : 1) || (x < y ? 1 : x > y ? -1 : 0) || a.i - b.i;
};
const groupedRecords = (records) => {
  const held = new Set(records.filter((each) => each.kind === "施策").map((each) => each.i));
  const agreements = records.filter((each) => each.kind === "協定").sort(byDate);
  const placed = new Set();
  const groups = agreements.map((each) => {
    const below = world.measuresUnder(each.i).map((under) => under.i).filter((i) => held.has(i) && !placed.has(i));
    for (const i of below) placed.add(i);
    return { head: each, below: below.map((i) => ({ kind: "施策", i })).sort(byDate) };
  });
  const loose = records.filter((each) => each.kind === "施策" && !placed.has(each.i)).sort(byDate);
  return [...groups, ...loose.map((each) => ({ head: null, below: [each] }))];
};
const RECORD_COLUMNS = ["種類", "id", "名称", "自治体", "自治体の団体コード", "企業・団体", "名の記載のない相手", "段階・状態", "種別", "始まり", "終わり", "分野", "成果", "経費", "最も確かな根拠", "文書", "位置", "引用", "要旨"];
const recordCells = ({ kind, i }) => {
  const node = world.node(kind);
  const entries = evidenceOf(kind, i, null);
  const first = entries.reduce((best, each) => (!best || each.certainty < best.certainty ? each : best), null);
  const passage = first && graph.passage(first.passage);
  return [
    kind, node.id(i), graph.nameOf(kind, i), world.places(kind, i).map((each) => graph.nameOf("自治体", each.i)), world.places(kind, i).map((each) => world.node("自治体").id(each.i)),
    world.bodies(kind, i).map((each) => graph.nameOf("企業", each.i)), node.get(i, "相手方表記"), world.state(kind, i), kind === "協定" ? node.get(i, "種別") : "",
    kind === "協定" ? node.get(i, "締結日") || node.get(i, "開始日") : node.get(i, "時期"), kind === "協定" ? node.get(i, "終了日") || node.get(i, "有効期限") : node.get(i, "終了時期"),
    world.topics(kind, i).map((each) => graph.nameOf("分野", each.i)), kind === "施策" ? node.get(i, "成果") : "", kind === "施策" ? node.get(i, "経費") : "",
    first ? CERTAINTIES[first.certainty] : "", passage ? graph.nameOf("文書", passage.document) : "", passage?.place ?? "", passage?.quote ?? "", first?.gist ?? "",
  ];
};
const recordsCsv = (name, records) => csvButton(name, RECORD_COLUMNS, () => records().map(recordCells));

const factsSection = (route, title, records, subject, sift) => {
  const kept = records.filter((each) => sift.keep(each.kind, each.i));
  const groups = groupedRecords(kept);
  const page = paged(route, groups.length, "組", 40);
  const count = (kind) => kept.filter((each) => each.kind === kind).length;
  const rows = groups.slice(page.from, page.to).map(({ head, below }) =>
    h("tbody", {}, head && recordRow(head.kind, head.i, subject, false), below.map((each) => recordRow(each.kind, each.i, subject, Boolean(head)))));
  return section(title, `協定 ${number(count("協定"))}・施策 ${number(count("施策"))}。施策は、もとづく協定の下に置く`,
    { tools: [recordsCsv(subject ? graph.nameOf(subject.kind, subject.i) : title, () => kept)] },
    kept.length ? [page.pages > 1 && page.controls, h("table", { class: "facts" },
      h("thead", {}, h("tr", {}, ["協定・施策／成果・経費", "相手（役割）", "段階", "時期", "根拠"].map((words) => h("th", { scope: "col" }, words)))), rows), page.below]
      : h("p", { class: "empty" }, `この条件に合う協定と施策の記録はない${records.length ? `（条件の外に ${number(records.length)} 件）` : ""}。「ない」とは言えない。`));
};
const stageCounts = (records) => {
  const found = STAGES.map((stage, at) => [stage, records.filter((each) => each.kind === "施策" && world.traits("施策").state[each.i] === at).length]).filter(([, count]) => count);
  return found.length ? found.map(([stage, count]) => h("span", { class: "stage" }, mark("施策", stage), ` ${stage} `, h("b", {}, number(count)))) : blank("施策の記録なし");
};
const legend = () => h("section", { class: "legend", "aria-label": "この頁の記号" }, h("h2", {}, "この頁の記号"),
  h("p", {}, STAGES.map((stage) => h("span", { class: "stage" }, mark("施策", stage), ` ${stage}`))),
  h("p", {}, [["有効", "協定・有効"], ["終了", "終了・更新済"], ["不明", "状態不明"]].map(([state, words]) => h("span", { class: "stage" }, mark("協定", state), ` ${words}`))),
  h("p", { class: "sure-words" }, ["明示　そう書いてある", "推定　書き方から読み取った", "要確認　人の確認を待つ"].map((words, at) => h("span", {}, sureCell(at), ` ${words}`))),
  h("p", { class: "note" }, "数字は出典の番号。押すと根拠が開く。印刷では頁の末尾の出典に対応する。"));
