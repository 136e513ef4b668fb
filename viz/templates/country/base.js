/* Part of one script; see SCRIPTS in viz/country/page.py. What every part uses. All words enter the page as text. */

const byId = (id) => document.getElementById(id);
const read = (id) => JSON.parse(byId(id).textContent);
const data = read("data");
const root = document.documentElement;
const WIDE = matchMedia("(min-width: 1000px)");
const SVG = "http://www.w3.org/2000/svg";
const STANDINGS = ["協定あり", "施策だけ", "計画だけ", "終了だけ", "条件の外", "記録なし", "抜粋など", "未調査"];
const FILLINGS = ["agreement", "measure", "plan", "over", "outside", "none", "unseen", "unseen"];
const MEANINGS = [
  "続いているか、終わったと分からない協定がある。",
  "協定の記録はなく、施策がある。",
  "計画か検討の段階の施策だけがある。",
  "終わった（改められた）と分かるものだけがある。",
  "記録はあるが、条件の外にある。",
  "全件を載せた文書があり、そこに記録がない。",
  "載せた文書は抜粋か、網羅の分からないもの。「ない」とは言えない。",
  "載せた文書がない。「ない」とは言えない。",
];

const places = data.places.map(([code, name, text, at, prefecture, without, records, covered]) => ({
  code, name, text, at, prefecture: prefecture === 1, without, records, covered,
}));
const placeOf = new Map(places.map((place) => [place.code, place]));
const state = { year: null, chosen: null };

function make(tag, words, kind) {
  const element = document.createElement(tag);
  if (words !== undefined && words !== null) element.textContent = words;
  if (kind) element.className = kind;
  return element;
}

const number = (value) => value.toLocaleString("ja-JP");

/* Records that had begun by the end of the year: [kind, first year, over, over from, how many]. */
function begun(place) {
  return place.records.filter(([, since]) => state.year === null || (since !== null && since <= state.year));
}

const ended = ([, , over, from]) => (state.year === null ? over === 1 : from !== null && from <= state.year);
const count = (records) => records.reduce((sum, record) => sum + record[4], 0);

/* A number of STANDINGS. */
function standing(place) {
  const here = begun(place);
  if (!here.length) return place.without;
  const lasting = here.filter((record) => !ended(record));
  if (lasting.some(([kind]) => kind === 0)) return 0;
  if (lasting.some(([kind]) => kind === 1)) return 1;
  return lasting.length ? 2 : 3;
}

const ramp = (value) => "r" + data.ramp.filter((lower) => value >= lower).length;

function filling(place) {
  const now = standing(place);
  return data.mode === "counts" && now < 2 ? ramp(count(begun(place))) : FILLINGS[now];
}

root.classList.add("on");
