// The country as dots at town halls: where something is on record, and how much has not been looked at.
const countryStates = (having, ever = null) => (i) => {
  const each = having ? having.get(i) : null;
  const numbers = having ? (each ? { 協定: new Set(each.協定).size, 施策: new Set(each.施策).size } : { 協定: 0, 施策: 0 }) : world.counts("自治体", i);
  if (numbers.協定 + numbers.施策) return { kind: numbers.協定 ? "agreement" : "measures", ...numbers };
  const outside = world.beyond().has(i) || (ever && ever.has(i));
  return { kind: world.looked().complete[i] && !outside ? "none" : "unseen", ...numbers };
};
const ORDER = { none: 0, measures: 1, agreement: 2 };

const countryPicture = (state, label) => {
  const { frames, size } = graph.head.country;
  const [xs, ys] = [graph.extra("spot.x"), graph.extra("spot.y")];
  const dots = [];
  let specks = "";
  for (const i of world.municipalities().市区町村) {
    if (!xs[i]) continue;
    const [x, y] = [xs[i] / 10, ys[i] / 10];
    const found = state(i);
    if (found.kind === "unseen") specks += `M${x} ${y}h0`;
    else dots.push({ i, x, y, ...found, r: found.kind === "none" ? 2.6 : Math.min(2.6 + 0.5 * Math.sqrt(found.協定 + found.施策), 5) });
  }
  // The file of one prefecture shows that prefecture.
  let box = [0, 0, ...size];
  if (graph.head.prefecture) {
    const own = world.municipalities().市区町村.filter((i) => xs[i]);
    const [left, right, up, low] = [Math.min(...own.map((i) => xs[i])) / 10, Math.max(...own.map((i) => xs[i])) / 10, Math.min(...own.map((i) => ys[i])) / 10, Math.max(...own.map((i) => ys[i])) / 10];
    const side = Math.max(right - left, low - up, 24) * 1.45;
    box = [(left + right - side) / 2, (up + low - side) / 2, side, side];
  }
  const fine = box[2] / size[0];
  dots.sort((a, b) => ORDER[a.kind] - ORDER[b.kind] || b.r - a.r);
  return s("svg", { class: "map", viewBox: box.map((each) => each.toFixed(1)).join(" "), role: "group", "aria-label": label },
    s("g", { transform: "scale(0.1)", "aria-hidden": "true" }, s("path", { class: graph.head.prefecture ? "land single" : "land", d: graph.extraText("land")[0] }), s("path", { class: "borders", d: graph.extraText("borders")[0] })),
    fine === 1 && frames.map(({ name, box: [x, y, width, height] }) => [s("rect", { class: "frame", x, y, width, height }), s("text", { class: "axis", x: x + 8, y: y + 8 }, name)]),
    s("path", { class: "specks", d: specks || "M0 0", "vector-effect": fine === 1 ? null : "non-scaling-stroke" }),
    dots.map((dot) => s("a", { href: address(["自治体", world.node("自治体").id(dot.i)]), tabindex: "-1" },
      s("title", {}, `${graph.nameOf("自治体", dot.i)}　${dot.kind === "none" ? "全件を読んで記録なし" : `協定 ${dot.協定}・施策 ${dot.施策}`}`),
      s("circle", { class: dot.kind, cx: dot.x, cy: dot.y, r: (dot.r * fine).toFixed(2), "vector-effect": fine === 1 ? null : "non-scaling-stroke" }))));
};
const dotKey = (name, r, words) => h("span", {}, s("svg", { class: "mark", width: 16, height: 16, viewBox: "0 0 16 16", "aria-hidden": "true" }, name === "speck" ? s("use", { href: "#m-自治体-未調査" }) : s("circle", { class: name, cx: 8, cy: 8, r })), ` ${words}`);
const countryKey = () => h("figcaption", {}, dotKey("agreement", 4.5, "協定あり"), dotKey("measures", 3.6, "施策だけ"), dotKey("none", 4.5, "全件を読んで記録なし"), dotKey("speck", 0, "抜粋など・未調査（条件の外を含む）"), h("span", { class: "note" }, "大きさは記録の数"));
const countryFigure = (state, label) => h("figure", { class: "country" }, countryPicture(state, label), countryKey());

// A picture that is moved and enlarged: by dragging, by the wheel with Ctrl, by buttons, and by keys when it has the focus.
const movable = (picture, label) => {
  const [, , width, height] = picture.getAttribute("viewBox").split(" ").map(Number);
  const step = width / 15;
  let view = { x: 0, y: 0, scale: 1 };
  let asked = false;
  let rest = 0;
  // Moved and enlarged by the compositor; drawn anew, sharp, when it has come to rest.
  const show = () => {
    asked = false;
    picture.style.willChange = "transform";
    picture.style.transform = `translate(${(-100 * view.x * view.scale) / width}%, ${(-100 * view.y * view.scale) / height}%) scale(${view.scale})`;
    clearTimeout(rest);
    rest = setTimeout(() => { picture.style.willChange = ""; }, 200);
  };
  const change = (next) => {
    view = next;
    view.scale = Math.min(12, Math.max(1, view.scale));
    view.x = Math.min(Math.max(0, view.x), width - width / view.scale);
    view.y = Math.min(Math.max(0, view.y), height - height / view.scale);
    if (!asked) {
      asked = true;
      requestAnimationFrame(show);
    }
  };
  const zoom = (by, x = view.x + width / view.scale / 2, y = view.y + height / view.scale / 2) => {
    const scale = Math.min(12, Math.max(1, view.scale * by));
    change({ x: x - ((x - view.x) * view.scale) / scale, y: y - ((y - view.y) * view.scale) / scale, scale });
  };
  const move = (dx, dy) => change({ ...view, x: view.x + dx / view.scale, y: view.y + dy / view.scale });
  const at = (event) => {
    const box = picture.getBoundingClientRect();
    return [((event.clientX - box.left) / box.width) * width, ((event.clientY - box.top) / box.height) * height];
  };
  let held = null;
  let dragged = false;
  picture.addEventListener("pointerdown", (event) => {
    held = [event.clientX, event.clientY];
    dragged = false;
  });
  picture.addEventListener("pointermove", (event) => {
    if (!held || !event.buttons) return;
    const ratio = width / frame.clientWidth;
    const [dx, dy] = [held[0] - event.clientX, held[1] - event.clientY];
    if (!dragged && Math.abs(dx) + Math.abs(dy) < 4) return;
    if (!dragged) picture.setPointerCapture(event.pointerId);
    dragged = true;
    held = [event.clientX, event.clientY];
    move(dx * ratio, dy * ratio);
  });
  picture.addEventListener("pointerup", () => { held = null; });
  picture.addEventListener("click", (event) => {
    if (dragged) event.preventDefault();
    dragged = false;
  }, true);
  picture.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && view.scale === 1 && event.deltaY > 0) return;
    event.preventDefault();
    zoom(event.deltaY < 0 ? 1.25 : 0.8, ...at(event));
  }, { passive: false });
  const keys = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
  const frame = h("div", { class: "movable", tabindex: "0", role: "region", "aria-label": `${label}。＋と－で拡大と縮小、矢印で移動`, on: { keydown: (event) => {
    if (event.key === "+" || event.key === ";" || event.key === "=") zoom(1.5);
    else if (event.key === "-") zoom(1 / 1.5);
    else if (event.key === "0") change({ x: 0, y: 0, scale: 1 });
    else if (keys[event.key]) move(...keys[event.key]);
    else return;
    event.preventDefault();
  } } }, picture);
  const tools = h("p", { class: "zoom" }, button("拡大", () => zoom(1.5)), button("縮小", () => zoom(1 / 1.5)), button("元に戻す", () => change({ x: 0, y: 0, scale: 1 })));
  return [tools, frame];
};

const tallyWords = (tally) => `市区町村 ${tally.total} のうち記録あり ${tally.recorded}、${tally.outside ? `条件の外 ${tally.outside}、` : ""}記録なし ${tally.none}、抜粋など ${tally.extract}、未調査 ${tally.unseen}`;
const prefectureTiles = (having, to, ever = null) => {
  const places = graph.head.country.tiles;
  const all = [...world.prefectures().values()];
  if (graph.head.prefecture) {
    const tally = world.tally(all.flatMap((each) => each.members), having, ever);
    return bar(world.shares(tally), tally.total, `${graph.head.prefecture}の${tallyWords(tally)}`);
  }
  return h("ul", { class: "tiles" }, all.filter((each) => places[each.name]).map((each) => {
    const tally = world.tally(each.members, having, ever);
    const [column, line] = places[each.name];
    const words = `${each.name}　${tallyWords(tally)}`;
    return h("li", { class: `c${column} r${line}` }, h("a", { href: to(each), "aria-label": words, title: words }, h("span", {}, each.name === "北海道" ? each.name : each.name.slice(0, -1), tally.recorded > 0 && h("b", {}, String(tally.recorded))), bar(world.shares(tally), tally.total)));
  }));
};
const tilesKey = () => h("p", { class: "ramp-key" }, [["recorded", graph.head.prefecture ? "記録あり" : "記録あり（右の数）"], ["over", "条件の外"], ["none", "全件を読んで記録なし"], ["unseen", "抜粋など・未調査"]].map(([name, words]) => h("span", {}, s("svg", { class: "bar swatch", width: 24, height: 12, "aria-hidden": "true" }, s("rect", { class: name, width: 24, height: 12 }), s("rect", { class: "edge", width: 24, height: 12 })), ` ${words}`)));

const mapPage = (route) => {
  const { 企業: id, 分野: name } = route.query;
  const body = id ? world.node("企業").number(id) : -1;
  const sift = sifted(route);
  const bySift = (sift_) => {
    const found = new Map();
    for (const kind of RECORDS) for (let i = 0; i < world.node(kind).count; i += 1) if (sift_.keep(kind, i)) for (const each of world.places(kind, i)) if (!each.only) {
      if (!found.has(each.i)) found.set(each.i, { i: each.i, 協定: [], 施策: [] });
      found.get(each.i)[kind].push(i);
    }
    return found;
  };
  // A body or a field is what the map is of; other conditions only leave something out of it.
  const of = sifted({ parts: route.parts, query: name && body < 0 ? { 分野: name } : {} });
  let having = null;
  let ever = null;
  if (body >= 0) [having, ever] = [world.partners("企業", body, sift.keep), sift.any ? world.partners("企業", body) : null];
  else if (sift.any) [having, ever] = [bySift(sift), bySift(of)];
  const tally = world.tally(world.municipalities().市区町村, having, ever);
  const subject = body >= 0 ? `${graph.nameOf("企業", body)}と連携する自治体` : name ? `「${name}」の記録がある自治体` : "記録がある自治体";
  const [tools, frame] = movable(countryPicture(countryStates(having, ever), `${subject}。市区町村 ${tally.recorded} を塗った点で示す`), "全国の図");
  const list = [...(having ?? new Map(world.municipalities().市区町村.filter((i) => world.size("自治体", i)).map((i) => [i, null]))).keys()].sort((a, b) => a - b);
  const page = paged(route, list.length, "自治体");
  const count = (i) => (having ? { 協定: new Set(having.get(i).協定).size, 施策: new Set(having.get(i).施策).size } : world.counts("自治体", i));
  return [
    crumbs("地図"), h("h1", { tabindex: "-1" }, subject),
    scope(siftWords(sift), [`市区町村 ${number(tally.total)} のうち、`, h("b", {}, `記録があるのは ${number(tally.recorded)}`), "。全件を載せた文書に", h("b", {}, `記録がないのは ${number(tally.none)}`), `、抜粋などの ${number(tally.extract)} と未調査の `, h("b", {}, number(tally.unseen)), " は「ない」とは言えない。", outsideWords(tally)]),
    h("div", { class: "begin" }, pickBox("企業", "企業・団体を選ぶ", (i) => go(here(route, { 企業: world.node("企業").id(i) }))), body >= 0 && h("p", {}, h("a", { href: here(route, { 企業: "" }) }, "企業・団体を選ばない"))),
    siftForm(route),
    h("div", { class: "halves reach" }, section(graph.head.prefecture || "全国", "点は役所・役場の位置", tools, h("figure", { class: "country" }, frame, countryKey())), section(graph.head.prefecture ? "市区町村" : "都道府県ごと", graph.head.prefecture ? "" : "市区町村のうち", prefectureTiles(having, (each) => (each.own >= 0 ? address(["自治体", world.node("自治体").id(each.own)]) : "#/自治体"), ever), tilesKey())),
    section("自治体の一覧", `${number(list.length)}。団体コード順`, { tools: [csvButton(subject, ["団体コード", "名称", "都道府県", "協定", "施策"], () => list.map((i) => [world.node("自治体").id(i), graph.nameOf("自治体", i), world.node("自治体").get(i, "都道府県"), count(i).協定, count(i).施策]))] },
      page.controls, table(["自治体", ["協定", "n"], ["施策", "n"]], list.slice(page.from, page.to).map((i) => h("tr", {}, h("th", { scope: "row" }, named("自治体", i)), n(count(i).協定, "協定"), n(count(i).施策, "施策"))))),
  ];
};
