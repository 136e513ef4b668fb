/* Part of one script. The canvas: the same picture as the SVG, with what is chosen and what is left. */

const box = byId("canvas");
const size = { width: Number(box.dataset.width), height: Number(box.dataset.height) };
const images = {};
let edges = null, plainEdges = null, painted = new Map();
data.nodes.forEach((node, n) => Object.assign(node, data.spots[n]));

const touches = (fact, node) => data.facts[fact].from === node || data.facts[fact].to === node;
const near = (fact) => state.fact === fact || (state.node !== null && touches(fact, state.node));

/* What a chosen node is tied to: its records, and who else takes part in them. */
let beside = null;
function neighbours() {
  if (state.node === null) return null;
  const records = new Set([state.node]), found = new Set([state.node]);
  const follow = (node, into) => factsOf[node].forEach((n) => {
    const { from, to } = data.facts[n];
    if (to === null) return;
    into.add(from).add(to);
  });
  follow(state.node, records);
  records.forEach((node) => (data.nodes[node].row !== null ? follow(node, found) : found.add(node)));
  return found;
}

function strong(n) {
  if (state.node === n) return true;
  if (state.fact !== null) return data.facts[state.fact].from === n || data.facts[state.fact].to === n;
  return false;
}

function drawNode({ ctx, id }) {
  if (id[0] !== "n") return { drawNode() {}, nodeDimensions: { width: 0, height: 0 } };
  const n = Number(id.slice(1));
  const node = data.nodes[n];
  return {
    drawNode() {
      ctx.globalAlpha = shown(state.nodes, n) ? (shown(beside, n) ? 1 : 0.4) : 0.15;
      ctx.drawImage(images[node.mark], node.x - 8, node.y - 8, 16, 16);
      ctx.fillStyle = INK;
      ctx.font = (strong(n) ? "bold " : "") + "14px " + FONT;
      ctx.textAlign = node.anchor;
      ctx.textBaseline = "alphabetic";
      node.lines.forEach(([x, y, words]) => ctx.fillText(words, x, y));
    },
    nodeDimensions: { width: 18, height: 18 },
  };
}

function drawBehind(ctx) {
  ctx.font = "13px " + FONT;
  ctx.fillStyle = SUB;
  ctx.textBaseline = "alphabetic";
  data.heads.forEach(([x, anchor, words]) => { ctx.textAlign = anchor; ctx.fillText(words, x, 20); });
  data.leaders.forEach(([record, dash, [x1, y1, x2, y2]]) => {
    const chosen = x1 !== x2 && strong(record);
    ctx.lineWidth = chosen ? 2.6 : 1;
    ctx.strokeStyle = chosen ? INK : GREY;
    ctx.globalAlpha = shown(state.nodes, record) ? 1 : 0.12;
    ctx.setLineDash(dash);
    ctx.beginPath();
    ctx.moveTo(x1, y1);
    ctx.lineTo(x2, y2);
    ctx.stroke();
  });
  ctx.setLineDash([]);
  ctx.globalAlpha = 1;
}

function drawFlags(ctx) {
  ctx.textAlign = "center";
  data.flags.forEach(([fact, x, y, words]) => {
    const doubt = words === "要";
    const half = 6 * words.length + 3;
    ctx.globalAlpha = shown(state.facts, fact) ? 1 : 0.12;
    ctx.fillStyle = "#FFFFFF";
    ctx.fillRect(x - half, y - 9, half * 2, 18);
    ctx.lineWidth = 1;
    ctx.strokeStyle = doubt ? EVIDENCE : GREY;
    ctx.setLineDash(doubt ? [3, 2] : []);
    ctx.strokeRect(x - half, y - 9, half * 2, 18);
    ctx.fillStyle = doubt ? EVIDENCE : SUB;
    ctx.font = (doubt ? "bold " : "") + "12px " + FONT;
    ctx.fillText(words, x, y + 4.4);
  });
  ctx.setLineDash([]);
  ctx.globalAlpha = 1;
}

/* The picture that narrow screens and paper show. */
const still = [...document.querySelectorAll("#diagram .sheet [data-fact], #diagram .sheet [data-node]")].map((element) => (
  { element, fact: element.dataset.fact === undefined ? null : Number(element.dataset.fact), node: Number(element.dataset.node) }));
function paintStill() {
  still.forEach(({ element, fact, node }) => {
    element.classList.toggle("gone", fact === null ? !shown(state.nodes, node) : !shown(state.facts, fact));
    element.classList.toggle("chosen", fact === null ? strong(node) : near(fact));
  });
}

/* Only lines whose look changes are handed to the library again. */
function paint() {
  beside = neighbours();
  paintStill();
  if (!canvas) return;
  const changed = [];
  plainEdges.forEach((edge) => {
    const n = Number(edge.id.slice(1));
    const look = near(n) ? "chosen" : shown(state.facts, n) ? "plain" : "dim";
    if ((painted.get(n) || "plain") === look) return;
    painted.set(n, look);
    changed.push({
      id: edge.id,
      width: look === "chosen" ? 2.6 : edge.width,
      color: { color: look === "chosen" ? INK : edge.color.color, opacity: look === "dim" ? 0.12 : 1, inherit: false },
    });
  });
  if (changed.length) edges.update(changed);
  canvas.redraw();
}

function press({ pointer }) {
  const { x, y } = pointer.canvas;
  const n = data.nodes.findIndex(({ box: [x1, y1, x2, y2] }) => x >= x1 && x <= x2 && y >= y1 && y <= y2);
  if (n >= 0) return openNode(n, null);
  const edge = canvas.getEdgeAt(pointer.DOM);
  if (edge) openFact(Number(edge.slice(1)), null);
}

function zoom(factor) {
  const { x, y } = canvas.getViewPosition();
  canvas.moveTo({ position: { x, y }, scale: Math.min(3, Math.max(0.1, canvas.getScale() * factor)) });
}

function fit() {
  const scale = Math.min(1, box.clientWidth / size.width);
  const tall = Math.min(size.height * scale, TALLEST);
  box.style.height = tall + "px";
  canvas.setSize(box.clientWidth + "px", tall + "px");
  canvas.moveTo({ position: { x: box.clientWidth / scale / 2, y: tall / scale / 2 }, scale });
}

function start() {
  if (canvas || !WIDE.matches) return;
  const drawn = read("drawn");
  root.classList.add("drawn");
  plainEdges = drawn.edges;
  edges = new vis.DataSet(drawn.edges);
  drawn.options.nodes.ctxRenderer = drawNode;
  canvas = new vis.Network(box, { nodes: new vis.DataSet(drawn.nodes), edges }, drawn.options);
  canvas.on("beforeDrawing", drawBehind);
  canvas.on("afterDrawing", drawFlags);
  canvas.on("click", press);
  fit();
  if (state.facts || state.fact !== null || state.node !== null) paint();
}

/* Enter leads to the first of what is left in the picture. */
function leap() {
  const left = data.nodes.filter((node, n) => state.nodes && state.nodes.has(n)).map((node) => node.y);
  if (!left.length || !canvas) return;
  const top = box.getBoundingClientRect().top + scrollY;
  scrollTo({ top: top + Math.min(...left) * canvas.getScale() - 120 });
}

byId("larger").addEventListener("click", () => zoom(1.25));
byId("smaller").addEventListener("click", () => zoom(0.8));
byId("whole").addEventListener("click", fit);
root.classList.add("on");
filter();
Promise.all(Object.entries(data.marks).map(([name, address]) => {
  images[name] = new Image();
  images[name].src = address;
  return images[name].decode();
})).then(() => {
  start();
  WIDE.addEventListener("change", start);
}).catch((error) => {
  /* The picture that needs no script stays. */
  root.classList.remove("drawn");
  throw error;
});
addEventListener("resize", () => canvas && WIDE.matches && box.clientWidth && fit());
