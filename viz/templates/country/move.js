/* Part of one script. Moving the map: buttons, keys, wheel, drag and two fingers. */

const map = byId("map");
const svg = map.querySelector("svg");
const [LEFT, TOP, FULL_WIDTH, FULL_HEIGHT] = svg.getAttribute("viewBox").split(" ").map(Number);
/* How many times larger than on the map of the country things are from the start. */
const BASE = data.scale;
/* The point of the map that lies in the upper left corner, and how many times larger everything is. */
const view = { x: LEFT, y: TOP, k: 1 };
const CLOSEST = 24;
const SETTLED = 160;
/* Names that a narrow screen has room for. */
const FEW = 5;
const land = svg.querySelector(".land");
const border = Number(land.getAttribute("stroke-width"));
const borders = svg.querySelector(".borders");
const patterns = ["hatch", "striped", "dotted"].map((name) => {
  const pattern = byId(name + "-land");
  return [pattern, pattern.getAttribute("patternTransform").replace(/^scale\([\d.]+\)/, "")];
});
const dotGroups = [...svg.querySelectorAll("[data-dots]")].map((group) => [group, Number(group.getAttribute("stroke-width"))]);
const dots = [...svg.querySelectorAll("[data-dots] circle")];
const radius = dots.length ? Number(dots[0].getAttribute("r")) : 0;
const marks = [...svg.querySelectorAll(".names g")].map((group) => {
  const circle = group.querySelector("circle");
  return [group, Number(circle.getAttribute("cx")), Number(circle.getAttribute("cy"))];
});
const lines = [...svg.querySelectorAll(".ties path")].map((path) => [path, Number(path.getAttribute("stroke-width"))]);
let waiting = false;
let settling = null;
let sized = 0;

/* While it moves the picture is only shifted and stretched; it is drawn anew when it stands still. */
function redraw() {
  svg.classList.add("moving");
  clearTimeout(settling);
  settling = setTimeout(settle, SETTLED);
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => {
    waiting = false;
    const scale = map.clientWidth / FULL_WIDTH;
    svg.style.transform = view.k === 1 ? "none" : `translate(${(LEFT - view.x) * view.k * scale}px, ${(TOP - view.y) * view.k * scale}px) scale(${view.k})`;
    map.classList.toggle("moved", view.k > 1);
  });
}

/* Marks, borders, patterns and names keep their size on the screen. */
function settle() {
  svg.classList.remove("moving");
  const k = view.k;
  const fit = Math.min(1.7, Math.max(1, (FULL_WIDTH * BASE) / map.clientWidth));
  if (k * 100 + fit === sized) return;
  sized = k * 100 + fit;
  land.setAttribute("stroke-width", border / k);
  if (borders) borders.setAttribute("stroke-width", 6 / k);
  patterns.forEach(([pattern, rest]) => pattern.setAttribute("patternTransform", `scale(${10 / BASE / k})${rest}`));
  dotGroups.forEach(([group, wide]) => group.setAttribute("stroke-width", wide / k));
  dots.forEach((dot) => dot.setAttribute("r", radius / Math.sqrt(k) / Math.max(1, k / 6)));
  marks.forEach(([group, x, y]) => group.setAttribute("transform", `translate(${x} ${y}) scale(${fit / BASE / k}) translate(${-x} ${-y})`));
  lines.forEach(([path, wide]) => {
    path.setAttribute("stroke-width", wide / k);
    if (path.hasAttribute("stroke-dasharray")) path.setAttribute("stroke-dasharray", `${5 / k} ${3 / k}`);
  });
  marks.forEach(([group]) => {
    const label = group.querySelector("text");
    if (label) label.style.display = fit > 1.2 && Number(group.dataset.rank) > FEW ? "none" : "";
  });
  const around = svg.querySelector(".picked");
  if (around) around.setAttribute("stroke-width", 24 / BASE / k);
}

function zoom(factor, at) {
  const k = Math.min(CLOSEST, Math.max(1, view.k * factor));
  const [x, y] = at || middle();
  view.x = x - (x - view.x) * (view.k / k);
  view.y = y - (y - view.y) * (view.k / k);
  view.k = k;
  keep();
  redraw();
}

/* What stays where it is: the middle of the view; of the whole country the chosen place, or else Gifu, not the sea. */
function middle() {
  if (view.k > 1 || BASE > 1) return [view.x + FULL_WIDTH / view.k / 2, view.y + FULL_HEIGHT / view.k / 2];
  const place = placeOf.get(state.chosen || data.centre);
  return place && place.at ? place.at : [285, 405];
}

function keep() {
  view.x = Math.min(LEFT + FULL_WIDTH - FULL_WIDTH / view.k, Math.max(LEFT, view.x));
  view.y = Math.min(TOP + FULL_HEIGHT - FULL_HEIGHT / view.k, Math.max(TOP, view.y));
}

function move(dx, dy) {
  view.x += dx;
  view.y += dy;
  keep();
  redraw();
}

function whole() {
  Object.assign(view, { x: LEFT, y: TOP, k: 1 });
  redraw();
}

/* Bring a place into the middle, close enough to see it. */
function visit(place) {
  if (!place.at) return;
  view.k = Math.max(view.k, (place.prefecture ? 4 : 7) / BASE, 1);
  view.x = place.at[0] - FULL_WIDTH / view.k / 2;
  view.y = place.at[1] - FULL_HEIGHT / view.k / 2;
  keep();
  redraw();
}

/* Where on the map the pointer is, and how many of its units a pixel of the screen is. */
function point(event) {
  const box = map.getBoundingClientRect();
  const scale = FULL_WIDTH / view.k / box.width;
  return [view.x + (event.clientX - box.left) * scale, view.y + (event.clientY - box.top) * scale, scale];
}

/* The outline of the chosen place lies above its neighbours. */
function pick(code) {
  svg.querySelectorAll(".picked").forEach((element) => element.remove());
  const shape = code && land.querySelector(`path[data-code="${code}"]`);
  if (!shape) return;
  const around = document.createElementNS(SVG, "path");
  around.setAttribute("class", "picked");
  around.setAttribute("d", shape.getAttribute("d"));
  around.setAttribute("stroke-width", 24 / BASE / view.k);
  land.append(around);
}

settle();
addEventListener("resize", settle);
byId("larger").addEventListener("click", () => zoom(1.6));
byId("smaller").addEventListener("click", () => zoom(1 / 1.6));
byId("whole").addEventListener("click", whole);

map.addEventListener("keydown", (event) => {
  const step = 60 / BASE / view.k;
  const keys = {
    "+": () => zoom(1.6), ";": () => zoom(1.6), "=": () => zoom(1.6), "-": () => zoom(1 / 1.6), 0: whole,
    ArrowLeft: () => move(-step, 0), ArrowRight: () => move(step, 0), ArrowUp: () => move(0, -step), ArrowDown: () => move(0, step),
  };
  const act = keys[event.key];
  if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
  if (view.k === 1 && event.key.startsWith("Arrow")) return;
  event.preventDefault();
  act();
});

map.addEventListener("wheel", (event) => {
  if (!event.ctrlKey && !event.metaKey && !map.contains(document.activeElement)) return;
  if (view.k === 1 && event.deltaY > 0) return;
  event.preventDefault();
  zoom(Math.exp(-event.deltaY / 300), point(event));
}, { passive: false });
map.addEventListener("dblclick", (event) => zoom(2, point(event)));

const held = new Map();
let spread = 0;

map.addEventListener("pointerdown", (event) => {
  if (event.button) return;
  held.set(event.pointerId, [event.clientX, event.clientY]);
  state.dragged = false;
  spread = 0;
});
addEventListener("pointermove", (event) => {
  const before = held.get(event.pointerId);
  if (!before) return;
  const [dx, dy] = [event.clientX - before[0], event.clientY - before[1]];
  if (held.size === 2) {
    held.set(event.pointerId, [event.clientX, event.clientY]);
    const [[x1, y1], [x2, y2]] = [...held.values()];
    const now = Math.hypot(x2 - x1, y2 - y1);
    if (spread) zoom(now / spread, point({ clientX: (x1 + x2) / 2, clientY: (y1 + y2) / 2 }));
    spread = now;
    state.dragged = true;
    return;
  }
  if (view.k === 1 || (!state.dragged && Math.hypot(dx, dy) < 4)) return;
  state.dragged = true;
  held.set(event.pointerId, [event.clientX, event.clientY]);
  const scale = point(event)[2];
  move(-dx * scale, -dy * scale);
});
["pointerup", "pointercancel"].forEach((name) => addEventListener(name, (event) => {
  held.delete(event.pointerId);
  spread = 0;
  /* The click that ends a drag chooses nothing. */
  if (state.dragged) setTimeout(() => { state.dragged = false; }, 0);
}));

/* --- the name of what lies under the pointer --- */

const tip = byId("tip");
svg.addEventListener("pointermove", (event) => {
  const hit = event.target.closest("[data-code]");
  if (!hit || event.pointerType === "touch") {
    tip.hidden = true;
    return;
  }
  const place = placeOf.get(hit.dataset.code);
  const about = data.mode === "ties" ? "" : "　" + STANDINGS[standing(place)];
  tip.textContent = place.name + about;
  tip.hidden = false;
  const box = map.getBoundingClientRect();
  const left = Math.min(event.clientX - box.left + 14, box.width - tip.offsetWidth - 4);
  tip.style.left = left + "px";
  tip.style.top = event.clientY - box.top + 16 + "px";
});
svg.addEventListener("pointerleave", () => { tip.hidden = true; });

const chosenLines = byId("lines");
if (chosenLines) {
  chosenLines.addEventListener("input", () => {
    const limit = Number(chosenLines.value);
    if (!(limit >= 1)) return;
    svg.querySelectorAll("[data-rank]").forEach((element) => {
      if (Number(element.dataset.rank) > limit) element.setAttribute("display", "none");
      else element.removeAttribute("display");
    });
  });
}
