// Every name folded in one long text per kind, the things with most records first: a search is one pass over it.
const KINDS = ["自治体", "企業", "協定", "施策", "分野", "文書"];
const SLICE = 10;

const later = () => new Promise((done) => {
  const channel = new MessageChannel();
  channel.port1.onmessage = () => done();
  channel.port2.postMessage(0);
});

const openSearch = (graph, world) => {
  const shelves = new Map();
  const former = new Map();
  const at = graph.extra("former.at");
  for (const [n, name] of graph.extraText("former.name").entries()) {
    if (!former.has(at[n])) former.set(at[n], []);
    former.get(at[n]).push(name);
  }
  const others = (kind, i) => {
    const node = graph.label(kind);
    const found = [];
    const add = (name, what) => name && found.push({ name, what });
    if (kind === "自治体") {
      add(node.get(i, "略称"), "略称");
      add(node.get(i, "読み"), "読み");
      add(node.id(i), "団体コード");
      for (const name of former.get(i) ?? []) add(name, "以前の名前");
    }
    if (kind === "自治体" || kind === "企業") add(node.get(i, "法人番号"), "法人番号");
    if (kind === "企業") for (const what of ["別名", "サービス名"]) for (const name of node.get(i, what)) add(name, what);
    return found;
  };
  const build = async (kind) => {
    const node = graph.label(kind);
    const record = kind === "協定" || kind === "施策";
    const number = (i) => (record ? 0 : world.size(kind, i));
    const order = Uint32Array.from({ length: node.count }, (_, i) => i);
    if (!record) {
      const sizes = Uint32Array.from(order, number);
      order.sort((a, b) => sizes[b] - sizes[a] || a - b);
    }
    const starts = new Uint32Array(node.count + 1);
    const parts = [];
    const short = new Map();
    const place = (m) => {
      if (!short.has(m)) short.set(m, fold(graph.label("自治体").get(m, "略称") || graph.nameOf("自治体", m)));
      return short.get(m);
    };
    let length = 0;
    let since = performance.now();
    for (let n = 0; n < order.length; n += 1) {
      const i = order[n];
      let text = `\n${fold(graph.nameOf(kind, i))}\n`;
      if (record) for (const m of world.places(kind, i)) text += `${place(m.i)}\n`;
      else for (const other of others(kind, i)) text += `${fold(other.name)}\n`;
      starts[n] = length;
      length += text.length;
      parts.push(text);
      if (n % 64 === 0 && performance.now() - since > SLICE) {
        await later();
        since = performance.now();
      }
    }
    starts[order.length] = length;
    return { order, starts, text: parts.join("") };
  };
  const ready = (kind) => {
    if (!shelves.has(kind)) shelves.set(kind, build(kind));
    return shelves.get(kind);
  };
  const scan = ({ order, starts, text }, words, most) => {
    const classes = [[], [], []];
    const whole = `\n${words.join("")}\n`;
    const start = `\n${words[0]}`;
    let total = 0;
    let n = 0;
    for (let hit = text.indexOf(words[0]); hit >= 0; hit = text.indexOf(words[0], starts[n + 1])) {
      let step = 1;
      while (n + step < order.length && starts[n + step] <= hit) step *= 2;
      let high = Math.min(n + step, order.length);
      while (high - n > 1) {
        const middle = (n + high) >> 1;
        if (starts[middle] <= hit) n = middle;
        else high = middle;
      }
      const names = text.slice(starts[n], starts[n + 1]);
      if (words.length === 1 || words.every((word) => names.includes(word))) {
        total += 1;
        const rank = names.includes(whole) ? 0 : names.includes(start) ? 1 : 2;
        if (classes[rank].length < most) classes[rank].push(order[n]);
      }
    }
    return { total, found: classes.flat().slice(0, most) };
  };
  const words = (typed) => typed.slice(0, 200).split(/[\s　]+/u).map(fold).filter(Boolean);
  const find = async (typed, most, kinds = KINDS) => {
    const sought = words(typed);
    if (!sought.length) return [];
    const found = [];
    for (const kind of kinds) {
      const shelf = await ready(kind);
      const since = performance.now();
      found.push({ kind, ...scan(shelf, sought, most), took: performance.now() - since });
    }
    return found.filter((each) => each.total);
  };
  const prepare = async () => {
    for (const kind of KINDS) await ready(kind);
  };
  return { find, words, others, prepare };
};
