// The first page, lists of nodes, and the search.
const total = (word, count, all) => h("p", { class: "note" }, `${word} ${number(count)}${all !== undefined && all !== count ? `（${number(all)} のうち）` : ""}`);

const pickBox = (kind, words, act) => {
  const list = h("ul", { class: "offers-list" });
  const status = h("p", { class: "hidden", role: "status" });
  const input = h("input", { type: "search", autocomplete: "off", maxlength: 200, spellcheck: "false" });
  let asked = 0;
  input.addEventListener("input", async () => {
    asked += 1;
    const mine = asked;
    const found = await search.find(input.value, 8, [kind]);
    if (mine !== asked) return;
    list.replaceChildren(...(found[0]?.found ?? []).map((i) => h("li", {}, button([mark(kind), " ", graph.nameOf(kind, i)], () => act(i)))));
    status.textContent = input.value ? `${found[0]?.total ?? 0} 件` : "";
  });
  return h("div", { class: "pick-box" }, h("label", {}, h("span", {}, words), input), status, list);
};

const homePage = (route) => {
  const cities = world.municipalities().市区町村;
  const tally = world.tally(cities);
  const own = world.tally(world.municipalities().都道府県);
  const documents = world.node("文書");
  const kinds = new Map();
  for (let i = 0; i < documents.count; i += 1) kinds.set(documents.get(i, "種別") || "種別の記載なし", (kinds.get(documents.get(i, "種別") || "種別の記載なし") ?? 0) + 1);
  const counted = graph.head.counts;
  const precision = counted.agreements;
  const stage = counted.measures;
  const sure = counted.evidence;
  const months = precision.月 + precision.年;
  const row = (kind, state, words, count, parts, whole, against, to) => h("tr", {}, h("th", { scope: "row" }, kind === "根拠" ? sureCell(0) : mark(kind, state), " ", to ? h("a", { href: to }, words) : words), h("td", { class: "figure" }, number(count)), h("td", { class: "share" }, bar(parts, whole, `${words}の内訳: ${against}`)), h("td", { class: "against" }, against));
  const placeRow = (words, each, to) => row("自治体", "", words, each.recorded, world.shares(each), each.total, `${number(each.total)} のうち。${each.outside ? `条件の外 ${number(each.outside)}、` : ""}全件を読んで記録なし ${number(each.none)}、抜粋など ${number(each.extract)}、未調査 ${number(each.unseen)}`, to);
  const bodies = world.node("企業").count;
  const agreements = world.node("協定").count;
  const measures = world.node("施策").count;
  const told = Array.from({ length: documents.count }, (_, i) => [documents.get(i, "基準日") || documents.get(i, "発行日"), i]);
  const newest = told.sort(([a, i], [b, j]) => (a < b ? 1 : a > b ? -1 : i - j)).slice(0, 8).map(([, i]) => i);
  return [
    h("div", { class: "hero" }, h("div", {},
      h("h1", { tabindex: "-1" }, "自治体は、どの", h("span", { class: "nowrap" }, "企業・団体と"), "何をしているか。", h("br"), "それは、どこに書かれているか。"),
      searchBox(true),
      h("ul", { class: "asked" }, [["#/自治体", "この自治体は、誰と、何を、いつから"], ["#/企業", "この企業・団体と組む自治体"], ["#/比較", "選んだ自治体を並べて比べる"], ["#/表", "自治体 × 企業・団体の表"], ["#/分野×都道府県", "どの分野が、どの都道府県で進んでいるか"], ["#/地図", graph.head.prefecture ? "地図" : "全国の地図"]].map(([to, words]) => h("li", {}, h("a", { href: to }, words)))),
      scope(covered(tally, graph.head.prefecture ? `${graph.head.prefecture}の市区町村` : "市区町村"), own.total > 1 && covered(own, "都道府県"), [documents.count ? `${[...kinds].map(([kind, count]) => `${kind} ${number(count)}`).join("、")}、合わせて ${number(documents.count)} の文書による。` : "文書はまだない。", graph.head.made])),
    h("div", {}, countryFigure(countryStates(null), `市区町村の役所・役場の位置。記録のある ${number(tally.recorded)} を塗った点で、未調査などを灰色の小さな点で示す`))),
    section("件数", "何に対しての数か", h("table", { class: "counts" }, h("tbody", {},
      placeRow("市区町村", tally, "#/自治体"), own.total > 1 && placeRow("都道府県", own, address(["自治体"], { 種別: "都道府県" })),
      row("企業", "", "企業・団体", bodies, [["organisation", counted.confirmed], ["empty", bodies - counted.confirmed]], bodies, `法人番号を確かめたもの ${number(counted.confirmed)}、未確認 ${number(bodies - counted.confirmed)}`, "#/企業"),
      row("協定", "有効", "協定", agreements, [["agreement", precision.日], ["agreement-light", months], ["agreement-faint", precision.年なし], ["empty", precision.なし]], agreements, `締結日が日まで分かるもの ${number(precision.日)}、月・年まで ${number(months)}、年の記載なし ${number(precision.年なし)}、日付の記載なし ${number(precision.なし)}`, "#/協定"),
      row("施策", "実施", "施策", measures, STAGES.map((each) => [{ 実施: "measure", 実証: "trial", 計画: "measure-light", 検討: "measure-faint", 終了: "over" }[each] ?? "empty", stage[each] ?? 0]), measures, STAGES.filter((each) => stage[each]).map((each) => `${each} ${number(stage[each])}`).join("、") || "記録はまだない", "#/施策"),
      row("根拠", "", "根拠", sure.reduce((a, b) => a + b, 0), [["sure-fill", sure[0]], ["inferred", sure[1]], ["doubtful", sure[2]]], sure.reduce((a, b) => a + b, 0), `${CERTAINTIES.map((each, at) => `${each} ${number(sure[at])}`).join("、")}。文書の ${number(counted.passages)} か所による。原文の語句があるもの ${number(counted.quoted)}`, "")))),
    h("div", { class: "halves home" }, section("収録の範囲", graph.head.prefecture ? "市区町村" : "都道府県ごとの市区町村", prefectureTiles(null, (each) => address(["自治体"], { 都道府県: each.name })), tilesKey()),
      section("読んだ文書", "何を、いつの時点で載せているか", { tools: [h("a", { href: "#/文書" }, `すべての文書 ${number(documents.count)}`)] }, h("ul", { class: "read" }, newest.map((i) => h("li", {}, h("p", { class: "name" }, mark("文書"), h("span", {}, linkTo("文書", i))), h("p", { class: "sub" }, documentLine(i))))))),
    section("この配布版について", "", h("p", {}, "このファイルだけで働く。ネットワークにはつながず、どこにも何も送らない。"), h("p", { class: "ways" },
      button("すべての事実を JSONL で保存", () => saveAll()), h("span", { class: "note" }, "一行にひとつの JSON。派生した「連携」は含まない。"))),
  ];
};

const municipalitiesPage = (route) => {
  const { query } = route;
  const node = world.node("自治体");
  const all = [...world.municipalities().市区町村, ...world.municipalities().都道府県].sort((a, b) => a - b);
  const list = all.filter((i) => (!query.都道府県 || (node.get(i, "都道府県") || graph.nameOf("自治体", i)) === query.都道府県) && (!query.状況 || world.STANDINGS[world.standing()[i]] === query.状況)
    && (!query.種別 || (query.種別 === "市区町村" ? !world.isPrefecture()[i] : node.get(i, "種別") === query.種別)));
  if (query.並び === "記録") list.sort((a, b) => world.size("自治体", b) - world.size("自治体", a) || a - b);
  const page = paged(route, list.length, "自治体");
  const tally = world.tally(list);
  return [
    h("h1", { tabindex: "-1" }, mark("自治体"), " 自治体"), scope(covered(tally, "自治体")),
    h("form", { class: "filter", "aria-label": "条件", on: { submit: (event) => event.preventDefault() } }, choice(route, "都道府県", [...world.prefectures().keys()].map((each) => [each])), choice(route, "種別", ["市区町村", "都道府県", "市", "町", "村", "特別区"].map((each) => [each])), choice(route, "状況", world.STANDINGS.map((each) => [each])), choice(route, "並び", [["記録", "記録の多い順"]], { all: "団体コード順" }),
      ["都道府県", "種別", "状況", "並び"].some((name) => query[name]) && h("a", { class: "clear", href: "#/自治体" }, "条件を消す")),
    section("一覧", `${number(list.length)}`, { tools: [csvButton("自治体", ["団体コード", "名称", "都道府県", "種別", "状況", "協定", "施策", "載せた文書", "うち全件"], () => list.map((i) => [node.id(i), graph.nameOf("自治体", i), node.get(i, "都道府県"), node.get(i, "種別"), world.STANDINGS[world.standing()[i]], world.counts("自治体", i).協定, world.counts("自治体", i).施策, world.looked().documents[i], world.looked().complete[i]]))] },
      page.controls, table(["自治体", "種別", "状況", ["協定", "n"], ["施策", "n"], ["載せた文書", "n"]], list.slice(page.from, page.to).map((i) => {
        const standing = world.STANDINGS[world.standing()[i]];
        return h("tr", {}, h("th", { scope: "row" }, named("自治体", i, standing === "記録あり" ? "" : standing === "記録なし" ? "記録なし" : "未調査")), h("td", {}, node.get(i, "種別")), h("td", { class: standing === "未調査" ? "unseen" : null }, h("span", {}, standing)), n(world.counts("自治体", i).協定, "協定"), n(world.counts("自治体", i).施策, "施策"), n(world.looked().documents[i], "文書"));
      })), page.below),
  ];
};
const organisationsPage = (route) => {
  const { query } = route;
  const node = world.node("企業");
  const kinds = [...new Set(node.column("区分"))].filter(Boolean).map((place) => graph.text(place - 1)).sort((a, b) => graph.head.schema.bodies.indexOf(a) - graph.head.schema.bodies.indexOf(b));
  const list = [];
  for (let i = 0; i < node.count; i += 1) if (!query.区分 || node.get(i, "区分") === query.区分) list.push(i);
  list.sort((a, b) => world.size("企業", b) - world.size("企業", a) || a - b);
  const page = paged(route, list.length, "団体");
  const places = (i) => world.partners("企業", i).size;
  return [
    h("h1", { tabindex: "-1" }, mark("企業"), " 企業・団体"), scope(`企業・団体 ${number(node.count)} のうち、協定か施策に名が出るのは ${number(list.filter((i) => world.size("企業", i)).length)}${query.区分 ? "（この区分）" : ""}。ほかは加盟や発行にだけ出る。`),
    h("form", { class: "filter", "aria-label": "条件", on: { submit: (event) => event.preventDefault() } }, choice(route, "区分", kinds.map((each) => [each])), query.区分 && h("a", { class: "clear", href: "#/企業" }, "条件を消す")),
    section("一覧", `${number(list.length)}。記録の多い順`, { tools: [csvButton("企業・団体", ["id", "名称", "区分", "法人番号", "協定", "施策", "自治体"], () => list.map((i) => [node.id(i), graph.nameOf("企業", i), node.get(i, "区分"), node.get(i, "法人番号"), world.counts("企業", i).協定, world.counts("企業", i).施策, places(i)]))] },
      page.controls, table(["企業・団体", "区分", ["協定", "n"], ["施策", "n"], ["自治体", "n"]], list.slice(page.from, page.to).map((i) => h("tr", {}, h("th", { scope: "row" }, named("企業", i)), h("td", {}, node.get(i, "区分") || blank()), n(world.counts("企業", i).協定, "協定"), n(world.counts("企業", i).施策, "施策"), n(places(i), "自治体")))), page.below),
  ];
};
const recordsPage = (kind, route) => {
  const sift = sifted(route);
  const { query } = route;
  const count = world.node(kind).count;
  const list = [];
  const within = query.都道府県 ? new Set(world.prefectures().get(query.都道府県) ? [...world.prefectures().get(query.都道府県).members, world.prefectures().get(query.都道府県).own] : []) : null;
  for (let i = 0; i < count; i += 1) if (sift.keep(kind, i) && (!within || world.places(kind, i).some((each) => within.has(each.i)))) list.push(i);
  const { date } = world.traits(kind);
  list.sort((a, b) => (date[a] ? 0 : 1) - (date[b] ? 0 : 1) || (date[a] < date[b] ? 1 : date[a] > date[b] ? -1 : 0) || a - b);
  const page = paged(route, list.length);
  const names = kind === "協定" ? CONDITIONS.filter((name) => name !== "段階") : CONDITIONS.filter((name) => name !== "種別");
  const form = siftForm(route, names);
  form.prepend(choice(route, "都道府県", [...world.prefectures().keys()].map((each) => [each])));
  return [
    h("h1", { tabindex: "-1" }, mark(kind, kind === "協定" ? "有効" : "実施"), ` ${kind}`), scope(siftWords(sift, "この一覧"), `${kind} ${number(count)} のうち ${number(list.length)}。ここにない${kind}が「ない」とは言えない。`), form,
    section("一覧", `${number(list.length)}。新しい順。年の分からないものは終わりに置く`, { tools: [recordsCsv(kind, () => list.map((i) => ({ kind, i })))] }, page.controls,
      h("table", { class: "facts alone" }, h("thead", {}, h("tr", {}, [`自治体　${kind}`, "相手（役割）", "段階", "時期", "根拠"].map((words) => h("th", { scope: "col" }, words)))), h("tbody", {}, list.slice(page.from, page.to).map((i) => recordRow(kind, i, null, false)))), page.below),
  ];
};
const fieldsPage = () => [
  h("h1", { tabindex: "-1" }, mark("分野"), " 分野"), scope(["大きな分野と、その下の分野。数は、その分野（下を含む）の協定と施策。", h("a", { href: "#/分野×都道府県" }, "分野 × 都道府県の表")]),
  section("一覧", "", table(["分野", ["協定", "n"], ["施策", "n"], "下の分野"], world.large().map((i) => {
    const count = (kind) => world.inField(kind, i).reduce((a, b) => a + b, 0);
    return h("tr", {}, h("th", { scope: "row" }, named("分野", i)), n(count("協定"), "協定"), n(count("施策"), "施策"), h("td", { class: "fields" }, world.below(i).slice(1).filter((each) => world.size("分野", each)).map((each, at) => [at ? "、" : null, linkTo("分野", each), ` ${number(world.size("分野", each))}`])));
  }))),
];
const documentsPage = (route) => {
  const node = world.node("文書");
  const list = Array.from({ length: node.count }, (_, i) => i).filter((i) => !route.query.種別 || node.get(i, "種別") === route.query.種別);
  const kinds = [...new Set(node.column("種別"))].filter(Boolean).map((place) => graph.text(place - 1)).sort();
  const page = paged(route, list.length, "文書");
  return [
    h("h1", { tabindex: "-1" }, mark("文書"), " 文書"), scope(`事実の出どころ ${number(node.count)}。`),
    h("form", { class: "filter", "aria-label": "条件", on: { submit: (event) => event.preventDefault() } }, choice(route, "種別", kinds.map((each) => [each]))),
    section("一覧", number(list.length), { tools: [csvButton("文書", ["id", "題名", "種別", "発行日", "基準日", "入手元", "取得日", "sha256"], () => list.map((i) => [node.id(i), graph.nameOf("文書", i), ...["種別", "発行日", "基準日", "入手元", "取得日", "sha256"].map((prop) => node.get(i, prop))]))] },
      page.controls, table(["文書", "種別", "発行日", "時点", ["載せる自治体", "n"]], list.slice(page.from, page.to).map((i) => h("tr", {}, h("th", { scope: "row" }, named("文書", i), node.get(i, "公開") === "庁内限り" && h("span", { class: "tag strong" }, "庁内限り")), h("td", {}, node.get(i, "種別") || blank()), h("td", { "data-word": "発行日" }, day(node.get(i, "発行日"))), h("td", { "data-word": "時点" }, day(node.get(i, "基準日"))), n(world.covers.counts.out(i), "自治体")))), page.below),
  ];
};

// --- search -------------------------------------------------------------------------------------------------------
const foundLine = (kind, i, sought) => {
  const node = world.node(kind);
  const record = kind === "協定" || kind === "施策";
  const name = pieces(graph.nameOf(kind, i), sought).map((piece) => (piece.sought ? h("mark", {}, piece.text) : piece.text));
  const other = record ? null : search.others(kind, i).find((each) => each.what !== "略称" && sought.some((word) => fold(each.name).includes(word)) && !sought.some((word) => fold(graph.nameOf(kind, i)).includes(word)));
  const where = record ? world.places(kind, i).slice(0, 2).map((each) => short(each.i)).join("・") : "";
  const counts = kind === "自治体" || kind === "企業" ? world.counts(kind, i) : null;
  const note = record ? [kind === "協定" ? node.get(i, "種別") : world.state(kind, i), world.began(kind, i) && japanese(world.began(kind, i))[0]].filter(Boolean).join("・")
    : counts ? `${node.get(i, kind === "自治体" ? "種別" : "区分")}・協定 ${number(counts.協定)}・施策 ${number(counts.施策)}` : kind === "分野" ? number(world.size("分野", i)) : node.get(i, "種別");
  return [mark(kind, record ? world.state(kind, i) : ""), h("span", { class: "found" }, name, where && `（${where}）`, other && h("span", { class: "sub" }, `　${other.what} `, pieces(other.name, sought).map((piece) => (piece.sought ? h("mark", {}, piece.text) : piece.text)))), h("span", { class: "note" }, note)];
};
let boxes = 0;
const searchBox = (large = false) => {
  boxes += 1;
  const id = `q${boxes}`;
  const list = h("ul", { class: "typing", id: `${id}-list`, role: "listbox", "aria-label": "見つかったもの", hidden: true });
  const said = h("p", { class: "hidden", role: "status" });
  const input = h("input", { id, type: "search", maxlength: 200, autocomplete: "off", spellcheck: "false", placeholder: large ? null : "名前で探す", role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": `${id}-list` });
  let asked = 0;
  let chosen = -1;
  const options = () => [...list.querySelectorAll("[role=option]")];
  const close = () => {
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const choose = (to) => {
    const all = options();
    chosen = all.length ? (to + all.length) % all.length : -1;
    for (const [at, each] of all.entries()) each.setAttribute("aria-selected", String(at === chosen));
    if (chosen >= 0) {
      input.setAttribute("aria-activedescendant", all[chosen].id);
      all[chosen].scrollIntoView({ block: "nearest" });
    }
  };
  const typed = async () => {
    asked += 1;
    const mine = asked;
    const words = input.value;
    if (!words.trim()) return close();
    const found = await search.find(words, 5);
    if (mine !== asked) return undefined;
    const sought = search.words(words);
    const all = found.reduce((sum, each) => sum + each.total, 0);
    let at = 0;
    list.replaceChildren(...found.flatMap((group) => group.found.map((i) => {
      at += 1;
      const to = address([group.kind, world.node(group.kind).id(i)]);
      return h("li", { role: "option", id: `${id}-${at}`, "aria-selected": "false", "data-to": to, on: { click: () => { close(); go(to); }, pointerdown: (event) => event.preventDefault() } }, foundLine(group.kind, i, sought));
    })), h("li", { class: "all", role: "presentation" }, all ? `${number(all)} 件。↑↓ で選び、Enter で開く。選ばずに Enter で、すべてを見る` : "見つからない。名前の一部でも、読みでも探せる"));
    said.textContent = `${all} 件`;
    chosen = -1;
    input.removeAttribute("aria-activedescendant");
    if (document.activeElement === input) {
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
    }
    return undefined;
  };
  input.addEventListener("input", typed);
  input.addEventListener("focus", () => input.value.trim() && typed());
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      choose(event.key === "ArrowDown" ? chosen + 1 : chosen < 0 ? -1 : chosen - 1);
    } else if (event.key === "Enter") {
      event.preventDefault();
      const to = chosen >= 0 ? options()[chosen].dataset.to : address(["探す"], { 語: input.value });
      close();
      go(to);
    } else if (event.key === "Escape") close();
  });
  const form = h("div", { class: large ? "search large" : "search", role: "search", "aria-label": large ? "名前から探す（大きな欄）" : "名前から探す" }, h("label", { for: id, class: large ? null : "hidden" }, "名前・読み・以前の名前・サービス名で探す"), h("span", { class: "box" }, input, button("探す", () => go(address(["探す"], { 語: input.value }))), list), said);
  form.addEventListener("focusout", (event) => form.contains(event.relatedTarget) || close());
  return form;
};
const searchPage = async (route) => {
  const typed = route.query.語 ?? "";
  const kind = route.query.種類;
  const sought = search.words(typed);
  const found = await search.find(typed, kind ? 500 : 20, kind ? [kind] : KINDS);
  const words = { 自治体: "自治体", 企業: "企業・団体", 協定: "協定", 施策: "施策", 分野: "分野", 文書: "文書" };
  return [
    h("h1", { tabindex: "-1" }, typed ? `「${typed.slice(0, 200)}」で探した結果` : "探す"),
    scope(found.length ? found.map((each, at) => [at ? "、" : null, `${words[each.kind]} ${number(each.total)}`]) : typed ? "見つからない。名前の一部でも、読みや以前の名前でも探せる。" : "上の欄に名前の一部を入れる。"),
    found.map((each) => section(words[each.kind], `${number(each.total)}${each.total > each.found.length ? ` のうち初めの ${number(each.found.length)}` : ""}`, { tools: !kind && each.total > each.found.length ? [h("a", { href: here(route, { 種類: each.kind }) }, "もっと見る")] : [] },
      h("ul", { class: "hits" }, each.found.map((i) => h("li", {}, h("a", { href: address([each.kind, world.node(each.kind).id(i)]) }, foundLine(each.kind, i, sought))))))),
  ];
};
