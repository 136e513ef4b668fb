/* Part of one script. The years: what had begun by the end of one, in the map, the bars and the table. */

const slider = byId("year");
const drawn = [...svg.querySelectorAll("[data-code]")].map((element) => {
  const place = placeOf.get(element.dataset.code);
  return { place, element: element.parentNode.tagName === "a" ? element.parentNode : element, dot: element.tagName === "circle" };
});
const groups = new Map();
svg.querySelectorAll("[data-fill], [data-dots]").forEach((group) => {
  groups.set((group.dataset.dots ? "dots " : "fill ") + (group.dataset.dots || group.dataset.fill), group);
});
const PARTS = { working: [0, 1], plan: [2], over: [3], none: [5, 4], unseen: [6, 7] };

function tallies() {
  const found = new Map();
  places.forEach((place) => {
    if (place.prefecture) return;
    const now = standing(place);
    ["", place.code.slice(0, 2)].forEach((code) => {
      if (!found.has(code)) found.set(code, STANDINGS.map(() => 0));
      found.get(code)[now] += 1;
    });
  });
  return found;
}

function paintYear() {
  drawn.forEach(({ place, element, dot }) => {
    const group = groups.get((dot ? "dots " : "fill ") + filling(place));
    if (element.parentNode !== group) group.append(element);
  });
  const found = tallies();
  document.querySelectorAll("[data-prefecture]").forEach((row) => {
    const counted = found.get(row.dataset.prefecture);
    if (!counted) return;
    row.querySelectorAll("[data-standing]").forEach((cell) => {
      const value = counted[STANDINGS.indexOf(cell.dataset.standing)];
      cell.textContent = value ? number(value) : "–";
    });
    const total = counted.reduce((a, b) => a + b, 0);
    row.querySelector("[data-share]").textContent = (100 * working(counted) / total).toFixed(1) + "%";
  });
  document.querySelectorAll("[data-place]").forEach((row) => {
    row.querySelector("[data-now]").textContent = STANDINGS[standing(placeOf.get(row.dataset.place))];
  });
  document.querySelectorAll("[data-tile]").forEach((tile) => {
    const counted = found.get(tile.dataset.tile);
    if (!counted) return;
    const total = counted.reduce((a, b) => a + b, 0);
    const whole = Number(tile.lastElementChild.getAttribute("width"));
    let start = Number(tile.lastElementChild.getAttribute("x"));
    tile.querySelectorAll("[data-part]").forEach((part) => {
      const width = whole * PARTS[part.dataset.part].reduce((sum, n) => sum + counted[n], 0) / total;
      part.setAttribute("x", start);
      part.setAttribute("width", width);
      start += width;
    });
    tile.querySelector("[data-number]").textContent = working(counted) ? number(working(counted)) : "";
  });
  const country = found.get("") || STANDINGS.map(() => 0);
  const words = state.year === null ? "年を問わない" : `${state.year}年（${era(state.year)}）までに始まったもの`;
  byId("year-words").textContent = words;
  byId("caption").textContent = `${words}: ${number(recorded(country))} 市区町村（${[0, 1, 2, 3].filter((n) => country[n]).map((n) => STANDINGS[n] + " " + number(country[n])).join("、") || "なし"}）`;
  if (state.chosen) open(state.chosen, null);
}

const working = (counted) => counted[0] + counted[1];
const recorded = (counted) => counted[0] + counted[1] + counted[2] + counted[3];

function era(year) {
  const [name, first] = year >= 2019 ? ["令和", 2019] : year >= 1989 ? ["平成", 1989] : ["昭和", 1926];
  return year < 1926 ? "大正以前" : name + (year === first ? "元" : year - first + 1) + "年";
}

if (slider) {
  const play = byId("play");
  const LAST = Number(slider.max);
  let timer = null;
  const set = () => {
    state.year = Number(slider.value) === LAST ? null : Number(slider.value);
    slider.setAttribute("aria-valuetext", state.year === null ? "年を問わない" : state.year + "年まで");
    paintYear();
  };
  const stop = () => {
    clearInterval(timer);
    timer = null;
    play.setAttribute("aria-pressed", "false");
    play.textContent = "年を追って動かす";
  };
  slider.addEventListener("input", () => { stop(); set(); });
  play.addEventListener("click", () => {
    if (timer) { stop(); return; }
    if (Number(slider.value) >= LAST - 1) slider.value = slider.min;
    play.setAttribute("aria-pressed", "true");
    play.textContent = "止める";
    set();
    timer = setInterval(() => {
      slider.value = Number(slider.value) + 1;
      set();
      if (Number(slider.value) >= LAST) stop();
    }, 900);
  });
  slider.value = slider.max;
}
