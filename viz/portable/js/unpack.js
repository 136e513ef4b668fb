// The bytes of the file → columns of numbers and one pool of texts (see pack.py). Nothing here knows what they mean.
const LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%:()*+-;,=.?@^_`{|}~";
const [PLAIN, STEPS, TABLE] = [0, 1, 2];
const SINGLE = 232;

const bytesOf = (letters) => {
  const value = new Uint8Array(128);
  for (let n = 0; n < 85; n += 1) value[LETTERS.charCodeAt(n)] = n;
  const length = letters.length;
  const bytes = new Uint8Array(Math.ceil(length / 5) * 4);
  const at = (place) => (place < length ? value[letters.charCodeAt(place)] : 84);
  let to = 0;
  for (let from = 0; from < length; from += 5) {
    const word = ((((at(from) * 85 + at(from + 1)) * 85 + at(from + 2)) * 85 + at(from + 3)) * 85 + at(from + 4)) >>> 0;
    bytes[to] = word >>> 24;
    bytes[to + 1] = word >>> 16;
    bytes[to + 2] = word >>> 8;
    bytes[to + 3] = word;
    to += 4;
  }
  const missing = (5 - (length % 5)) % 5;
  return bytes.subarray(0, bytes.length - missing);
};

const inflated = async (bytes) => {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
};

const unpack = async (letters) => {
  const bytes = await inflated(bytesOf(letters));
  const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });
  const length = new DataView(bytes.buffer).getUint32(0, true);
  const head = JSON.parse(utf8.decode(bytes.subarray(4, 4 + length)));
  const places = new Map();
  let start = 4 + length;
  for (const [name, count, width, way] of head.columns) {
    places.set(name, { start, count, width, way });
    start += count * width;
  }
  const read = (name) => {
    const { start: from, count, width, way } = places.get(name);
    const numbers = width === 1 ? bytes.slice(from, from + count) : width === 2 ? new Uint16Array(count) : new Uint32Array(count);
    if (width > 1) {
      for (let plane = 0; plane < width; plane += 1) {
        const base = from + plane * count;
        const shift = 8 * plane;
        for (let n = 0; n < count; n += 1) numbers[n] |= bytes[base + n] << shift;
      }
    }
    if (way === STEPS) {
      const found = new Uint32Array(count);
      let last = 0;
      for (let n = 0; n < count; n += 1) {
        const step = numbers[n];
        last += step & 1 ? -((step + 1) / 2) : step / 2;
        found[n] = last;
      }
      return found;
    }
    if (way === TABLE) {
      const table = read(`${name}@`);
      const found = table instanceof Uint8Array ? new Uint8Array(count) : new Uint32Array(count);
      for (let n = 0; n < count; n += 1) found[n] = table[numbers[n]];
      return found;
    }
    return numbers;
  };
  const kept = new Map();
  const column = (name) => {
    if (!kept.has(name)) kept.set(name, places.has(name) ? read(name) : new Uint8Array(0));
    return kept.get(name);
  };
  const whole = (name) => {
    const place = places.get(name);
    return place ? utf8.decode(bytes.subarray(place.start, place.start + place.count)) : "";
  };
  // All texts, each ended by the first letter of the alphabet, and where they begin (units.py).
  const texts = () => {
    const alphabet = column("texts.alphabet");
    const single = Math.min(SINGLE, Math.floor((0x10000 - alphabet.length) / 255));
    const { start: from, count } = places.get("texts");
    const units = new Uint16Array(count);
    const at = [0];
    let n = 0;
    for (let i = from; i < from + count; i += 1) {
      let letter = bytes[i];
      if (letter >= single) {
        i += 1;
        letter = single + (letter - single) * 256 + bytes[i];
      }
      units[n] = alphabet[letter];
      n += 1;
      if (letter === 0) at.push(n);
    }
    return { pool: new TextDecoder("utf-16le", { ignoreBOM: true }).decode(units.subarray(0, n)), at };
  };
  return { head, column, has: (name) => places.has(name), whole, texts };
};
