// The partnership diagram around a node: 自治体 | 協定・施策 | 企業・団体 in three ordered columns.
const DRAWN = 500;
const DASHES = { 実施: "", 実証: "8 3 1.5 3", 計画: "5 4", 検討: "1.5 3.5", 終了: "12 4", 不明: "2 6" };
const LEAD = 19;
const WIDEST = [9, 16, 14];

const em = (words) => Array.from(words).reduce((sum, char) => sum + (char.codePointAt(0) < 0x2000 || (char >= "｡" && char <= "ﾟ") ? 0.55 : 1), 0);
// A name in at most three lines; a longer one ends with … and has its full form in the title and in the table below.
const wrapped = (words, most) => {
  const lines = [""];
  for (const char of Array.from(words.replace(/\s+/gu, " ")).slice(0, 200)) {
    if (em(lines.at(-1) + char) > most) {
      if (lines.length === 3) {
        lines[2] = `${lines[2].slice(0, -1)}…`;
        return lines;
      }
      lines.push("");
    }
    lines[lines.length - 1] += char;
  }
  return lines;
};

// What is drawn: records ranked by what they say of the subject, until 500 things (marks and lines) are there.
const around = (kind, i, sift) => {
  const all = kind === "分野" ? RECORDS.flatMap((record) => { const inside = world.inField(record, i); return Array.from({ length: inside.length }, (_, at) => at).filter((at) => inside[at]).map((at) => ({ kind: record, i: at })); }) : kind === "協定" || kind === "施策" ? [{ kind, i }, ...(kind === "協定" ? world.measuresUnder(i).map((each) => ({ kind: "施策", i: each.i })) : world.grounds(i).map((each) => ({ kind: "協定", i: each.i })))] : world.ids(kind, i);
  const records = all.filter((each) => sift.keep(each.kind, each.i));
  const rank = new Map(records.map((each) => [each, (world.bodies(each.kind, each.i).length ? 0 : 2) + (each.kind === "施策" ? (world.state("施策", each.i) === "実施" ? 0 : 0.5) : 0.2)]));
  const order = [...records].sort((a, b) => rank.get(a) - rank.get(b) || byDate(a, b));
  const nodes = new Map();
  const lines = [];
  const shown = [];
  const key = (side, at) => `${side}:${at}`;
  for (const each of order) {
    const parties = [...world.places(each.kind, each.i).map((party) => ["自治体", party]), ...world.bodies(each.kind, each.i).map((party) => ["企業", party])].slice(0, 40);
    const fresh = parties.filter(([side, party]) => !nodes.has(key(side, party.i))).length;
    if (nodes.size + lines.length + 1 + fresh + parties.length > DRAWN) continue;
    const own = key(each.kind, each.i);
    nodes.set(own, { kind: each.kind, i: each.i, column: 1 });
    for (const [side, party] of parties) {
      nodes.set(key(side, party.i), nodes.get(key(side, party.i)) ?? { kind: side, i: party.i, column: side === "自治体" ? 0 : 2 });
      lines.push({ from: key(side, party.i), to: own, rel: world.edges[each.kind][side], r: party.r, only: party.only });
    }
    shown.push(each);
  }
  return { records, shown, nodes, lines };
};
const arranged = (nodes, lines) => {
  const columns = [0, 1, 2].map((column) => [...nodes].filter(([, each]) => each.column === column).map(([key]) => key));
  const ties = new Map([...nodes.keys()].map((key) => [key, []]));
  for (const line of lines) {
    ties.get(line.from).push(line.to);
    ties.get(line.to).push(line.from);
  }
  const place = new Map();
  const rank = (column) => columns[column].forEach((key, at) => place.set(key, (at + 0.5) / columns[column].length));
  [0, 1, 2].forEach(rank);
  const mean = (key, sides) => {
    const near = ties.get(key).filter((other) => sides.includes(nodes.get(other).column));
    return near.length ? near.reduce((sum, other) => sum + place.get(other), 0) / near.length : 0.5;
  };
  const sort = (column, sides) => {
    const wish = new Map(columns[column].map((key) => [key, mean(key, sides)]));
    columns[column].sort((a, b) => wish.get(a) - wish.get(b) || (a < b ? -1 : 1));
    rank(column);
  };
  for (let sweep = 0; sweep < 6; sweep += 1) {
    sort(1, sweep % 2 ? [0, 2] : [0]);
    sort(0, [1]);
    sort(2, [1]);
  }
  return { columns, ties };
};
const diagramPicture = (nodes, lines, subject) => {
  const { columns, ties } = arranged(nodes, lines);
  const xs = [150, 400, 800];
  const heights = columns.map((column) => column.map((key) => {
    const each = nodes.get(key);
    each.lines = wrapped(each.kind === "自治体" ? short(each.i) : graph.nameOf(each.kind, each.i), WIDEST[each.column]);
    return Math.max(24, each.lines.length * LEAD + 6);
  }));
  const tall = Math.max(...heights.map((column) => column.reduce((a, b) => a + b, 0)), 60);
  columns.forEach((column, c) => {
    const free = tall - heights[c].reduce((a, b) => a + b, 0);
    const gap = column.length ? free / column.length : 0;
    let y = 44;
    column.forEach((key, at) => {
      Object.assign(nodes.get(key), { x: xs[c], y: y + (heights[c][at] + gap) / 2 });
      y += heights[c][at] + gap;
    });
  });
  const drawnLines = [];
  const picture = s("svg", { class: "diagram", viewBox: `0 0 1040 ${tall + 60}`, width: 1040, height: tall + 60, role: "group", "aria-label": "関係図。同じ内容が下の表にある" });
  ["自治体", "協定・施策", "企業・団体"].forEach((words, c) => picture.append(s("text", { class: "column", x: xs[c] + (c ? 14 : -14), y: 20, "text-anchor": c ? "start" : "end" }, `${words} ${number(columns[c].length)}`)));
  const flags = [];
  for (const line of lines) {
    const [a, b] = [nodes.get(line.from), nodes.get(line.to)];
    const right = a.column === 2;
    const [x1, x2] = right ? [b.x + 22 + Math.max(...b.lines.map(em)) * 14, a.x - 12] : [a.x + 12, b.x - 12];
    const [y1, y2] = right ? [b.y, a.y] : [a.y, b.y];
    const middle = (Math.max(x1, right ? 650 : x1) + x2) / 2;
    const start = right ? Math.max(x1, 650) : x1;
    const path = s("path", { class: b.kind === "協定" ? "line pale" : "line", d: `M${x1.toFixed(1)} ${y1.toFixed(1)}H${start.toFixed(1)}C${middle.toFixed(1)} ${y1.toFixed(1)} ${middle.toFixed(1)} ${y2.toFixed(1)} ${x2} ${y2.toFixed(1)}`, "stroke-dasharray": b.kind === "施策" ? DASHES[world.state("施策", b.i)] || null : null });
    picture.append(path);
    drawnLines.push([line, path]);
    const flag = line.only ? PLACE : line.rel.certainty(line.r) === 2 ? "要" : "";
    if (flag) flags.push(s("g", { class: flag === "要" ? "flag doubt" : "flag", transform: `translate(${((start + x2) / 2).toFixed(1)} ${((y1 + y2) / 2).toFixed(1)})` }, s("rect", { x: -6 * flag.length - 3, y: -9, width: 12 * flag.length + 6, height: 18 }), s("text", { y: 4.4, "text-anchor": "middle" }, flag)));
  }
  const things = new Map();
  for (const [key, each] of nodes) {
    const left = each.column === 0;
    const use = s("use", { href: `#m-${markName(each.kind, each.column === 1 ? world.state(each.kind, each.i) : "")}`, x: each.x - 8, y: each.y - 8, width: 16, height: 16 });
    const thing = s("a", { class: key === subject ? "thing on" : "thing", href: address([each.kind, world.node(each.kind).id(each.i)]) }, s("title", {}, graph.nameOf(each.kind, each.i)), use,
      s("text", { "text-anchor": left ? "end" : "start" }, each.lines.map((words, at) => s("tspan", { x: each.x + (left ? -14 : 14), y: each.y + 5 + (at - (each.lines.length - 1) / 2) * LEAD }, words))));
    const near = (on) => {
      picture.classList.toggle("near", on);
      const lit = new Set([key, ...ties.get(key)]);
      if (each.column !== 1) for (const record of ties.get(key)) for (const other of ties.get(record)) lit.add(other);
      for (const [other, element] of things) element.classList.toggle("lit", on && lit.has(other));
      for (const [line, path] of drawnLines) path.classList.toggle("lit", on && (line.from === key || line.to === key || (each.column !== 1 && ties.get(key).includes(line.to))));
    };
    for (const [event, on] of [["pointerenter", true], ["pointerleave", false], ["focus", true], ["blur", false]]) thing.addEventListener(event, () => near(on));
    things.set(key, thing);
    picture.append(thing);
  }
  picture.append(...flags);
  return picture;
};
const diagramPage = (route) => {
  const [, kind, id] = route.parts;
  const i = kind in graph.head.schema.labels ? world.node(kind).number(id) : -1;
  if (i < 0) return missingPage(route);
  const sift = sifted(route);
  const { records, shown, nodes, lines } = around(kind, i, sift);
  const left = records.length - shown.length;
  return [
    crumbs(linkTo(kind, i), "関係図"), h("h1", { tabindex: "-1" }, mark(kind), ` ${graph.nameOf(kind, i)} の関係図`),
    scope(siftWords(sift), [`協定・施策 ${number(records.length)} のうち ${number(shown.length)} を描く（印と線で ${number(nodes.size + lines.length)}、${DRAWN} まで）。`, left ? h("b", {}, `描いていない ${number(left)} 件は下の表にある。`) : "", "相手の名が分かり、実施されているもの、新しいものを先にとる。並びは線の交わりが少なくなる順。印に合わせると、つながるところだけが濃くなる。"]),
    siftForm(route),
    nodes.size ? h("div", { class: "wide", tabindex: "0", role: "region", "aria-label": "関係図（横に動かせる）" }, diagramPicture(nodes, lines, `${kind}:${i}`)) : h("p", { class: "empty" }, "この条件に合う協定と施策の記録はない。「ない」とは言えない。"),
    h("p", { class: "keys-line" }, Object.entries(DASHES).map(([stage, dash]) => h("span", {}, mark("施策", stage), s("svg", { class: "dash", width: 44, height: 8, viewBox: "0 0 44 8", "aria-hidden": "true" }, s("path", { class: "line", d: "M0 4H44", "stroke-dasharray": dash || null })), stage)), h("span", {}, h("span", { class: "flag-key" }, "要"), " 線の根拠が要確認"), h("span", {}, h("span", { class: "tag" }, PLACE), " 行われた所。行う者ではない")),
    factsSection(route, "表", records, kind === "自治体" || kind === "企業" ? { kind, i } : null, sifted({ parts: [], query: {} })), sources(),
  ];
};
