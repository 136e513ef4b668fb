// Tables of one thing against another: 自治体 × 企業・団体, 分野 × 都道府県, and chosen municipalities side by side.
const ROWS = 40;
const COLUMNS = 30;
const RAMP = [[5, "ramp-1", "5%未満"], [10, "ramp-2", "5–10%"], [25, "ramp-3", "10–25%"], [50, "ramp-4", "25–50%"], [1000, "ramp-5", "50%以上"]];

// Rows and columns so that what belongs together lies together: each by the mean place of its ties, some times over.
const seriated = (rows, columns, tied) => {
  let [r, c] = [rows, columns];
  for (let round = 0; round < 8; round += 1) {
    const across = new Map(c.map((id, at) => [id, at]));
    const mean = (ids) => (ids.length ? ids.reduce((sum, at) => sum + at, 0) / ids.length : Infinity);
    const keysR = new Map(r.map((id) => [id, mean(c.filter((other) => tied(id, other)).map((other) => across.get(other)))]));
    r = [...r].sort((a, b) => keysR.get(a) - keysR.get(b) || a - b);
    const down = new Map(r.map((id, at) => [id, at]));
    const keysC = new Map(c.map((id) => [id, mean(r.filter((other) => tied(other, id)).map((other) => down.get(other)))]));
    c = [...c].sort((a, b) => keysC.get(a) - keysC.get(b) || a - b);
  }
  return [r, c];
};
const best = (words, found) => words.find((word) => found.has(word)) ?? "";

const matrixPage = (route) => {
  const sift = sifted(route);
  const pairs = new Map();
  const sides = { 自治体: new Map(), 企業: new Map() };
  const inside = route.query.都道府県;
  const within = inside ? new Set(world.prefectures().get(inside) ? [...world.prefectures().get(inside).members, world.prefectures().get(inside).own] : []) : null;
  for (const kind of RECORDS) for (let i = 0; i < world.node(kind).count; i += 1) {
    if (!sift.keep(kind, i)) continue;
    const bodies = world.bodies(kind, i);
    if (!bodies.length) continue;
    for (const place of world.places(kind, i)) {
      if (place.only || (within && !within.has(place.i))) continue;
      for (const body of bodies) {
        const key = place.i * 4_000_000 + body.i;
        if (!pairs.has(key)) {
          pairs.set(key, []);
          sides.自治体.set(place.i, (sides.自治体.get(place.i) ?? 0) + 1);
          sides.企業.set(body.i, (sides.企業.get(body.i) ?? 0) + 1);
        }
        pairs.get(key).push([kind, i]);
      }
    }
  }
  const order = (side) => [...sides[side].keys()].sort((a, b) => sides[side].get(b) - sides[side].get(a) || a - b);
  const [allRows, allColumns] = [order("自治体"), order("企業")];
  const down = paged(route, allRows.length, "自治体", ROWS, "行");
  const across = paged(route, allColumns.length, "団体", COLUMNS, "列");
  const tied = (a, b) => pairs.has(a * 4_000_000 + b);
  const [rows, columns] = seriated(allRows.slice(down.from, down.to), allColumns.slice(across.from, across.to), tied);
  const have = pairs.size;
  const whole = allRows.length * allColumns.length;
  let none = 0;
  for (const i of allRows) if (world.looked().complete[i]) none += allColumns.length - sides.自治体.get(i);
  // What the conditions leave out is not "none".
  let without = null;
  const ever = () => {
    if (!without) {
      without = new Set();
      for (const i of rows) for (const partner of world.partners("自治体", i).keys()) without.add(i * 4_000_000 + partner);
    }
    return without;
  };
  const square = (place, body) => {
    const found = pairs.get(place * 4_000_000 + body);
    if (!found && (sift.any || world.beyond().has(place)) && ever().has(place * 4_000_000 + body)) return h("td", { class: "outside-square", title: "条件の外に記録がある" }, h("span", { "aria-hidden": "true" }, "·"), h("span", { class: "hidden" }, "条件の外に記録"));
    if (!found) return world.looked().complete[place] ? h("td", { class: "none-square" }, h("span", { class: "hidden" }, "記録なし")) : h("td", { class: "unseen-square" }, h("span", { class: "hidden" }, "未調査"));
    const states = (kind) => new Set(found.filter((each) => each[0] === kind).map((each) => world.state(...each)));
    const [agreed, done] = [best(AGREED, states("協定")), best(STAGES, states("施策"))];
    const words = `${short(place)}と${graph.nameOf("企業", body)}: ${[agreed && `協定 ${found.filter((each) => each[0] === "協定").length}（${agreed}）`, done && `施策 ${found.filter((each) => each[0] === "施策").length}（${done}）`].filter(Boolean).join("・")}`;
    return h("td", { class: "have" }, h("a", { href: address(["自治体", world.node("自治体").id(place)], { 相手: world.node("企業").id(body) }), "aria-label": words, title: words }, agreed && mark("協定", agreed), done && mark("施策", done)));
  };
  const form = siftForm(route);
  form.prepend(choice(route, "都道府県", [...world.prefectures().keys()].map((each) => [each])));
  const file = () => allRows.flatMap((place) => allColumns.filter((body) => tied(place, body)).map((body) => { const found = pairs.get(place * 4_000_000 + body); return [graph.nameOf("自治体", place), world.node("自治体").id(place), graph.nameOf("企業", body), world.node("企業").id(body), found.filter((each) => each[0] === "協定").length, found.filter((each) => each[0] === "施策").length]; }));
  return [
    crumbs("表", "自治体 × 企業・団体"), h("h1", { tabindex: "-1" }, "自治体 × 企業・団体"),
    scope(siftWords(sift), [`${number(allRows.length)} 自治体と ${number(allColumns.length)} の企業・団体。組合せ ${number(whole)} のうち`, h("b", {}, `連携あり ${number(have)}`), "、", h("b", {}, `記録なし ${number(none)}`), "（全件を読んだ自治体）、", h("b", {}, `未調査 ${number(whole - have - none)}`), "。相手の名が分かる記録のある自治体と企業・団体だけを並べる。"]), form,
    rows.length ? section("行列", `記録の多い順に ${ROWS} × ${COLUMNS} ずつ。頁の中の並びは、かたまりが近くなる順`, { tools: [csvButton("自治体×企業・団体", ["自治体", "団体コード", "企業・団体", "企業・団体の id", "協定", "施策"], file)] },
      h("div", { class: "two-pagers" }, h("p", { class: "note" }, "行"), down.controls, h("p", { class: "note" }, "列"), across.controls),
      h("div", { class: "wide", tabindex: "0", role: "region", "aria-label": "自治体と企業・団体の行列（横に動かせる）" }, h("table", { class: "matrix" },
        h("thead", {}, h("tr", {}, h("td", {}), columns.map((body) => h("th", { scope: "col" }, h("a", { href: address(["企業", world.node("企業").id(body)]), title: graph.nameOf("企業", body) }, graph.nameOf("企業", body)))), h("th", { scope: "col", class: "sum" }, h("span", {}, "相手の数")))),
        h("tbody", {}, rows.map((place) => h("tr", {}, h("th", { scope: "row" }, h("a", { href: address(["自治体", world.node("自治体").id(place)]) }, short(place))), columns.map((body) => square(place, body)), h("td", { class: "sum" }, number(sides.自治体.get(place)))))),
        h("tfoot", {}, h("tr", {}, h("th", { scope: "row" }, "自治体の数"), columns.map((body) => h("td", { class: "sum" }, number(sides.企業.get(body)))), h("td", {}))))),
      h("p", { class: "keys-line" }, h("span", {}, mark("協定", "有効"), " 協定"), STAGES.map((stage) => h("span", {}, mark("施策", stage), ` ${stage}`)), h("span", {}, h("span", { class: "box none-square" }), " 全件を読んで記録なし"), h("span", {}, h("span", { class: "box unseen-square" }), " 未調査"), sift.any && h("span", {}, h("span", { class: "box dot-key" }, "·"), " 条件の外に記録"))) : h("p", { class: "empty" }, "この条件に合う組合せの記録はない。「ない」とは言えない。"),
  ];
};

const fieldsByPrefecture = (route) => {
  const sift = sifted(route);
  const fields = world.large();
  const prefectures = [...world.prefectures().values()];
  const home = new Map(prefectures.flatMap((each) => each.members.map((i) => [i, each.name])));
  const found = new Map(fields.map((field) => [field, new Map(prefectures.map((each) => [each.name, new Set()]))]));
  const own = new Map(fields.map((field) => [field, new Set()]));
  for (const kind of RECORDS) for (const field of fields) {
    const inside = world.inField(kind, field);
    for (let i = 0; i < inside.length; i += 1) if (inside[i] && sift.keep(kind, i)) for (const place of world.places(kind, i)) if (!place.only) {
      if (home.has(place.i)) found.get(field).get(home.get(place.i)).add(place.i);
      else own.get(field).add(place.i);
    }
  }
  const fillOf = (count, each) => {
    if (count) return RAMP.find(([upper]) => (100 * count) / each.members.length < upper)[1];
    return each.members.some((i) => world.looked().complete[i]) ? "none" : "unseen";
  };
  // Where a number leads: the list of measures, or of agreements where only these are on record.
  const measured = new Map(fields.map((field) => {
    const inside = world.inField("施策", field);
    const names = new Set();
    for (let i = 0; i < inside.length; i += 1) if (inside[i] && sift.keep("施策", i)) for (const place of world.places("施策", i)) names.add(home.get(place.i) ?? graph.nameOf("自治体", place.i));
    return [field, names];
  }));
  const recordKind = (field, name) => (measured.get(field).has(name) ? "施策" : "協定");
  const names = CONDITIONS.filter((name) => name !== "分野");
  return [
    crumbs(h("a", { href: "#/分野" }, "分野"), "分野 × 都道府県"), h("h1", { tabindex: "-1" }, mark("分野"), " 分野 × 都道府県"),
    scope(siftWords(sift), ["数は、その分野の協定か施策の記録のある", h("b", {}, "市区町村の数"), "（下の分野を含む。場所だけのものを除く）。＋ は、都道府県そのものにだけ記録がある。斜線は、すべて未調査か抜粋だけで、", h("b", {}, "「ない」とは言えない"), "。白は、全件を読んだ市区町村がある。"]),
    siftForm(route, names),
    section("表", "右端は市区町村の数", { tools: [csvButton("分野×都道府県", ["都道府県", "市区町村の数", ...fields.map((field) => graph.nameOf("分野", field))], () => prefectures.map((each) => [each.name, each.members.length, ...fields.map((field) => found.get(field).get(each.name).size)]))] },
      h("div", { class: "wide", tabindex: "0", role: "region", "aria-label": "分野と都道府県の表（横に動かせる）" }, h("table", { class: "cross" }, h("thead", {}, h("tr", {}, h("td", {}), fields.map((field) => h("th", { scope: "col" }, h("span", { class: "down" }, linkTo("分野", field)))), h("th", { scope: "col" }, h("span", { class: "down" }, "市区町村の数")))),
        h("tbody", {}, prefectures.map((each) => h("tr", {}, h("th", { scope: "row" }, h("a", { href: address(["自治体"], { 都道府県: each.name }) }, each.name)), fields.map((field) => {
          const count = found.get(field).get(each.name).size;
          const filling = fillOf(count, each);
          const ownOnly = !count && own.get(field).has(each.own);
          const words = `${each.name}の${graph.nameOf("分野", field)}　市区町村 ${each.members.length} のうち記録あり ${count}`;
          return h("td", { title: words }, s("svg", { class: "fill", width: "100%", height: "100%", "aria-hidden": "true" }, s("rect", { class: filling, width: "100%", height: "100%" })), count || ownOnly ? h("a", { class: `on-${filling}`, href: address([recordKind(field, each.name)], { 分野: graph.nameOf("分野", field), 都道府県: each.name }), "aria-label": ownOnly ? `${words}、都道府県そのものの記録` : words }, count ? number(count) : "＋") : h("span", { class: "hidden" }, filling === "unseen" ? "未調査" : "記録なし"));
        }), h("td", { class: "total" }, number(each.members.length))))))),
      h("p", { class: "ramp-key" }, RAMP.map(([, name, words]) => h("span", {}, s("svg", { class: "bar swatch", width: 24, height: 12, "aria-hidden": "true" }, s("rect", { class: name, width: 24, height: 12 }), s("rect", { class: "edge", width: 24, height: 12 })), ` ${words}`)), h("span", {}, s("svg", { class: "bar swatch", width: 24, height: 12, "aria-hidden": "true" }, s("rect", { class: "unseen", width: 24, height: 12 }), s("rect", { class: "edge", width: 24, height: 12 })), " すべて未調査か抜粋"))),
  ];
};

const IN_CELL = 4;
const MOST_COMPARED = 12;
const comparePage = (route) => {
  const ids = [...new Set((route.query.団体 ?? "").split(",").filter(Boolean))];
  const chosen = ids.map((id) => world.node("自治体").number(id)).filter((i) => i >= 0).sort((a, b) => a - b).slice(0, MOST_COMPARED);
  const sift = sifted(route);
  const having = (list) => here(route, { 団体: list.map((i) => world.node("自治体").id(i)).join(",") });
  const known = new Map(chosen.map((i) => [i, world.ids("自治体", i)]));
  const records = new Map(chosen.map((i) => [i, known.get(i).filter((each) => sift.keep(each.kind, each.i))]));
  const note = (i) => {
    const [documents, whole] = [world.looked().documents[i], world.looked().complete[i]];
    return h("span", { class: "note" }, `${world.node("自治体").get(i, "都道府県")}・${world.node("自治体").get(i, "種別")}`, h("br"), `読んだ文書　${documents ? `${number(documents)}（全件 ${number(whole)}）` : "なし"}`);
  };
  const one = (each, subject, only) => h("div", { class: "one" },
    h("p", { class: "first" }, mark(each.kind, world.state(each.kind, each.i)), h("span", { class: "word" }, only ? "協定だけ" : each.kind === "協定" && world.state(each.kind, each.i) === "不明" ? "状態不明" : world.state(each.kind, each.i)), cites(evidenceOf(each.kind, each.i, { kind: "自治体", i: subject }), graph.nameOf(each.kind, each.i), 2)),
    h("p", { class: "what" }, linkTo(each.kind, each.i)), h("p", {}, partyList(each.kind, each.i, null)), h("p", {}, recordDates(each.kind, each.i, "時期の記載なし")),
    each.kind === "施策" && world.node("施策").get(each.i, "経費").length > 0 && h("p", { class: "figure" }, `経費 ${world.node("施策").get(each.i, "経費").join("、")}`),
    each.kind === "施策" && world.node("施策").get(each.i, "成果").length > 0 && h("p", { class: "figure" }, world.node("施策").get(each.i, "成果").join("、")));
  const rows = [["協定", (i, from = records) => from.get(i).filter((each) => each.kind === "協定"), null],
    ...world.large().map((field) => {
      const inside = Object.fromEntries(RECORDS.map((kind) => [kind, world.inField(kind, field)]));
      return [graph.nameOf("分野", field), (i, from = records) => {
        const found = from.get(i).filter((each) => inside[each.kind][each.i]);
        const measures = found.filter((each) => each.kind === "施策");
        return measures.length ? measures : found;
      }, field];
    })];
  const drawn = rows.map(([name, of, field]) => ({ name, field, squares: chosen.map((i) => of(i).sort(byDate)), outside: chosen.map((i) => world.beyond().has(i) || (sift.any && of(i, known).length > 0)) }));
  const shown = drawn.filter((row, at) => at === 0 || row.squares.some((list) => list.length));
  const silent = drawn.filter((row) => !shown.includes(row));
  const count = { あり: 0, 条件の外: 0, 記録なし: 0, 未調査: 0 };
  for (const row of drawn.slice(1)) row.squares.forEach((list, at) => { count[list.length ? "あり" : row.outside[at] ? "条件の外" : world.looked().complete[chosen[at]] ? "記録なし" : "未調査"] += 1; });
  const square = (list, i, row, outside) => {
    if (!list.length && outside) return h("td", { "data-word": short(i) }, h("p", { class: "nothing" }, "条件の外に記録がある"));
    if (list.length) return h("td", { "data-word": short(i) }, list.slice(0, IN_CELL).map((each) => one(each, i, row.field !== null && each.kind === "協定")), list.length > IN_CELL && h("p", { class: "one" }, h("a", { href: address(["自治体", world.node("自治体").id(i)], row.field !== null ? { 分野: row.name } : {}) }, `ほか ${number(list.length - IN_CELL)} 件`)));
    return world.looked().complete[i] ? h("td", { "data-word": short(i) }, h("p", { class: "nothing" }, "記録なし")) : h("td", { class: "unseen-square", "data-word": short(i) }, h("span", {}, world.looked().documents[i] ? "未調査（抜粋にない）" : "未調査"));
  };
  return [
    crumbs(h("a", { href: "#/比較" }, "比較"), chosen.length ? `${chosen.length}団体 × ${shown.length}項目` : null), h("h1", { tabindex: "-1" }, chosen.length ? `${chosen.length}団体の比較` : "自治体を比べる"),
    chosen.length ? scope(siftWords(sift), [`${number((drawn.length - 1) * chosen.length)} の欄（団体 × 分野）のうち`, h("b", {}, `あり ${number(count.あり)}`), count.条件の外 ? `、条件の外 ${number(count.条件の外)}` : "", "、", h("b", {}, `記録なし ${number(count.記録なし)}`), "、", h("b", {}, `未調査 ${number(count.未調査)}`), "。記録なしと書くのは、全件の一覧を読んだ団体だけ。"]) : scope(`選んだ自治体が、分野ごとに、誰と、何を、いつから、いくらで行い、どんな成果を上げたかを並べる。${MOST_COMPARED} 団体まで。`),
    chosen.length ? h("ul", { class: "chips", "aria-label": "比べる自治体" }, chosen.map((i) => h("li", {}, mark("自治体"), ` ${graph.nameOf("自治体", i)}`, h("a", { href: having(chosen.filter((other) => other !== i)), "aria-label": `${graph.nameOf("自治体", i)}を除く` }, "×")))) : null,
    chosen.length < MOST_COMPARED && pickBox("自治体", "自治体を加える（名前・読み・団体コード）", (i) => go(having([...chosen, i]))),
    chosen.length ? [siftForm(route, CONDITIONS), section("比較", "並びは団体コード順", { tools: [csvButton("比較", ["項目", ...chosen.map((i) => graph.nameOf("自治体", i))], () => drawn.map((row) => [row.name, ...row.squares.map((list, at) => (list.length ? list.map((each) => `${world.state(each.kind, each.i)} ${graph.nameOf(each.kind, each.i)}`) : row.outside[at] ? "条件の外" : world.looked().complete[chosen[at]] ? "記録なし" : "未調査"))]))] },
      h("div", { class: "wide", tabindex: "0", role: "region", "aria-label": "比較の表（横に動かせる）" }, h("table", { class: "compared" }, h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "項目"), chosen.map((i) => h("th", { scope: "col" }, h("b", {}, mark("自治体"), " ", linkTo("自治体", i, short(i))), note(i))))),
        h("tbody", {}, shown.map((row) => h("tr", {}, h("th", { scope: "row" }, mark(row.field === null ? "協定" : "分野", row.field === null ? "不明" : ""), ` ${row.name}`), row.squares.map((list, at) => square(list, chosen[at], row, row.outside[at]))))))),
      silent.length > 0 && h("p", { class: "note" }, `だれの記録にもない分野 ${silent.length}: ${silent.map((row) => row.name).join("、")}`)), sources()]
      : section("記録の多い自治体", "ここから始めてもよい", h("ul", { class: "columns" }, [...world.municipalities().市区町村].sort((a, b) => world.size("自治体", b) - world.size("自治体", a)).slice(0, 12).map((i) => h("li", {}, mark("自治体"), " ", h("a", { href: having([i]) }, graph.nameOf("自治体", i)), h("span", { class: "note" }, ` 協定 ${number(world.counts("自治体", i).協定)}・施策 ${number(world.counts("自治体", i).施策)}`))))),
  ];
};
