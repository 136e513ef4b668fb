/* Part of one script. Search by name or reading. */

const search = byId("search");
const hits = byId("hits");
const folded = (text) => text.normalize("NFKC").toLowerCase().replace(/[ァ-ヶ]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 96)).replace(/\s+/g, "");
const index = places.map((place) => folded(place.name + " " + place.text));
const begins = (place, wanted) => place.text.split(" ").some((word) => folded(word).startsWith(wanted));
let options = [];
let at = -1;

function look() {
  const wanted = folded(search.value);
  options = [];
  if (wanted) {
    const found = places.filter((_, n) => index[n].includes(wanted));
    found.sort((a, b) => Number(begins(b, wanted)) - Number(begins(a, wanted)));
    options = found.slice(0, 8);
    hits.replaceChildren(...options.map((place, n) => {
      const item = make("li", null);
      item.id = "hit" + n;
      item.setAttribute("role", "option");
      item.append(make("span", place.name), make("span", data.mode === "ties" ? "" : STANDINGS[standing(place)], "mute"));
      item.addEventListener("click", () => take(n));
      return item;
    }));
    if (!options.length) hits.replaceChildren(make("li", "その名前の自治体はない", "more"));
    else if (found.length > 8) hits.append(make("li", `ほか ${number(found.length - 8)}。続けて書くと少なくなる`, "more"));
  }
  at = options.length ? 0 : -1;
  hits.hidden = !wanted;
  search.setAttribute("aria-expanded", String(!hits.hidden));
  mark();
}

function mark() {
  [...hits.children].forEach((item, n) => item.setAttribute("aria-selected", String(n === at)));
  if (at >= 0) search.setAttribute("aria-activedescendant", "hit" + at);
  else search.removeAttribute("aria-activedescendant");
}

function take(n) {
  const place = options[n];
  if (!place) return;
  hits.hidden = true;
  search.setAttribute("aria-expanded", "false");
  search.value = place.name;
  visit(place);
  open(place.code, search);
}

search.addEventListener("input", look);
search.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    if (!options.length) return;
    event.preventDefault();
    at = (at + (event.key === "ArrowDown" ? 1 : options.length - 1)) % options.length;
    mark();
  } else if (event.key === "Enter") {
    event.preventDefault();
    take(at);
  } else if (event.key === "Escape") {
    hits.hidden = true;
    search.setAttribute("aria-expanded", "false");
  }
});
document.querySelector(".filters").addEventListener("submit", (event) => event.preventDefault());
