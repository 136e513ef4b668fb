// What works without this script works a little faster with it: the neighbours of a thing stand out in the diagram, and
// texts can be copied.
"use strict";

(() => {
  for (const picture of document.querySelectorAll("svg.diagram")) {
    const things = new Map([...picture.querySelectorAll(".thing")].map((each) => [each.dataset.n, each]));
    const lines = [...picture.querySelectorAll(".line")].map((each) => [each, new Set(each.dataset.ends.split(" "))]);

    const clear = () => {
      picture.classList.remove("near");
      for (const each of picture.querySelectorAll(".lit")) each.classList.remove("lit");
    };
    const light = (thing) => {
      clear();
      picture.classList.add("near");
      // Who works with whom is two lines apart: the records of a body light up with their other parties.
      const near = new Set([thing.dataset.n, ...thing.dataset.near.split(" ")]);
      const body = thing.querySelector(".municipality, .organisation");
      const lit = new Set(near);
      if (body) for (const each of near) for (const other of (things.get(each)?.dataset.near ?? "").split(" ")) lit.add(other);
      for (const each of lit) things.get(each)?.classList.add("lit");
      for (const [line, ends] of lines) {
        const both = [...ends].every((each) => lit.has(each)) && [...ends].some((each) => near.has(each));
        line.classList.toggle("lit", both);
      }
    };
    for (const thing of things.values()) {
      thing.addEventListener("pointerenter", () => light(thing));
      thing.addEventListener("pointerleave", clear);
      thing.addEventListener("focus", () => light(thing));
      thing.addEventListener("blur", clear);
    }
  }

  for (const text of document.querySelectorAll("[data-copy]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "写す";
    button.setAttribute("aria-label", `${text.dataset.copy}を写す`);
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(text.textContent);
        button.textContent = "写した";
      } catch {
        // Without a secure address the browser refuses: the text is chosen, so that the keyboard can copy it.
        getSelection().selectAllChildren(text);
        button.textContent = "選んだ（Ctrl+C で写す）";
      }
      setTimeout(() => (button.textContent = "写す"), 2500);
    });
    text.before(button);
  }

  // Lists of choices that are open close when a person goes elsewhere.
  document.addEventListener("click", (event) => {
    for (const each of document.querySelectorAll("details.pick[open]")) if (!each.contains(event.target)) each.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const each of document.querySelectorAll("details.pick[open]")) {
      each.open = false;
      each.querySelector("summary").focus();
    }
  });
})();
