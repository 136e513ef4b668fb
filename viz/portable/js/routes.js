// Every view has an address behind #: it can be linked, kept and gone back to.
const address = (parts, query = {}) => {
  const words = Object.entries(query).filter(([, value]) => value !== "" && value !== null && value !== undefined)
    .map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`);
  return `#/${parts.map(encodeURIComponent).join("/")}${words.length ? `?${words.join("&")}` : ""}`;
};
const decoded = (words) => {
  try {
    return decodeURIComponent(words);
  } catch {
    return words;
  }
};
const readRoute = () => {
  const [path, query = ""] = location.hash.replace(/^#\/?/u, "").split("?");
  const given = {};
  for (const pair of query.split("&").filter(Boolean)) {
    const at = pair.indexOf("=");
    given[decoded(at < 0 ? pair : pair.slice(0, at))] = at < 0 ? "" : decoded(pair.slice(at + 1));
  }
  return { parts: path.split("/").filter(Boolean).map(decoded), query: given };
};
const here = (route, change) => address(route.parts, { ...route.query, 頁: "", ...change });
const go = (to) => {
  location.hash = to;
};
const linkTo = (kind, i, words) => h("a", { href: address([kind, graph.label(kind).id(i)]) }, words ?? graph.nameOf(kind, i));
const short = (i) => world.node("自治体").get(i, "略称") || graph.nameOf("自治体", i);

// A page of a list: the rows, and how to get to the others.
const PAGE = 50;
const paged = (route, total, unit = "件", size = PAGE, key = "頁") => {
  const pages = Math.max(1, Math.ceil(total / size));
  const at = Math.min(Math.max(1, Number(route.query[key]) || 1), pages);
  const from = (at - 1) * size;
  const to = (page) => address(route.parts, { ...route.query, [key]: page > 1 ? page : "" });
  const around = new Set([1, pages, at - 2, at - 1, at, at + 1, at + 2].filter((page) => page >= 1 && page <= pages));
  const list = [];
  let last = 0;
  for (const page of [...around].sort((a, b) => a - b)) {
    if (page !== last + 1) list.push(h("li", { class: "gap" }, "…"));
    list.push(h("li", {}, page === at ? h("b", { "aria-current": "page" }, number(page)) : h("a", { href: to(page) }, number(page))));
    last = page;
  }
  const controls = (name) => h("nav", { class: "pager", "aria-label": name },
    h("p", {}, total ? [h("b", {}, `${number(from + 1)}–${number(Math.min(total, from + size))}`), ` / ${number(total)} ${unit}`] : [h("b", {}, "0"), ` ${unit}`]),
    pages > 1 && h("ul", {},
      h("li", {}, at > 1 ? h("a", { href: to(at - 1), rel: "prev" }, "前の頁") : h("span", { class: "mute" }, "前の頁")), list,
      h("li", {}, at < pages ? h("a", { href: to(at + 1), rel: "next" }, "次の頁") : h("span", { class: "mute" }, "次の頁"))));
  return { from, to: from + size, pages, controls: controls(key), below: pages > 1 && controls(`${key}（表の下）`) };
};

// --- conditions ---------------------------------------------------------------------------------------------------
const choice = (route, name, options, { all = "すべて", word = name } = {}) => {
  const value = route.query[name] ?? "";
  return h("label", { class: value ? "set" : null }, h("span", {}, word),
    h("select", { name, on: { change: (event) => go(here(route, { [name]: event.target.value })) } },
      h("option", { value: "" }, all),
      options.map(([key, words]) => h("option", { value: key, selected: key === value }, words ?? key))));
};
const yearInput = (route, name, word) => h("label", { class: route.query[name] ? "set" : null }, h("span", {}, word),
  h("input", { name, type: "text", inputmode: "numeric", maxlength: 4, class: "year", value: route.query[name] ?? "",
    on: { change: (event) => go(here(route, { [name]: event.target.value.normalize("NFKC").replace(/\D/gu, "") })) } }));
const fieldOptions = () => world.large().flatMap((i) => world.below(i).map((each) => {
  const name = graph.nameOf("分野", each);
  return [name, each === i ? name : `　${name}`];
}));
const fieldNumber = (name) => Array.from({ length: world.node("分野").count }, (_, i) => i).find((i) => graph.nameOf("分野", i) === name) ?? -1;
const CONDITIONS = ["分野", "種別", "段階", "年から", "年まで", "確度", "終了も"];
const kindsOfAgreements = () => {
  const node = world.node("協定");
  return [...new Set(node.column("種別"))].filter(Boolean).map((place) => graph.text(place - 1)).sort((a, b) => graph.head.schema.kinds.indexOf(a) - graph.head.schema.kinds.indexOf(b));
};

// What a page's conditions let through: a test of records, the words of the conditions, and how many it cannot judge.
const sifted = (route) => {
  const given = route.query;
  const field = given.分野 ? fieldNumber(given.分野) : -1;
  const inside = given.分野 ? Object.fromEntries(RECORDS.map((kind) => [kind, field < 0 ? new Uint8Array(world.node(kind).count) : world.inField(kind, field)])) : null;
  const kinds = given.種別 ? new Uint8Array(world.node("協定").count).map((_, i) => ((world.node("協定").get(i, "種別") || "不明") === given.種別 ? 1 : 0)) : null;
  const from = Number(given.年から) || 0;
  const to = Number(given.年まで) || 9999;
  const stage = given.段階 ? STAGES.indexOf(given.段階) : -1;
  const sure = given.確度 ? CERTAINTIES.indexOf(given.確度) : -1;
  const ended = given.終了も === "0";
  const any = CONDITIONS.some((name) => given[name]);
  const ofTime = Boolean(given.年から || given.年まで);
  const undated = new Set();
  const keep = any ? (kind, i) => {
    const traits = world.traits(kind);
    if (inside && !inside[kind][i]) return false;
    if (kinds && !(kind === "協定" ? kinds[i] : world.grounds(i).some((each) => kinds[each.i]))) return false;
    if (stage >= 0 && (kind === "協定" || traits.state[i] !== stage)) return false;
    if (sure >= 0 && traits.sure[i] !== sure) return false;
    if (ended && traits.ended[i]) return false;
    if (ofTime) {
      if (!traits.year[i]) {
        undated.add(kind === "協定" ? i : -1 - i);
        return false;
      }
      if (traits.year[i] < from || traits.year[i] > to) return false;
    }
    return true;
  } : () => true;
  const words = [
    given.分野 && `分野「${given.分野}」`, given.種別 && `種別「${given.種別}」`, given.段階 && `段階「${given.段階}」の施策`, given.確度 && `確度「${given.確度}」`,
    ofTime && `${given.年から || ""}〜${given.年まで || ""}年に始まったと分かるもの`, ended && "終わった（改められた）ものを除く",
  ].filter(Boolean);
  return { keep, any, words: words.join("、"), undated: () => undated.size };
};
const siftForm = (route, names = CONDITIONS) => h("form", { class: "filter", "aria-label": "条件", on: { submit: (event) => event.preventDefault() } },
  names.includes("分野") && choice(route, "分野", fieldOptions()),
  names.includes("種別") && choice(route, "種別", kindsOfAgreements().map((kind) => [kind]), { word: "協定の種別" }),
  names.includes("段階") && choice(route, "段階", STAGES.map((stage) => [stage]), { word: "施策の段階" }),
  names.includes("確度") && choice(route, "確度", CERTAINTIES.map((each) => [each])),
  names.includes("年から") && [yearInput(route, "年から", "何年から"), yearInput(route, "年まで", "何年まで")],
  names.includes("終了も") && choice(route, "終了も", [["0", "除く"]], { all: "含める", word: "終わったもの" }),
  names.some((name) => route.query[name]) && h("a", { class: "clear", href: here(route, Object.fromEntries(names.map((name) => [name, ""]))) }, "条件を消す"));
const siftWords = (sift, unit = "この頁の数と表") => sift.any && h("p", {}, h("b", {}, `条件: ${sift.words}。`), `${unit}は、この条件に合うものだけ。`,
  sift.undated() ? `始まった年の分からない ${number(sift.undated())} 件は入れていない。` : "");
