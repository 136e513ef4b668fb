// While a person types in a search box, a list opens under it: names found so far, chosen with the arrow keys.
// Without this script the box leads to the page of results.
"use strict";

(() => {
  const PAUSE = 60;
  // A condition of the whole page that what is found must keep.
  const internal = new URLSearchParams(location.search).get("庁内限り");
  const KEPT = internal ? { 庁内限り: internal } : {};
  let made = 0;

  const enhance = (form) => {
    const input = form.querySelector("input[type='search']");
    const list = document.createElement("ul");
    const said = document.createElement("p");
    list.id = `typing-${(made += 1)}`;
    list.className = "typing";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "見つかったもの");
    said.className = "hidden";
    said.setAttribute("role", "status");
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", list.id);
    input.closest(".box").append(list, said);

    let asked = null;
    let timer = 0;
    let shown = "";
    let chosen = -1;

    const options = () => [...list.querySelectorAll("[data-where]")];
    const close = () => {
      list.hidden = true;
      chosen = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };
    const open = () => {
      if (!list.children.length) return;
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
    };
    const choose = (number) => {
      const all = options();
      if (!all.length) return;
      chosen = (number + all.length + 1) % (all.length + 1);
      for (const [place, each] of all.entries()) {
        each.setAttribute("aria-selected", String(place === chosen));
        each.id = `${list.id}-${place}`;
      }
      // One place beyond the last is the box itself: what was typed stays within reach of the arrow keys.
      if (chosen < all.length) {
        input.setAttribute("aria-activedescendant", all[chosen].id);
        all[chosen].scrollIntoView({ block: "nearest" });
      } else input.removeAttribute("aria-activedescendant");
    };
    const ask = async (words) => {
      asked?.abort();
      asked = new AbortController();
      try {
        const answer = await fetch(`/search/typing?${new URLSearchParams({ 語: words, ...KEPT })}`, { signal: asked.signal });
        if (!answer.ok) throw new Error(String(answer.status));
        list.innerHTML = await answer.text();
      } catch (error) {
        if (error.name === "AbortError") return;
        // The form still leads to the page of results, which says what is wrong.
        list.replaceChildren();
        close();
        return;
      }
      shown = words;
      chosen = -1;
      input.removeAttribute("aria-activedescendant");
      said.textContent = list.lastElementChild?.textContent ?? "";
      if (document.activeElement === input) open();
    };

    const typed = () => {
      clearTimeout(timer);
      const words = input.value.trim();
      if (!words) {
        asked?.abort();
        list.replaceChildren();
        shown = "";
        close();
      } else if (words !== shown) timer = setTimeout(ask, PAUSE, words);
      else open();
    };
    input.addEventListener("input", (event) => {
      // Kana that are still being turned into kanji are sought as they stand.
      if (event.isComposing && !/[\p{sc=Hira}\p{sc=Kana}\p{sc=Han}]$/u.test(input.value)) return;
      typed();
    });
    input.addEventListener("focus", () => input.value.trim() && typed());
    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      const all = options();
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        if (!all.length) return;
        event.preventDefault();
        if (list.hidden) open();
        const from = chosen < 0 || chosen === all.length ? (event.key === "ArrowDown" ? -1 : all.length) : chosen;
        choose(from + (event.key === "ArrowDown" ? 1 : -1));
      } else if (event.key === "Enter" && !list.hidden && all[chosen]) {
        event.preventDefault();
        location.assign(all[chosen].dataset.where);
      } else if (event.key === "Escape" && !list.hidden) {
        event.preventDefault();
        close();
      }
    });
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[data-where]");
      if (!option) return;
      if (event.ctrlKey || event.metaKey) window.open(option.dataset.where, "_blank", "noopener");
      else location.assign(option.dataset.where);
    });
    form.addEventListener("focusout", (event) => form.contains(event.relatedTarget) || close());
  };

  for (const form of document.querySelectorAll("form.search")) enhance(form);
})();
