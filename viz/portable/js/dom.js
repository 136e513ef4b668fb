// Elements out of values: whatever a name contains, it is text. No markup is ever read.
const SVG = "http://www.w3.org/2000/svg";

const fill = (element, attributes, children) => {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") for (const [event, act] of Object.entries(value)) element.addEventListener(event, act);
    else if (name === "value") element.value = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  append(element, children);
  return element;
};
const append = (element, children) => {
  for (const child of children) {
    if (Array.isArray(child)) append(element, child);
    else if (child !== null && child !== undefined && child !== false && child !== "") element.append(child);
  }
};
const h = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);
const s = (tag, attributes, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);

const number = (value) => value.toLocaleString("ja-JP");
const blank = (words = "記載なし") => h("span", { class: "mute" }, words);

const markName = (kind, state = "") => {
  if (kind === "協定") return `協定-${state === "更新済" ? "終了" : state === "有効" || state === "終了" ? state : "不明"}`;
  if (kind === "施策") return `施策-${STAGES.includes(state) ? state : "不明"}`;
  return state ? `${kind}-${state}` : kind;
};
const mark = (kind, state) => s("svg", { class: "mark", width: 16, height: 16, viewBox: "0 0 16 16", "aria-hidden": "true" }, s("use", { href: `#m-${markName(kind, state)}` }));

const ERAS = [["令和", "2019-05-01", 2019], ["平成", "1989-01-08", 1989], ["昭和", "1926-12-25", 1926], ["大正", "1912-07-30", 1912], ["明治", "1868-10-23", 1868]];
const eraYear = (date) => {
  const probe = date.length === 10 ? date : date + (date.length === 4 ? "-12-31" : "-31");
  for (const [name, start, base] of ERAS) {
    if (probe >= start) {
      const year = Number(date.slice(0, 4)) - base + 1;
      return `${name}${year === 1 ? "元" : year}年`;
    }
  }
  return `西暦${date.slice(0, 4)}年`;
};
const japanese = (date, precision = "") => {
  if (date.startsWith("--")) {
    const day = date.slice(5, 7);
    return [`${Number(date.slice(2, 4))}月${day ? `${Number(day)}日` : ""}`, "年の記載なし"];
  }
  const [year, month, day] = date.split("-");
  return [
    `${Number(year)}年${precision === "年度" ? "度" : ""}${month ? `${Number(month)}月` : ""}${day ? `${Number(day)}日` : ""}`,
    eraYear(date),
  ];
};
const day = (date, precision, none) => {
  if (!date) return blank(none);
  const [words, note] = japanese(date, precision);
  return h("span", { class: "day" }, h("span", {}, words), h("span", { class: "era" }, `（${note}）`));
};
const placeWords = (place) => {
  const span = /^(\d+)-(\d+)$/u.exec(place);
  if (span) return `${number(Number(span[1]))}–${number(Number(span[2]))} 字目`;
  const row = /^(.*)!(\d+)$/su.exec(place);
  return row ? `${row[1] ? `「${row[1]}」の` : ""} ${row[2]} 行目` : place;
};

// A bar of parts [class, number]; what is there can be seen.
const bar = (parts, total, label) => {
  const found = parts.filter(([, count]) => count);
  const widths = found.map(([, count]) => Math.max((100 * count) / (total || 1), 0.8));
  const excess = widths.reduce((a, b) => a + b, 0) - found.reduce((a, [, count]) => a + (100 * count) / (total || 1), 0);
  if (widths.length) widths[widths.indexOf(Math.max(...widths))] -= excess;
  const drawn = s("svg", { class: "bar", width: "100%", height: 14, role: label ? "img" : null, "aria-label": label, "aria-hidden": label ? null : "true" });
  let x = 0;
  for (const [n, [name]] of found.entries()) {
    drawn.append(s("rect", { class: name, x: `${x}%`, width: `${Math.max(0, widths[n])}%`, height: 14 }));
    if (n) drawn.append(s("rect", { class: "cut", x: `${x}%`, width: 1, height: 14 }));
    x += widths[n];
  }
  drawn.append(s("rect", { class: "edge", width: "100%", height: 14 }));
  return drawn;
};

const section = (title, note, ...children) => {
  made += 1;
  const tools = children.length && children[0]?.tools ? children.shift().tools : null;
  return h("section", { "aria-labelledby": `s${made}` },
    h("div", { class: "head" }, h("h2", { id: `s${made}` }, title), note && h("p", {}, note), tools && h("span", { class: "tools" }, tools)),
    ...children);
};
let made = 0;

const table = (heads, rows, { kind = "list", caption = "" } = {}) =>
  h("table", { class: kind },
    caption && h("caption", { class: "hidden" }, caption),
    h("thead", {}, h("tr", {}, heads.map((head) => {
      const [words, name] = Array.isArray(head) ? head : [head, ""];
      return h("th", { scope: "col", class: name || null }, words);
    }))),
    h("tbody", {}, rows));
const cells = (first, rest, attributes) =>
  h("tr", attributes ?? {}, h("th", { scope: "row" }, first),
    rest.map((cell) => (cell instanceof Element && (cell.tagName === "TD") ? cell : h("td", {}, cell))));
const n = (value, word) => h("td", { class: "n", "data-word": word }, value ? number(value) : blank("–"));
const named = (kind, i, state) => h("span", { class: "name" }, mark(kind, state), h("span", {}, linkTo(kind, i)));

const button = (words, act, attributes) => h("button", { type: "button", ...attributes, on: { click: act } }, words);

// --- files that are taken along ---------------------------------------------------------------------------------
const ACTS = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"];
const harmless = (words) => {
  const bare = words.replace(/^'+/u, "");
  return ACTS.some((sign) => bare.startsWith(sign)) ? `'${words}` : words;
};
const csvCell = (value) => {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return String(value);
  const words = harmless(Array.isArray(value) ? value.join("、") : String(value));
  return /[",\r\n]/u.test(words) ? `"${words.replace(/"/gu, '""')}"` : words;
};
const take = (name, parts, type) => {
  const address = URL.createObjectURL(new Blob(parts, { type }));
  const link = h("a", { href: address, download: name.replace(/[\\/:*?"<>|\u0000-\u001f\u202a-\u202e\u2066-\u2069]/gu, "_").slice(0, 80) });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
};
const csv = (name, columns, rows) => {
  const parts = ["\ufeff", columns.map(csvCell).join(","), "\r\n"];
  for (const row of rows) parts.push(row.map(csvCell).join(","), "\r\n");
  take(`${name}.csv`, parts, "text/csv;charset=utf-8");
};
const csvButton = (name, columns, rows) => button("CSV", () => csv(typeof name === "function" ? name() : name, columns, rows()), { class: "plain" });
