// The form in which what people type and names are compared: width, case, kana, spaces and old forms removed.
const DROPPED = new Set(" 　\t\n・･,.，．、'’`-‐‑–—−");
const OLD = new Map(
  Array.from("髙﨑濵濱邊邉澤廣國學櫻齋齊眞德龍瀧澁應慶藝縣區會當萬圓榮靜惠豐ヶヵ", (old, n) => [
    old, Array.from("高崎浜浜辺辺沢広国学桜斎斉真徳竜滝渋応慶芸県区会当万円栄静恵豊ケカ")[n],
  ]),
);
const KNOWN = new Map();

const hiragana = (char) => (char >= "ァ" && char <= "ヶ" ? String.fromCharCode(char.charCodeAt(0) - 0x60) : char);
const foldedChar = (char) => {
  let found = KNOWN.get(char);
  if (found === undefined) {
    found = "";
    const plain = (OLD.get(char) ?? char).normalize("NFKC").toLowerCase().replace(/ß/g, "ss").replace(/ς/g, "σ");
    for (const each of plain) if (!DROPPED.has(each)) found += hiragana(OLD.get(each) ?? each);
    KNOWN.set(char, found);
  }
  return found;
};
const fold = (text) => {
  let found = "";
  for (const char of text.normalize("NFKC")) found += foldedChar(char);
  return found;
};
// A name in parts, those that match any of the folded words marked.
const pieces = (text, words) => {
  const places = [];
  let plain = "";
  const chars = Array.from(text);
  for (const [place, char] of chars.entries()) for (const each of foldedChar(char)) {
    plain += each;
    for (let n = 0; n < each.length; n += 1) places.push(place);
  }
  const marked = new Set();
  for (const word of words) {
    for (let from = word ? plain.indexOf(word) : -1; from >= 0; from = plain.indexOf(word, from + word.length)) {
      for (let place = places[from]; place <= places[from + word.length - 1]; place += 1) marked.add(place);
    }
  }
  const found = [];
  for (const [place, char] of chars.entries()) {
    const sought = marked.has(place);
    if (found.length && found.at(-1).sought === sought) found.at(-1).text += char;
    else found.push({ text: char, sought });
  }
  return found;
};
