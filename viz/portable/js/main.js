// From the bytes in the page to the first view, and from one view to the next.
const missingPage = (route) => [h("h1", { tabindex: "-1" }, "見つからない"), h("p", {}, `「${route.parts.join("／")}」は、この配布版にない。`), h("p", {}, "名前で探すか、", h("a", { href: "#/" }, "はじめの頁"), "へ。")];
const NODES = { 自治体: municipalityPage, 企業: organisationPage, 協定: (i, route) => recordPage("協定", i, route), 施策: (i, route) => recordPage("施策", i, route), 分野: fieldPage, 文書: documentPage };
const LISTS = { 自治体: municipalitiesPage, 企業: organisationsPage, 協定: (route) => recordsPage("協定", route), 施策: (route) => recordsPage("施策", route), 分野: fieldsPage, 文書: documentsPage };
const VIEWS = { 探す: searchPage, 表: matrixPage, "分野×都道府県": fieldsByPrefecture, 比較: comparePage, 地図: mapPage, 関係図: diagramPage };
const SECTIONS = [["自治体", "自治体"], ["企業", "企業・団体"], ["協定", "協定"], ["施策", "施策"], ["分野", "分野"], ["文書", "文書"], ["比較", "比較"], ["表", "表"], ["地図", "地図"]];

const pageOf = (route) => {
  const [first, id] = route.parts;
  if (!first) return homePage(route);
  if (Object.hasOwn(NODES, first)) {
    if (id === undefined) return LISTS[first](route);
    const i = world.node(first).number(id);
    return i < 0 ? missingPage(route) : NODES[first](i, route);
  }
  return Object.hasOwn(VIEWS, first) ? VIEWS[first](route) : missingPage(route);
};
let turn = 0;
const seen = new Map();
let last = "";
const show = async (first) => {
  turn += 1;
  const mine = turn;
  const route = readRoute();
  const main = document.getElementById("main");
  startCiting();
  drawer().hidden = true;
  document.body.classList.remove("with-drawer");
  if (last) seen.set(last, scrollY);
  const same = last.split("?")[0] === location.hash.split("?")[0];
  last = location.hash;
  const kept = document.activeElement?.name;
  let page;
  try {
    page = await pageOf(route);
  } catch (error) {
    console.error(error);
    page = [h("h1", { tabindex: "-1" }, "この頁を開けなかった"), h("p", {}, "ファイルが途中で切れているか、このブラウザーでは働かないところがある。ファイルを受け取り直すか、別のブラウザーで開いてほしい。"), h("p", { class: "note" }, String(error))];
  }
  if (mine !== turn) return;
  const holder = document.createDocumentFragment();
  append(holder, [page]);
  main.replaceChildren(holder);
  const head = main.querySelector("h1");
  document.title = `${head ? Array.from(head.childNodes).filter((each) => !each.classList?.contains("tag")).map((each) => each.textContent).join("").trim() : ""} | ${graph.head.title}`;
  for (const link of document.querySelectorAll("header.top nav a")) {
    if (link.dataset.section === route.parts[0]) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  if (first) return;
  const again = kept && same ? main.querySelector(`[name="${CSS.escape(kept)}"]`) : null;
  if (again) again.focus({ preventScroll: true });
  else head?.focus({ preventScroll: true });
  if (!same) scrollTo(0, seen.get(location.hash) ?? 0);
};

// Everything as renkei export jsonl prints it, but 連携, which is derived.
const saveAll = () => {
  const lines = [];
  const ids = (kind) => { const node = world.node(kind); return Array.from({ length: node.count }, (_, i) => i).sort((a, b) => (node.id(a) < node.id(b) ? -1 : 1)); };
  const json = (value) => `${JSON.stringify(value)}\n`;
  const typed = (prop, value) => (prop.kind === "number" || prop.kind === "integer" ? Number(value) : prop.kind === "flag" ? value === "true" : value);
  for (const kind of Object.keys(graph.head.schema.labels).sort()) {
    const node = world.node(kind);
    for (const i of ids(kind)) {
      const properties = {};
      for (const prop of graph.head.schema.labels[kind]) {
        const value = node.get(i, prop.name);
        if (prop.many ? value.length : node.place(i, prop.name)) properties[prop.name] = prop.many ? value : typed(prop, value);
      }
      lines.push(json({ kind: "node", label: kind, id: node.id(i), properties }));
    }
  }
  for (const name of [...graph.names].sort()) {
    const rel = graph.bucket(name);
    const [type, from, to] = name.split("-");
    const [start, end] = [world.node(from), world.node(to)];
    const rows = Array.from({ length: rel.count }, (_, r) => [start.id(rel.start[r]), end.id(rel.end[r]), r]).sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : a[1] < b[1] ? -1 : 1));
    for (const [a, b, r] of rows) {
      const properties = {};
      if (rel.evidence) {
        const entries = rel.entries(r);
        const passages = entries.map((entry) => graph.passage(entry.passage));
        Object.assign(properties, { 文書: passages.map((each) => world.node("文書").id(each.document)), 位置: passages.map((each) => each.place), 引用: passages.map((each) => each.quote), 要旨: entries.map((each) => each.gist), 確度: entries.map((each) => CERTAINTIES[each.certainty]), 表記: entries.map((each) => each.said), 注記: entries.map((each) => each.note) });
        for (const prop of graph.head.schema.types[type]) if (prop in entries[0].own) properties[prop] = entries.map((each) => each.own[prop]);
      }
      lines.push(json({ kind: "relationship", type, start: { label: from, id: a }, end: { label: to, id: b }, properties }));
    }
  }
  take("連携グラフ.jsonl", lines, "application/jsonl;charset=utf-8");
};

let graph;
let world;
let search;
const begin = async () => {
  const told = document.getElementById("told");
  const data = document.getElementById("data");
  if (!data || typeof DecompressionStream === "undefined" || !Object.hasOwn) {
    told.textContent = data ? "このブラウザーは古く、圧縮したデータを開けません。Edge・Chrome（2021年9月から）、Firefox・Safari（2023年6月から）のもので開くと、探すことも絞ることもできます。下の一覧はこのままで読めます。" : "データの部分が、届くまでに取り除かれています。もう一度受け取ると、探すことも絞ることもできます。下の一覧はこのままで読めます。";
    told.hidden = false;
    return;
  }
  told.textContent = "開いています…";
  told.hidden = false;
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const letters = data.textContent.trim();
  data.remove();
  let file;
  try {
    file = await unpack(letters);
  } catch (error) {
    told.textContent = "データが途中で切れているか、変わっています。ファイルを受け取り直してください。下の一覧はこのままで読めます。";
    return;
  }
  graph = openGraph(file);
  world = openWorld(graph);
  search = openSearch(graph, world);
  const nav = h("nav", { "aria-label": "一覧" }, SECTIONS.map(([where, words]) => h("a", { href: address([where]), "data-section": where }, words)));
  const brand = document.querySelector(".brand");
  brand.setAttribute("href", "#/");
  brand.after(searchBox(), nav);
  document.body.classList.add("on");
  told.hidden = true;
  addEventListener("hashchange", () => show(false));
  addEventListener("keydown", (event) => event.key === "Escape" && closeDrawer());
  await show(true);
  document.body.dataset.ready = String(Math.round(performance.now()));
  await later();
  await search.prepare();
  document.body.dataset.searchable = String(Math.round(performance.now()));
};
begin();
