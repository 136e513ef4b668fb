// The graph as it is asked: nodes by label and number, relationships by type and ends, their evidence.
const CERTAINTIES = ["明示", "推定", "要確認"];
const LISTED = 8;

const offsets = (lengths) => {
  const found = new Uint32Array(lengths.length + 1);
  for (let n = 0; n < lengths.length; n += 1) found[n + 1] = found[n] + lengths[n];
  return found;
};

// Rows by the value of a column: those of value v are items[from[v]] … items[from[v + 1] - 1].
const grouped = (values, number) => {
  const from = new Uint32Array(number + 1);
  for (let n = 0; n < values.length; n += 1) from[values[n] + 1] += 1;
  for (let v = 0; v < number; v += 1) from[v + 1] += from[v];
  const next = from.slice();
  const items = new Uint32Array(values.length);
  for (let n = 0; n < values.length; n += 1) {
    items[next[values[n]]] = n;
    next[values[n]] += 1;
  }
  return { of: (v) => items.subarray(from[v], from[v + 1]), count: (v) => from[v + 1] - from[v] };
};

const openGraph = (file) => {
  const once = (make) => {
    const kept = new Map();
    return (key) => {
      if (!kept.has(key)) kept.set(key, make(key));
      return kept.get(key);
    };
  };
  const { pool, at } = file.texts();
  const text = (place) => pool.slice(at[place], at[place + 1] - 1);
  const optional = (place) => (place ? text(place - 1) : "");
  const { schema } = file.head;

  const label = once((name) => {
    const ids = file.column(`${name}.id`);
    const many = new Set(schema.labels[name].filter((prop) => prop.many).map((prop) => prop.name));
    const starts = once((prop) => offsets(file.column(`${name}.${prop}#`)));
    const get = (i, prop) => {
      const places = file.column(`${name}.${prop}`);
      if (!many.has(prop)) return optional(places[i]);
      const from = starts(prop);
      return Array.from(places.subarray(from[i], from[i + 1]), optional);
    };
    const numbers = once(() => {
      const found = new Map();
      for (let i = 0; i < ids.length; i += 1) found.set(optional(ids[i]), i);
      return found;
    });
    return {
      name,
      count: ids.length,
      id: (i) => optional(ids[i]),
      number: (id) => numbers("").get(id) ?? -1,
      get,
      place: (i, prop) => file.column(`${name}.${prop}`)[i] ?? 0,
      column: (prop) => file.column(`${name}.${prop}`),
    };
  });
  const nameOf = (kind, i) => label(kind).get(i, kind === "文書" ? "題名" : "名称") || label(kind).id(i);

  const bucket = once((name) => {
    const [type, start, end] = name.split("-");
    const column = (what) => file.column(`${name}.${what}`);
    const evidence = file.has(`${name}.entries`);
    const first = evidence ? offsets(column("entries")) : new Uint32Array(column("start").length + 1);
    const own = schema.types[type];
    const out = once(() => grouped(column("start"), label(start).count));
    const into = once(() => grouped(column("end"), label(end).count));
    const value = (entry, relation) => {
      const code = column("値")[entry];
      if (code >= LISTED) return text(code - LISTED);
      const said = label(start).get(column("start")[relation], optional(column("項目")[entry]));
      return Array.isArray(said) ? said[code] : said;
    };
    const entry = (e, relation) => {
      const passage = column("passage")[e];
      const gist = column("要旨")[e];
      const found = {
        type, start, end, relation, entry: e, passage,
        certainty: column("確度")[e],
        gist: gist ? text(gist - 1) : text(file.column("passages.gist")[passage]),
        said: optional(column("表記")[e]),
        note: optional(column("注記")[e]),
        own: {},
      };
      for (const prop of own) {
        if (prop === "値") found.own[prop] = value(e, relation);
        else if (!file.has(`${name}.${prop}?`) || column(`${prop}?`)[relation]) found.own[prop] = optional(column(prop)[e]);
      }
      return found;
    };
    return {
      name, type, from: start, to: end, evidence,
      count: column("start").length,
      start: column("start"),
      end: column("end"),
      out: (i) => out("").of(i),
      into: (i) => into("").of(i),
      counts: { out: (i) => out("").count(i), into: (i) => into("").count(i) },
      first,
      certainty: (relation) => {
        let best = 2;
        const sure = column("確度");
        for (let e = first[relation]; e < first[relation + 1]; e += 1) best = Math.min(best, sure[e]);
        return best;
      },
      entries: (relation) => Array.from({ length: first[relation + 1] - first[relation] }, (_, n) => entry(first[relation] + n, relation)),
      // Distinct values of an own property (役割, 部署 …) without making entries.
      own: (relation, prop) => {
        const places = column(prop);
        const found = new Set();
        for (let e = first[relation]; e < first[relation + 1]; e += 1) if (places[e]) found.add(optional(places[e]));
        found.delete("");
        return [...found];
      },
      places: (prop) => column(prop),
      passages: column("passage"),
    };
  });
  const names = schema.buckets;
  const sheets = once(() => JSON.parse(file.whole("passages.sheets") || "[]"));
  const passage = (number) => {
    const kind = file.column("passages.kind")[number];
    const from = file.column("passages.from")[number];
    const sheet = kind ? sheets("")[file.column("passages.sheet")[number] - 1] : "";
    return {
      number,
      document: file.column("passages.document")[number],
      place: kind === 0 ? `${from}-${from + file.column("passages.to")[number]}` : kind === 1 ? `${sheet}!${from}` : sheet,
      quote: text(file.column("passages.quote")[number]),
      order: [sheet, from],
    };
  };
  return {
    head: file.head, text, label, nameOf, bucket, names, passage,
    passageDocuments: () => file.column("passages.document"),
    extra: (name) => file.column(name),
    extraText: (name) => Array.from(file.column(name), optional),
    find: (words) => {
      // The place of a short word in the pool plus one, as columns hold it; 0 if no column holds it.
      for (const column of [file.column("協定.種別"), file.column("施策.段階"), file.column("協定.状態")]) {
        for (const place of new Set(column)) if (place && text(place - 1) === words) return place;
      }
      return 0;
    },
  };
};
