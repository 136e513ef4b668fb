// On wide screens a mark of evidence opens its source beside the facts. Without this script the same link leads to the
// numbered list at the end of the page.
"use strict";

(() => {
  const aside = document.querySelector(".with-aside > aside");
  if (!aside) return;
  const wide = matchMedia("(min-width: 1101px) and (min-height: 500px)");
  const drawer = document.createElement("section");
  drawer.className = "drawer";
  drawer.hidden = true;
  drawer.tabIndex = -1;
  drawer.setAttribute("aria-labelledby", "drawer");
  drawer.innerHTML = '<header><h2 id="drawer">根拠</h2><button type="button">閉じる</button></header><div></div>';
  aside.prepend(drawer);
  const body = drawer.lastElementChild;
  let opened = null;

  const element = (name, kind) => {
    const made = document.createElement(name);
    if (kind) made.className = kind;
    return made;
  };

  // What the row says, in its own words: the mark, the municipality and the name of the record.
  const fact = (link) => {
    const name = link.closest("tr")?.querySelector("th .name");
    if (!name) return [];
    const line = element("p", "fact");
    const mark = name.querySelector(":scope > .mark");
    if (mark) line.append(mark.cloneNode(true), " ");
    const words = [...name.querySelectorAll(".lead a, a.title")].map((each) => each.textContent);
    line.append(words.length ? words.join("　") : name.textContent.trim());
    return [line];
  };

  const close = () => {
    if (!opened) return;
    opened.classList.remove("open");
    opened.closest("tr")?.classList.remove("open");
    drawer.hidden = true;
    const back = opened;
    opened = null;
    back.focus();
  };

  const show = (link, source) => {
    if (opened) {
      opened.classList.remove("open");
      opened.closest("tr")?.classList.remove("open");
    }
    opened = link;
    link.classList.add("open");
    link.closest("tr")?.classList.add("open");
    const copy = source.cloneNode(true);
    copy.removeAttribute("id");
    copy.removeAttribute("tabindex");
    const document_ = source.closest(".document").querySelector("h3").cloneNode(true);
    document_.className = "document";
    const list = element("ol", "");
    list.append(copy);
    const more = element("p", "note");
    const there = element("a", "");
    there.href = link.hash;
    there.textContent = "出典の一覧で見る";
    more.append(there);
    body.replaceChildren(...fact(link), document_, list, more);
    drawer.hidden = false;
    drawer.focus({ preventScroll: true });
    drawer.scrollIntoView({ block: "nearest" });
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.cite");
    if (!link || !wide.matches || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    if (link.pathname !== location.pathname || link.search !== location.search) return;
    const source = document.getElementById(link.hash.slice(1));
    if (!source) return;
    event.preventDefault();
    if (link === opened) close();
    else show(link, source);
  });
  drawer.querySelector("button").addEventListener("click", close);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
})();
