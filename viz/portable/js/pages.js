// Pages of single nodes.
const crumbs = (...parts) => h("p", { class: "crumbs" }, parts.filter(Boolean).flatMap((part, at) => [at ? " ／ " : null, h("bdi", {}, part)]));
const title = (kind, words, state, tags = []) => h("h1", { tabindex: "-1" }, mark(kind, state), " ", h("bdi", {}, words), tags.filter(Boolean).map((tag) => h("span", { class: "tag" }, tag)));
const scope = (...paragraphs) => h("div", { class: "scope" }, paragraphs.filter(Boolean).map((each) => (each instanceof Element ? each : h("p", {}, each))));
const outsideWords = (tally) => (tally.outside ? `条件の外にだけ記録があるのは ${number(tally.outside)}。` : "");
const covered = (tally, word) => [
  `${word} ${number(tally.total)} のうち、協定か施策の`, h("b", {}, `記録があるのは ${number(tally.recorded)}`), "。全件を載せた文書があって", h("b", {}, `記録がないのは ${number(tally.none)}`),
  `、抜粋などにだけ載って記録がないのは ${number(tally.extract)}。`, tally.unseen ? ["残る ", h("b", {}, `${number(tally.unseen)} は未調査`), "で、「ない」とは言えない。"] : "どの文書にも載らないもの（未調査）はない。", outsideWords(tally),
];
const figures = (list) => h("dl", { class: "figures" }, list.map(([kind, state, words, value, small]) => h("div", {}, h("dt", {}, mark(kind, state), ` ${words}`), h("dd", { class: small ? "small" : null }, value))));

// What documents say of a node itself (記載), each value with its evidence; values that differ stand side by side.
const statementsOf = (kind, i) => {
  const rel = graph.bucket(`記載-${kind}-文書`);
  const found = new Map();
  for (const entry of relationEntries([rel, rel.out(i)])) {
    const { 項目: item, 値: value } = entry.own;
    if (!found.has(item)) found.set(item, new Map());
    if (!found.get(item).has(value)) found.get(item).set(value, []);
    found.get(item).get(value).push(entry);
  }
  return found;
};
const isDate = (prop) => graph.head.schema.dates.includes(prop);
const itemTable = (kind, i, always, apart) => {
  const said = statementsOf(kind, i);
  const rows = [];
  for (const { name } of graph.head.schema.labels[kind]) {
    if (apart.includes(name) || name.endsWith("精度")) continue;
    const chosen = world.node(kind).get(i, name);
    const values = [...(said.get(name) ?? new Map()).entries()];
    said.delete(name);
    const known = Array.isArray(chosen) ? chosen : chosen ? [chosen] : [];
    for (const value of known) if (!values.some(([each]) => each === value)) values.push([value, []]);
    if (!values.length && !always.includes(name)) continue;
    values.sort(([a], [b]) => known.includes(b) - known.includes(a));
    rows.push(h("tr", {}, h("th", { scope: "row" }, name), h("td", {}, values.length ? values.map(([value, entries]) => h("p", { class: known.includes(value) ? "value" : "value other" },
      h("span", {}, isDate(name) ? day(value, known.includes(value) ? world.node(kind).get(i, `${name}精度`) : "") : value === "true" ? "はい" : value, !known.includes(value) && h("span", { class: "note" }, "　この頁では採っていない記載")),
      entries.length > 0 && cites(entries, `${graph.nameOf(kind, i)}の${name}`))) : blank())));
  }
  for (const name of apart) said.delete(name);
  for (const [name, values] of said) if (!name.endsWith("精度")) rows.push(h("tr", {}, h("th", { scope: "row" }, name), h("td", {}, [...values].map(([value, entries]) => h("p", { class: "value" }, h("span", {}, value), cites(entries, `${graph.nameOf(kind, i)}の${name}`))))));
  return rows.length ? h("table", { class: "items" }, h("tbody", {}, rows)) : null;
};

const AFFILIATED = { "加盟-out": "加盟先", "加盟-into": "加盟している団体", "承継-out": "引き継いだ先", "承継-into": "引き継いだもと" };
const affiliations = (kind, i) => {
  const rows = [];
  for (const name of graph.names) {
    const [type, start, end] = name.split("-");
    if (type !== "加盟" && type !== "承継") continue;
    const rel = graph.bucket(name);
    for (const [way, side, other, place] of [["out", start, end, rel.end], ["into", end, start, rel.start]]) {
      if (side !== kind) continue;
      for (const r of rel[way](i)) {
        const how = ["関係", "種類", "日付"].flatMap((prop) => (graph.head.schema.types[type].includes(prop) ? rel.own(r, prop) : []));
        rows.push(cells(named(other, place[r]), [AFFILIATED[`${type}-${way}`], how.join("、") || blank(), cites(rel.entries(r), `${graph.nameOf(kind, i)}と${graph.nameOf(other, place[r])}`)]));
      }
    }
  }
  return rows.length ? section("加盟と承継", `${number(rows.length)} 件`, table(["相手", "関係", "属し方・種類", "根拠"], rows.slice(0, 300)), rows.length > 300 && h("p", { class: "note" }, `ほか ${number(rows.length - 300)} 件は、相手の頁で見られる。`)) : null;
};
const statements = (kind, i) => {
  const rows = [...statementsOf(kind, i)].flatMap(([item, values]) => [...values].map(([value, entries]) => cells(item, [value, cites(entries, `${graph.nameOf(kind, i)}の${item}`)])));
  return rows.length ? section("文書が述べていること", "協定・施策のほかの項目。文書によって違えば、両方を示す", table(["項目", "値", "根拠"], rows)) : null;
};
const withAside = (main) => h("div", { class: "with-aside" }, h("div", {}, main), h("aside", {}, legend()));

const partnerRows = (side, i, partners, route) => {
  const other = side === "自治体" ? "企業" : "自治体";
  return partners.map((each) => {
    const only = address(route.parts, { ...route.query, 頁: "", 相手: world.node(other).id(each.i) });
    const count = (kind) => h("td", { class: "n", "data-word": kind }, each[kind].length ? h("a", { href: only }, number(new Set(each[kind]).size)) : blank("–"));
    return h("tr", {}, h("th", { scope: "row" }, named(other, each.i)), h("td", {}, world.node(other).get(each.i, other === "企業" ? "区分" : "種別") || blank()), count("協定"), count("施策"),
      h("td", { "data-word": "いつから" }, world.since(each) ? day(world.since(each)) : blank("年の記載なし")));
  });
};
const ranked = (partners) => [...partners.values()].sort((a, b) => b.協定.length + b.施策.length - a.協定.length - a.施策.length || a.i - b.i);
const partnersSection = (side, i, route, keep) => {
  const other = side === "自治体" ? "企業" : "自治体";
  const all = ranked(world.partners(side, i, keep));
  if (!all.length) return null;
  const page = paged(route, all.length, other === "企業" ? "団体" : "自治体", 30, "相手頁");
  return section(side === "自治体" ? "相手の企業・団体" : "相手の自治体", `${number(all.length)}。記録の多い順。数を押すと、その相手との協定と施策`,
    { tools: [h("a", { href: address(["関係図", side, world.node(side).id(i)]) }, "関係図"), csvButton(`${graph.nameOf(side, i)}の相手`, ["相手", "id", "区分・種別", "協定", "施策", "いつから"],
      () => all.map((each) => [graph.nameOf(other, each.i), world.node(other).id(each.i), world.node(other).get(each.i, other === "企業" ? "区分" : "種別"), new Set(each.協定).size, new Set(each.施策).size, world.since(each)]))] },
    page.pages > 1 && page.controls,
    table([other === "企業" ? "企業・団体" : "自治体", other === "企業" ? "区分" : "種別", ["協定", "n"], ["施策", "n"], "いつから"], partnerRows(side, i, all.slice(page.from, page.to), route)));
};
// Only what a subject and one partner have in common, where the address says so.
const withPartner = (side, i, route) => {
  const other = side === "自治体" ? "企業" : "自治体";
  const id = route.query.相手;
  const partner = id ? world.node(other).number(id) : -1;
  if (partner < 0) return { test: () => true, note: null };
  const shared = world.partners(side, i).get(partner) ?? { 協定: [], 施策: [] };
  const held = { 協定: new Set(shared.協定), 施策: new Set(shared.施策) };
  return { test: (each) => held[each.kind].has(each.i), note: h("p", { class: "only" }, mark(other), " ", h("b", {}, linkTo(other, partner)), " とのものだけ。", h("a", { href: here(route, { 相手: "" }) }, "すべてを見る")) };
};

const municipalityPage = (i, route) => {
  const node = world.node("自治体");
  const records = world.ids("自治体", i);
  const sift = sifted(route);
  const partner = withPartner("自治体", i, route);
  const kept = records.filter((each) => sift.keep(each.kind, each.i));
  const partners = world.partners("自治体", i, sift.keep);
  const standing = world.STANDINGS[world.standing()[i]];
  const documents = Array.from(world.covers.into(i));
  const fields = world.large().map((field) => {
    const count = (kind) => { const inside = world.inField(kind, field); return kept.filter((each) => each.kind === kind && inside[each.i]).length; };
    return [field, count("協定"), count("施策")];
  });
  const having = fields.filter(([, a, b]) => a + b);
  const kind = node.get(i, "種別");
  const inner = kind === "都道府県" ? world.prefectures().get(node.get(i, "都道府県") || graph.nameOf("自治体", i)) : null;
  const known = { 記録あり: "", 記録なし: "全件を載せた文書があり、そこに記録がない。", 抜粋など: "載せた文書は抜粋か、網羅の分からないもので、記録がない。「ない」とは言えない。", 未調査: "載せた文書がない（未調査）。「ない」とは言えない。", 条件の外: "記録はあるが、この配布版に収めた範囲の外にある。" }[standing];
  return [
    crumbs(h("a", { href: "#/自治体" }, "自治体"), node.get(i, "都道府県") && h("a", { href: address(["自治体"], { 都道府県: node.get(i, "都道府県") }) }, node.get(i, "都道府県")), node.get(i, "略称") || graph.nameOf("自治体", i)),
    title("自治体", graph.nameOf("自治体", i), standing === "記録あり" ? "" : standing === "記録なし" ? "記録なし" : "未調査", [kind]),
    h("p", { class: "about" }, [node.get(i, "読み"), node.get(i, "郡"), `団体コード ${node.id(i)}`, node.get(i, "人口") && `人口 ${number(Number(node.get(i, "人口")))}`, node.get(i, "類似団体区分"), ...node.get(i, "集合")].filter(Boolean).flatMap((part, at) => [at ? "　" : null, h("bdi", {}, part)])),
    scope(siftWords(sift), [kept.length ? [`協定 `, h("b", {}, number(kept.filter((each) => each.kind === "協定").length)), "、施策 ", h("b", {}, number(kept.filter((each) => each.kind === "施策").length)), " の記録がある。"] : "", known,
      documents.length ? `この自治体を載せた文書は ${number(documents.length)}（全件 ${number(world.looked().complete[i])}）。` : "この自治体を載せた文書はまだない。"],
      inner?.members.length && covered(world.tally(inner.members), "域内の市区町村")),
    records.length ? [
      figures([["協定", "有効", "協定", number(kept.filter((each) => each.kind === "協定").length)], ["企業", "", "名の分かる相手", number(partners.size)], ["施策", "実施", `施策 ${number(kept.filter((each) => each.kind === "施策").length)} の内訳`, stageCounts(kept), true]]),
      siftForm(route), partner.note, withAside(factsSection(route, "協定と施策", records.filter(partner.test), { kind: "自治体", i }, sift)), partnersSection("自治体", i, route, sift.keep)] : null,
    having.length ? section("分野", `大きな分野 ${number(fields.length)} のうち、記録のあるもの ${number(having.length)}`, { tools: [h("a", { href: address(["比較"], { 団体: node.id(i) }) }, "ほかの自治体と比べる")] },
      table(["分野", ["協定", "n"], ["施策", "n"]], having.map(([field, a, b]) => h("tr", {}, h("th", { scope: "row" }, named("分野", field)), n(a, "協定"), n(b, "施策")))),
      having.length < fields.length && h("p", { class: "note" }, `記録のない分野: ${fields.filter(([, a, b]) => !(a + b)).map(([field]) => graph.nameOf("分野", field)).join("、")}。${world.looked().complete[i] ? "" : "「ない」とは言えない。"}`)) : null,
    statements("自治体", i), affiliations("自治体", i),
    section("この自治体を載せた文書", number(documents.length), documents.length ? table(["文書", "種別", "時点", "網羅", "載せているもの", "根拠"], documents.slice(0, 200).map((r) => {
      const document = world.covers.start[r];
      return cells(named("文書", document), [world.node("文書").get(document, "種別") || blank(), day(world.node("文書").get(document, "基準日")), world.covers.own(r, "網羅").join("・") || blank(), world.covers.own(r, "対象").join("、") || blank(), cites(world.covers.entries(r), `${graph.nameOf("自治体", i)}の収録`)]);
    })) : h("p", { class: "unseen-note" }, mark("自治体", "未調査"), " まだない（未調査）。")),
    sources(),
  ];
};

const organisationPage = (i, route) => {
  const node = world.node("企業");
  const records = world.ids("企業", i);
  const sift = sifted(route);
  const partner = withPartner("企業", i, route);
  const kept = records.filter((each) => sift.keep(each.kind, each.i));
  const partners = world.partners("企業", i, sift.keep);
  const cities = world.municipalities().市区町村;
  const ever = sift.any ? world.partners("企業", i) : null;
  const tally = world.tally(cities, partners, ever);
  const also = [["別名", "別名"], ["サービス名", "サービス名"]].map(([prop, words]) => node.get(i, prop).length && `${words} ${node.get(i, prop).join("、")}`);
  const shares = [...world.prefectures().values()].map((each) => ({ ...each, tally: world.tally(each.members, partners, ever), ownRecord: each.own >= 0 && partners.has(each.own) })).filter((each) => each.tally.recorded || each.ownRecord)
    .sort((a, b) => b.tally.recorded / b.tally.total - a.tally.recorded / a.tally.total || b.tally.recorded - a.tally.recorded);
  return [
    crumbs(h("a", { href: "#/企業" }, "企業・団体"), node.get(i, "区分") && h("a", { href: address(["企業"], { 区分: node.get(i, "区分") }) }, node.get(i, "区分")), graph.nameOf("企業", i)),
    title("企業", graph.nameOf("企業", i), "", [node.get(i, "区分")]),
    h("p", { class: "about" }, [...also, node.get(i, "業種"), node.get(i, "所在"), node.get(i, "法人番号") ? `法人番号 ${node.get(i, "法人番号")}` : "法人番号 未確認", node.get(i, "URL")].filter(Boolean).flatMap((part, at) => [at ? "　" : null, h("bdi", {}, part)])),
    scope(siftWords(sift), [`市区町村 ${number(tally.total)} のうち、連携の`, h("b", {}, `記録があるのは ${number(tally.recorded)}`), "。全件を載せた文書にこの団体が", h("b", {}, `出てこないのは ${number(tally.none)}`), `、抜粋などの ${number(tally.extract)} と未調査の `, h("b", {}, number(tally.unseen)), " は「ない」とは言えない。", outsideWords(tally)]),
    figures([["協定", "有効", "協定", number(kept.filter((each) => each.kind === "協定").length)], ["自治体", "", "連携の記録のある自治体", number(partners.size)], ["施策", "実施", `施策 ${number(kept.filter((each) => each.kind === "施策").length)} の内訳`, stageCounts(kept), true]]),
    siftForm(route),
    partners.size ? h("div", { class: "halves reach" },
      section("どの自治体と", "点は役所・役場の位置", { tools: [h("a", { href: address(["地図"], { 企業: node.id(i) }) }, "大きな地図")] }, countryFigure(countryStates(partners, ever), `${graph.nameOf("企業", i)}と連携の記録のある市区町村 ${number(tally.recorded)} を塗った点で示す`)),
      section("都道府県ごとの割合", "市区町村のうち、連携の記録があるもの", table(["都道府県", ["あり / 全", "n"], "割合", "残り"], shares.slice(0, 15).map((each) => cells(each.own >= 0 ? linkTo("自治体", each.own, each.name) : each.name, [
        h("td", { class: "n" }, h("b", {}, number(each.tally.recorded)), ` / ${number(each.tally.total)}`), h("td", { class: "share" }, bar(world.shares(each.tally), each.tally.total)),
        `${each.ownRecord ? "都道府県にも記録　" : ""}${each.tally.outside ? `条件の外 ${number(each.tally.outside)}　` : ""}${each.tally.none ? `記録なし ${number(each.tally.none)}　` : ""}${each.tally.unsure ? `未調査 ${number(each.tally.unsure)}` : ""}`])), { kind: "list shares" }),
        shares.length > 15 && h("p", { class: "note" }, `ほか ${number(shares.length - 15)} 都道府県。`))) : null,
    partner.note, withAside(factsSection(route, "協定と施策", records.filter(partner.test), { kind: "企業", i }, sift)),
    partnersSection("企業", i, route, sift.keep), statements("企業", i), affiliations("企業", i), sources(),
  ];
};

const partiesSection = (kind, i) => {
  const rows = [["自治体", world.places(kind, i)], ["企業", world.bodies(kind, i)]].flatMap(([side, list]) => list.map((each) => {
    const rel = world.edges[kind][side];
    const entries = rel.entries(each.r);
    const name = graph.nameOf(side, each.i);
    const said = [...new Set(entries.map((entry) => entry.said).filter((words) => words && words !== name))];
    return cells(named(side, each.i, each.only ? PLACE : ""), [kind === "施策" && h("td", {}, rel.own(each.r, "役割").join("・") || blank()), rel.own(each.r, "部署").join("、") || blank(), said.join("、") || h("span", { class: "mute" }, "名のとおり"), cites(entries, name)].filter((cell) => cell !== false));
  }));
  const unnamed = world.node(kind).get(i, "相手方表記");
  const stated = statementsOf(kind, i).get("相手方表記") ?? new Map();
  for (const words of unnamed) rows.push(cells(h("span", { class: "name" }, mark("企業"), h("span", { class: "sub" }, words, h("span", { class: "mute" }, "（名の記載なし）"))), [kind === "施策" && blank(), blank(), "", cites(stated.get(words) ?? [], words)].filter((cell) => cell !== false)));
  return section("当事者", `自治体 ${number(world.places(kind, i).length)}、企業・団体 ${number(world.bodies(kind, i).length)}${unnamed.length ? `、名の記載のない相手 ${number(unnamed.length)}` : ""}`,
    rows.length ? table(["当事者", ...(kind === "施策" ? ["役割"] : []), "部署", "原文での表記", "根拠"], rows) : h("p", {}, blank("当事者の記載なし")));
};
const recordPage = (kind, i, route) => {
  const node = world.node(kind);
  const state = world.state(kind, i);
  const said = statementsOf(kind, i);
  const rel = graph.bucket("更新-協定-協定");
  const renewals = kind === "協定" ? [["改めた古い協定", rel.out(i), rel.end], ["これを改めた新しい協定", rel.into(i), rel.start]].flatMap(([words, rows, place]) => Array.from(rows, (r) => cells(named("協定", place[r], world.state("協定", place[r])), [words, cites(rel.entries(r), words)]))) : [];
  const under = kind === "協定" ? world.measuresUnder(i).map((each) => ({ kind: "施策", i: each.i })) : [];
  const summary = node.get(i, "概要");
  const topics = world.topics(kind, i);
  return [
    crumbs(h("a", { href: `#/${kind}` }, kind), graph.nameOf(kind, i)),
    title(kind, graph.nameOf(kind, i), state, [node.get(i, "仮称") === "true" && "仮称", kind === "協定" ? node.get(i, "種別") : state]),
    scope([world.places(kind, i).slice(0, 5).map((each, at) => [at ? "、" : null, linkTo("自治体", each.i)]), world.places(kind, i).length > 5 && ` ほか ${number(world.places(kind, i).length - 5)} 自治体`, "　×　", partyList(kind, i, null)], [kind === "協定" ? `状態 ${state}` : `段階 ${state}`, "　", recordDates(kind, i)]),
    summary && h("p", { class: "summary" }, summary, " ", said.get("概要") && cites([...said.get("概要").values()].flat(), "概要")),
    h("div", { class: "halves" }, section("内容", "文書が述べているとおり", itemTable(kind, i, kind === "協定" ? ["種別", "締結日", "有効期限", "状態"] : ["段階", "時期", "経費", "成果"], ["名称", "仮称", "概要", "相手方表記"])), h("div", {},
      section("分野", number(topics.length), topics.length ? h("ul", { class: "topics" }, topics.map((each) => h("li", {}, mark("分野"), h("span", {}, linkTo("分野", each.i)), cites(world.edges[kind].分野.entries(each.r), `分野「${graph.nameOf("分野", each.i)}」`)))) : h("p", {}, blank())),
      kind === "施策" && world.grounds(i).length ? section("もとづく協定", number(world.grounds(i).length), h("ul", { class: "topics" }, world.grounds(i).map((each) => h("li", {}, mark("協定", world.state("協定", each.i)), h("span", {}, linkTo("協定", each.i)), cites(world.under.entries(each.r), "もとづく協定"))))) : null, legend())),
    partiesSection(kind, i),
    renewals.length ? section("更新", number(renewals.length), table(["協定", "関係", "根拠"], renewals)) : null,
    kind === "協定" ? (under.length ? factsSection(route, "この協定にもとづく施策", under, null, sifted({ query: {} })) : section("この協定にもとづく施策", "0", h("p", {}, "記録はまだない。「ない」とは言えない。"))) : null,
    sources(),
  ];
};

const fieldPage = (i, route) => {
  const sift = sifted({ parts: route.parts, query: { ...route.query, 分野: graph.nameOf("分野", i) } });
  const having = { 自治体: new Map(), 企業: new Map() };
  const total = {};
  for (const kind of RECORDS) {
    const inside = world.inField(kind, i);
    total[kind] = 0;
    for (let record = 0; record < inside.length; record += 1) {
      if (!inside[record] || !sift.keep(kind, record)) continue;
      total[kind] += 1;
      for (const [side, list] of [["自治体", world.places(kind, record).filter((each) => !each.only)], ["企業", world.bodies(kind, record)]]) for (const each of list) {
        const found = having[side].get(each.i) ?? { i: each.i, 協定: [], 施策: [] };
        found[kind].push(record);
        having[side].set(each.i, found);
      }
    }
  }
  const tally = world.tally(world.municipalities().市区町村, having.自治体);
  const listOf = (side) => {
    const all = ranked(having[side]);
    const page = paged(route, all.length, side === "企業" ? "団体" : "自治体", 30, side === "企業" ? "団体頁" : "自治体頁");
    return section(side === "企業" ? "企業・団体" : "自治体", `${number(all.length)}。記録の多い順`, { tools: [csvButton(`${graph.nameOf("分野", i)}の${side === "企業" ? "企業・団体" : "自治体"}`, ["名称", "id", "協定", "施策", "いつから"], () => all.map((each) => [graph.nameOf(side, each.i), world.node(side).id(each.i), each.協定.length, each.施策.length, world.since(each)]))] },
      page.pages > 1 && page.controls, table([side === "企業" ? "企業・団体" : "自治体", ["協定", "n"], ["施策", "n"]], all.slice(page.from, page.to).map((each) => h("tr", {}, h("th", { scope: "row" }, named(side, each.i)), n(each.協定.length, "協定"), n(each.施策.length, "施策")))));
  };
  const children = world.below(i).slice(1);
  const parent = Array.from(world.above.out(i), (r) => world.above.end[r])[0];
  return [
    crumbs(h("a", { href: "#/分野" }, "分野"), parent !== undefined && linkTo("分野", parent), graph.nameOf("分野", i)),
    title("分野", graph.nameOf("分野", i)),
    scope(siftWords(sift), [`市区町村 ${number(tally.total)} のうち、この分野${children.length ? "（下の分野を含む）" : ""}の`, h("b", {}, `記録があるのは ${number(tally.recorded)}`), `。全件を載せた文書にこの分野が出てこないのは ${number(tally.none)}、抜粋などの ${number(tally.extract)} と未調査の ${number(tally.unseen)} は「ない」とは言えない。${outsideWords(tally)}`]),
    figures([["協定", "有効", "協定", number(total.協定)], ["施策", "実施", "施策", number(total.施策)], ["企業", "", "企業・団体", number(having.企業.size)]]),
    h("p", { class: "ways" }, h("a", { href: address(["協定"], { 分野: graph.nameOf("分野", i) }) }, "協定の一覧"), h("a", { href: address(["施策"], { 分野: graph.nameOf("分野", i) }) }, "施策の一覧"), h("a", { href: address(["表"], { 分野: graph.nameOf("分野", i) }) }, "自治体 × 企業・団体"), h("a", { href: address(["地図"], { 分野: graph.nameOf("分野", i) }) }, "地図")),
    children.length ? section("下の分野", number(children.length), h("ul", { class: "columns" }, children.map((each) => h("li", {}, mark("分野"), " ", linkTo("分野", each), h("span", { class: "note" }, ` ${number(world.size("分野", each))}`))))) : null,
    h("div", { class: "halves" }, listOf("自治体"), listOf("企業")),
  ];
};

const documentPage = (i, route) => {
  const node = world.node("文書");
  const passages = graph.passageDocuments();
  const facts = new Map();
  for (const name of graph.names) {
    const rel = graph.bucket(name);
    if (!rel.evidence || !rel.count) continue;
    let r = 0;
    for (let e = 0; e < rel.passages.length; e += 1) {
      while (rel.first[r + 1] <= e) r += 1;
      if (passages[rel.passages[e]] === i) {
        const at = rel.passages[e];
        if (!facts.has(at)) facts.set(at, []);
        facts.get(at).push([rel, r, e - rel.first[r]]);
      }
    }
  }
  const list = [...facts.keys()].map(graph.passage).sort((a, b) => (a.order[0] < b.order[0] ? -1 : a.order[0] > b.order[0] ? 1 : a.order[1] - b.order[1]));
  const page = paged(route, list.length, "か所", 40);
  const covered_ = Array.from(world.covers.out(i));
  const publishers = ["自治体", "企業"].flatMap((side) => { const rel = graph.bucket(`発行-${side}-文書`); return Array.from(rel.into(i), (r) => [side, rel.start[r]]); });
  const row = (word, value) => h("tr", {}, h("th", { scope: "row" }, word), h("td", {}, value || blank()));
  const coverPage = paged(route, covered_.length, "自治体", 30, "収録頁");
  return [
    crumbs(h("a", { href: "#/文書" }, "文書"), graph.nameOf("文書", i)),
    title("文書", graph.nameOf("文書", i), "", [node.get(i, "種別"), node.get(i, "公開") === "庁内限り" && "庁内限り"]),
    scope([`この文書の ${number(list.length)} か所が、事実の根拠になっている。`, list.length && !list.some((each) => each.quote) ? "原文の語句はこのファイルにない。" : ""]),
    h("table", { class: "items" }, h("tbody", {}, row("種別", node.get(i, "種別")), row("発行", publishers.length ? publishers.map(([side, p], at) => [at ? "、" : null, linkTo(side, p)]) : ""), row("発行日", day(node.get(i, "発行日"))), row("時点", day(node.get(i, "基準日"))), row("入手元", node.get(i, "入手元")), row("取得日", day(node.get(i, "取得日"))), row("原本の SHA-256", node.get(i, "sha256") && h("span", { class: "code" }, node.get(i, "sha256"))))),
    section("載せている自治体", number(covered_.length), covered_.length ? [coverPage.pages > 1 && coverPage.controls, table(["自治体", "網羅", "載せているもの"], covered_.slice(coverPage.from, coverPage.to).map((r) => cells(named("自治体", world.covers.end[r]), [world.covers.own(r, "網羅").join("・") || blank(), world.covers.own(r, "対象").join("、") || blank()])))] : h("p", {}, blank("収録する自治体の記載なし"))),
    section("書かれていること", `${number(list.length)} か所`, page.pages > 1 && page.controls, h("ol", { class: "passages" }, list.slice(page.from, page.to).map((passage) => {
      const entries = facts.get(passage.number).map(([rel, r, at]) => rel.entries(r)[at]);
      const gists = new Map();
      for (const entry of entries) gists.set(entry.gist, [...(gists.get(entry.gist) ?? []), entry]);
      return h("li", { class: "passage" }, h("h3", {}, sureCell(Math.min(...entries.map((entry) => entry.certainty))), h("span", {}, passage.place ? placeWords(passage.place) : blank("位置の記載なし"))), quoteOf(passage),
        [...gists].slice(0, 12).map(([gist, same]) => h("p", { class: "gist" }, gist || blank("要旨の記載なし"), h("span", { class: "note" }, "　", [...new Map(same.map((entry) => { const about = ends(entry)[["締結", "実施", "参画", "収録"].includes(entry.type) ? 1 : 0]; return [about.join(" "), about]; })).values()].slice(0, 4).map(([kind, at], place) => [place ? "、" : null, linkTo(kind, at)])))));
    })), page.below),
  ];
};
