/* Part of one script. Pictures that move: buttons, keys, the wheel, dragging and two fingers choose what part is seen. */

const CLOSEST = 8;
const NEAR = 3;

document.querySelectorAll(".stage").forEach((stage) => {
  const svg = stage.querySelector("svg");
  const [, , WIDTH, HEIGHT] = svg.getAttribute("viewBox").split(" ").map(Number);
  /* The point of the picture that lies in the upper left corner, and how many times larger everything is. */
  const view = { x: 0, y: 0, k: 1 };
  let waiting = false;

  function put() {
    waiting = false;
    svg.setAttribute("viewBox", [view.x, view.y, WIDTH / view.k, HEIGHT / view.k].map((n) => n.toFixed(2)).join(" "));
    stage.classList.toggle("moved", view.k > 1);
  }

  function see(x, y, k = view.k) {
    view.k = Math.min(CLOSEST, Math.max(1, k));
    view.x = Math.min(WIDTH - WIDTH / view.k, Math.max(0, x));
    view.y = Math.min(HEIGHT - HEIGHT / view.k, Math.max(0, y));
    if (!waiting) requestAnimationFrame(put);
    waiting = true;
  }

  /* What lies at the point stays where it is. */
  function zoom(factor, [x, y] = middle()) {
    const k = Math.min(CLOSEST, Math.max(1, view.k * factor));
    see(x - (x - view.x) * (view.k / k), y - (y - view.y) * (view.k / k), k);
  }

  /* The middle of what the window shows of the picture, in the picture's own units. */
  function middle() {
    const { top, bottom, left, right } = svg.getBoundingClientRect();
    return point({
      clientX: (left + right) / 2, clientY: (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2,
    });
  }

  function point({ clientX, clientY }) {
    const box = svg.getBoundingClientRect();
    const unit = WIDTH / view.k / box.width;
    return [view.x + (clientX - box.left) * unit, view.y + (clientY - box.top) * unit, unit];
  }

  const act = { larger: () => zoom(1.25), smaller: () => zoom(0.8), whole: () => see(0, 0, 1) };
  stage.parentNode.querySelectorAll(".zoom button").forEach((button) => button.addEventListener("click", act[button.value]));

  /* --- keys: the picture is one stop, arrows lead from name to name and crossing to crossing --- */

  const stops = [...svg.querySelectorAll("[data-group], [data-link]")].filter((each) => !each.querySelector("path"));
  let stop = stops[0];
  stop.setAttribute("tabindex", "0");

  function rest(element) {
    stop.setAttribute("tabindex", "-1");
    stop = element;
    stop.setAttribute("tabindex", "0");
    stop.focus({ preventScroll: true });
    if (view.k > 1) {
      const [x, y] = point(centre(stop));
      see(x - WIDTH / view.k / 2, y - HEIGHT / view.k / 2);
    } else stop.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  function centre(element) {
    const { left, right, top, bottom } = element.getBoundingClientRect();
    return { clientX: (left + right) / 2, clientY: (top + bottom) / 2 };
  }

  /* The nearest that lies that way; what lies aside counts as farther. */
  function next(right, down) {
    const from = centre(stop);
    let best = null, least = Infinity;
    stops.forEach((other) => {
      const to = centre(other);
      const [dx, dy] = [to.clientX - from.clientX, to.clientY - from.clientY];
      const ahead = dx * right + dy * down, aside = Math.abs(dx * down) + Math.abs(dy * right);
      if (ahead > NEAR && ahead + NEAR * aside < least) [best, least] = [other, ahead + NEAR * aside];
    });
    if (best) rest(best);
  }

  const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const keys = { "+": act.larger, ";": act.larger, "=": act.larger, "-": act.smaller, 0: act.whole };
  stage.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !WIDE.matches) return;
    const way = ways[event.key];
    if (way && event.target !== stage) next(...way);
    else if (way && view.k > 1) see(view.x + (way[0] * 60) / view.k, view.y + (way[1] * 60) / view.k);
    else if (keys[event.key]) keys[event.key]();
    else return;
    event.preventDefault();
  });

  /* --- wheel, drag and two fingers; a narrow screen scrolls and magnifies by itself --- */

  stage.addEventListener("wheel", (event) => {
    if (!WIDE.matches || (!event.ctrlKey && !event.metaKey && view.k === 1)) return;
    event.preventDefault();
    zoom(Math.exp(-event.deltaY / 300), point(event));
  }, { passive: false });

  const held = new Map();
  let dragged = false, spread = 0;
  svg.addEventListener("dragstart", (event) => event.preventDefault());
  svg.addEventListener("pointerdown", (event) => {
    if (event.button || !WIDE.matches) return;
    held.set(event.pointerId, [event.clientX, event.clientY]);
    dragged = false;
    spread = 0;
  });
  addEventListener("pointermove", (event) => {
    const before = held.get(event.pointerId);
    if (!before) return;
    const [dx, dy] = [event.clientX - before[0], event.clientY - before[1]];
    if (held.size === 1 && (view.k === 1 || (!dragged && Math.hypot(dx, dy) < 4))) return;
    held.set(event.pointerId, [event.clientX, event.clientY]);
    dragged = true;
    if (held.size === 1) {
      const unit = point(event)[2];
      see(view.x - dx * unit, view.y - dy * unit);
      return;
    }
    const [[x1, y1], [x2, y2]] = [...held.values()];
    const now = Math.hypot(x2 - x1, y2 - y1);
    if (spread) zoom(now / spread, point({ clientX: (x1 + x2) / 2, clientY: (y1 + y2) / 2 }));
    spread = now;
  });
  ["pointerup", "pointercancel"].forEach((name) => addEventListener(name, (event) => {
    held.delete(event.pointerId);
    spread = 0;
  }));
  /* The click that ends a drag chooses nothing. */
  svg.addEventListener("click", (event) => {
    if (!dragged) return;
    dragged = false;
    event.preventDefault();
    event.stopPropagation();
  }, true);
  svg.addEventListener("dblclick", (event) => {
    if (WIDE.matches && !event.target.closest("[data-link], [data-group]")) zoom(2, point(event));
  });

  /* Paper shows all of it. */
  addEventListener("beforeprint", () => svg.setAttribute("viewBox", `0 0 ${WIDTH} ${HEIGHT}`));
  addEventListener("afterprint", put);
});
