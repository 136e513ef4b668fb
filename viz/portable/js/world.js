// What pages ask of the graph: parties and dates of records, what has been looked at, who works with whom.
const STAGES = ["実施", "実証", "計画", "検討", "終了", "不明"];
const AGREED = ["有効", "不明", "終了", "更新済"];
const RECORDS = ["協定", "施策"];
const PLACE = "場所";

const openWorld = (graph) => {
  const node = (kind) => graph.label(kind);
  const edges = {
    協定: { 自治体: graph.bucket("締結-自治体-協定"), 企業: graph.bucket("締結-企業-協定"), 分野: graph.bucket("対象-協定-分野") },
    施策: { 自治体: graph.bucket("実施-自治体-施策"), 企業: graph.bucket("参画-企業-施策"), 分野: graph.bucket("対象-施策-分野") },
  };
  const under = graph.bucket("根拠-施策-協定");
  const memo = (make) => {
    let value;
    let made_ = false;
    return () => {
      if (!made_) [value, made_] = [make(), true];
      return value;
    };
  };

  // A municipality that is only the place of a measure does not act.
  const onlyPlace = memo(() => {
    const rel = edges.施策.自治体;
    const found = new Uint8Array(rel.count);
    const roles = rel.evidence && rel.count ? rel.places("役割") : [];
    if (!roles.length) return found;
    const places = new Set([...new Set(roles)].filter((place) => place && graph.text(place - 1) === PLACE));
    for (let r = 0; r < rel.count; r += 1) {
      let all = 1;
      for (let e = rel.first[r]; e < rel.first[r + 1]; e += 1) if (!places.has(roles[e])) all = 0;
      found[r] = all;
    }
    return found;
  });

  const places = (kind, i) => Array.from(edges[kind].自治体.into(i), (r) => ({ i: edges[kind].自治体.start[r], r, only: kind === "施策" && onlyPlace()[r] === 1 }));
  const bodies = (kind, i) => Array.from(edges[kind].企業.into(i), (r) => ({ i: edges[kind].企業.start[r], r }));
  const topics = (kind, i) => Array.from(edges[kind].分野.out(i), (r) => ({ i: edges[kind].分野.end[r], r }));
  const recordsOf = (side, i, kind) => edges[kind][side].out(i);
  const grounds = (i) => Array.from(under.out(i), (r) => ({ i: under.end[r], r }));
  const measuresUnder = (i) => Array.from(under.into(i), (r) => ({ i: under.start[r], r }));

  const size = (kind, i) => {
    if (kind === "分野") return edges.協定.分野.counts.into(i) + edges.施策.分野.counts.into(i);
    if (kind !== "自治体" && kind !== "企業") return 0;
    return edges.協定[kind].counts.out(i) + edges.施策[kind].counts.out(i);
  };

  // --- properties of records as arrays, so that 250,000 are sifted at once ---------------------------------------
  const state = (kind, i) => node(kind).get(i, kind === "協定" ? "状態" : "段階") || "不明";
  const began = (kind, i) => {
    const known = kind === "協定" ? [node(kind).get(i, "締結日"), node(kind).get(i, "開始日")] : [node(kind).get(i, "時期")];
    return known.find((date) => date && !date.startsWith("--")) ?? "";
  };
  const hasEnded = (kind, i) => {
    if (kind === "施策") return state(kind, i) === "終了";
    const now = state(kind, i);
    return now === "終了" || now === "更新済" || (Boolean(node(kind).get(i, "終了日")) && now !== "有効");
  };
  const arrays = { 協定: null, 施策: null };
  const traits = (kind) => {
    if (arrays[kind]) return arrays[kind];
    const { count } = node(kind);
    const found = { year: new Uint16Array(count), date: new Array(count), state: new Uint8Array(count), sure: new Uint8Array(count).fill(2), ended: new Uint8Array(count) };
    const years = new Map();
    const states = new Map();
    const words = kind === "協定" ? AGREED : STAGES;
    for (let i = 0; i < count; i += 1) {
      const place = node(kind).place(i, kind === "協定" ? "締結日" : "時期");
      const second = kind === "協定" && node(kind).place(i, "開始日");
      const key = place * 4_000_000 + (second || 0);
      if (!years.has(key)) years.set(key, began(kind, i));
      const date = years.get(key);
      found.date[i] = date;
      found.year[i] = date ? Number(date.slice(0, 4)) : 0;
      const now = node(kind).place(i, kind === "協定" ? "状態" : "段階");
      if (!states.has(now)) states.set(now, words.indexOf(state(kind, i)));
      found.state[i] = states.get(now);
      found.ended[i] = kind === "施策" ? (words[found.state[i]] === "終了" ? 1 : 0) : (found.state[i] > 1 || (node(kind).place(i, "終了日") && found.state[i] !== 0) ? 1 : 0);
    }
    for (const side of ["自治体", "企業"]) {
      const rel = edges[kind][side];
      for (let r = 0; r < rel.count; r += 1) {
        const record = rel.end[r];
        const sure = rel.certainty(r);
        if (sure < found.sure[record]) found.sure[record] = sure;
      }
    }
    arrays[kind] = found;
    return found;
  };

  // --- fields: a large one has those below it ---------------------------------------------------------------------
  const above = graph.bucket("上位-分野-分野");
  const large = memo(() => Array.from({ length: node("分野").count }, (_, i) => i).filter((i) => !above.out(i).length));
  const below = (i) => [i, ...Array.from(above.into(i), (r) => below(above.start[r])).flat()];
  const top = memo(() => {
    const found = new Int32Array(node("分野").count).fill(-1);
    for (const i of large()) for (const each of below(i)) found[each] = i;
    return found;
  });
  const inField = (kind, field) => {
    const found = new Uint8Array(node(kind).count);
    const rel = edges[kind].分野;
    for (const i of below(field)) for (const r of rel.into(i)) found[rel.start[r]] = 1;
    if (kind === "施策") {
      const agreements = inField("協定", field);
      for (let r = 0; r < under.count; r += 1) if (agreements[under.end[r]]) found[under.start[r]] = 1;
    }
    return found;
  };

  // --- what has been looked at ------------------------------------------------------------------------------------
  const covers = graph.bucket("収録-文書-自治体");
  const inside = memo(() => {
    const prefecture = graph.head.prefecture;
    return Uint8Array.from({ length: node("自治体").count }, (_, i) => (!prefecture || node("自治体").get(i, "都道府県") === prefecture ? 1 : 0));
  });
  const looked = memo(() => {
    const documents = new Uint16Array(node("自治体").count);
    const complete = new Uint16Array(node("自治体").count);
    for (let r = 0; r < covers.count; r += 1) {
      documents[covers.end[r]] += 1;
      if (covers.own(r, "網羅").includes("全件")) complete[covers.end[r]] += 1;
    }
    return { documents, complete };
  });
  const standing = memo(() => Uint8Array.from({ length: node("自治体").count }, (_, i) => {
    if (size("自治体", i)) return 0;
    if (beyond().has(i)) return 4;
    if (looked().complete[i]) return 1;
    return looked().documents[i] ? 2 : 3;
  }));
  // What this file leaves out by its own conditions is not "none", nor "not looked at".
  const beyond = memo(() => new Set(graph.extra("outside")));
  const STANDINGS = ["記録あり", "記録なし", "抜粋など", "未調査", "条件の外"];
  const isPrefecture = memo(() => Uint8Array.from({ length: node("自治体").count }, (_, i) => (node("自治体").get(i, "種別") === "都道府県" ? 1 : 0)));
  const municipalities = memo(() => {
    const found = { 市区町村: [], 都道府県: [] };
    for (let i = 0; i < node("自治体").count; i += 1) if (inside()[i]) found[isPrefecture()[i] ? "都道府県" : "市区町村"].push(i);
    return found;
  });
  const prefectures = memo(() => {
    const found = new Map();
    for (let i = 0; i < node("自治体").count; i += 1) if (inside()[i]) {
      const name = node("自治体").get(i, "都道府県") || graph.nameOf("自治体", i);
      if (!found.has(name)) found.set(name, { name, own: -1, members: [] });
      if (isPrefecture()[i]) found.get(name).own = i;
      else found.get(name).members.push(i);
    }
    return found;
  });
  // How many of some municipalities are in which standing. ``having``: those that count as on record (default: any
  // record); ``ever``: those that would without the conditions of the page.
  const tally = (list, having = null, ever = null) => {
    const found = [0, 0, 0, 0, 0];
    for (const i of list) {
      if (!having) found[standing()[i]] += 1;
      else if (having.has(i)) found[0] += 1;
      else if ((ever && ever.has(i)) || beyond().has(i)) found[4] += 1;
      else found[looked().complete[i] ? 1 : looked().documents[i] ? 2 : 3] += 1;
    }
    return { total: list.length, recorded: found[0], none: found[1], extract: found[2], unseen: found[3], unsure: found[2] + found[3], outside: found[4] };
  };
  // The parts of a bar for it.
  const shares = (each) => [["recorded", each.recorded], ["over", each.outside], ["none", each.none], ["unseen", each.unsure]];

  // --- who works with whom ----------------------------------------------------------------------------------------
  // Partners of a municipality or body: other side → agreements and measures in which both take part.
  const partners = (side, i, keep = null) => {
    const other = side === "自治体" ? "企業" : "自治体";
    const found = new Map();
    for (const kind of RECORDS) {
      for (const r of edges[kind][side].out(i)) {
        const record = edges[kind][side].end[r];
        if (keep && !keep(kind, record)) continue;
        if (side === "自治体" && kind === "施策" && onlyPlace()[r]) continue;
        for (const second of edges[kind][other].into(record)) {
          if (other === "自治体" && kind === "施策" && onlyPlace()[second]) continue;
          const partner = edges[kind][other].start[second];
          if (!found.has(partner)) found.set(partner, { i: partner, 協定: [], 施策: [] });
          found.get(partner)[kind].push(record);
        }
      }
    }
    return found;
  };
  const since = (partner) => {
    const dates = RECORDS.flatMap((kind) => partner[kind].map((i) => traits(kind).date[i])).filter(Boolean).sort();
    return dates[0] ?? "";
  };
  const ids = (side, i) => RECORDS.flatMap((kind) => [...new Set(Array.from(edges[kind][side].out(i), (r) => edges[kind][side].end[r]))].map((record) => ({ kind, i: record })));
  const counts = (side, i) => ({ 協定: edges.協定[side].counts.out(i), 施策: edges.施策[side].counts.out(i) });

  return {
    node, edges, under, places, bodies, topics, grounds, measuresUnder, recordsOf, size, state, began, hasEnded, traits,
    large, below, top, inField, inside, looked, standing, STANDINGS, isPrefecture, municipalities, prefectures, tally, shares, beyond,
    partners, since, ids, counts, onlyPlace, covers, above,
  };
};
