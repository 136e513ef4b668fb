// Keys, and decisions without loading the page anew. Without this script the same buttons and links do the same.
"use strict";

(() => {
  const records = document.getElementById("records");
  if (!records) return;
  document.documentElement.classList.add("scripted");
  const original = document.getElementById("original");
  const help = document.getElementById("help");
  const all = () => [...records.querySelectorAll("article.record")];
  const current = () => records.querySelector("article.current") || all()[0] || null;
  const of = (card) => [...original.querySelectorAll(`.q[data-records~="${card.id}"]`)];
  let busy = false;

  // Puts the first quote of a record into the upper third of what is seen of the original, without moving the page.
  const bring = (card) => {
    const first = of(card)[0];
    if (!first) return;
    const pane = original.getBoundingClientRect();
    const seen = Math.min(pane.bottom, innerHeight) - Math.max(pane.top, 0);
    const top = first.getBoundingClientRect().top - Math.max(pane.top, 0);
    if (top < 24 || top > seen * 0.7) original.scrollTop += top - seen * 0.3;
  };

  const choose = (card, { page = true, text = true } = {}) => {
    if (!card) return;
    for (const other of all()) other.classList.toggle("current", other === card);
    for (const mark of original.querySelectorAll(".q.on")) mark.classList.remove("on");
    for (const mark of of(card)) mark.classList.add("on");
    if (text) bring(card);
    if (page) {
      card.focus({ preventScroll: true });
      card.scrollIntoView({ block: "start" });
    }
  };

  const step = (by) => {
    const list = all();
    const next = list[list.indexOf(current()) + by];
    if (next) choose(next);
    else document.querySelector(by > 0 ? '.pager a[rel="next"]' : '.pager a[rel="prev"]')?.click();
  };

  const following = (card) => {
    const list = all();
    const at = list.indexOf(card);
    return [...list.slice(at + 1), ...list.slice(0, at)].find((each) => each.dataset.open === "1");
  };

  // Takes over what a fresh page says of one record, and the counts above.
  const adopt = (page, id) => {
    const card = document.getElementById(id);
    const fresh = page.getElementById(id);
    const counts = page.getElementById("counts");
    if (!card || !fresh || !counts) return null;
    card.replaceWith(fresh);
    document.getElementById("counts").replaceWith(counts);
    const open = new Set(all().filter((each) => each.dataset.open === "1").map((each) => each.id));
    for (const mark of of(fresh)) mark.classList.toggle("done", !mark.dataset.records.split(" ").some((each) => open.has(each)));
    return fresh;
  };

  const fetched = async (address, options) => {
    if (busy) return null;
    busy = true;
    try {
      const answer = await fetch(address, { credentials: "same-origin", ...options });
      return { ok: answer.ok, page: new DOMParser().parseFromString(await answer.text(), "text/html") };
    } catch {
      return null;
    } finally {
      busy = false;
    }
  };

  const send = async (form, button) => {
    const id = form.closest("article").id;
    const body = new URLSearchParams(new FormData(form, button));
    const got = await fetched(form.action, { method: "POST", body });
    if (!got) {
      // The server does not answer: what was typed stays, the browser says what it can.
      if (!busy) form.requestSubmit(button);
      return;
    }
    const next = got.ok ? following(document.getElementById(id)) : null;
    const fresh = adopt(got.page, id);
    if (!fresh) {
      const main = got.page.querySelector("main");
      if (got.ok) location.reload();
      else if (main) document.querySelector("main").replaceWith(main);
      return;
    }
    choose(next || fresh);
    const wrong = fresh.querySelector("[aria-invalid=true]");
    if (!got.ok && wrong) wrong.focus();
  };

  const swap = async (link) => {
    const id = link.closest("article").id;
    const got = await fetched(link.href);
    const fresh = got?.ok && adopt(got.page, id);
    if (!fresh) {
      location.assign(link.href);
      return;
    }
    choose(fresh);
    fresh.querySelector("form.edit :is(input, textarea, select):not([type=hidden])")?.focus();
  };

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-decide]");
    if (!form || form.dataset.sent || !event.submitter) return;
    event.preventDefault();
    form.dataset.sent = "1";
    send(form, event.submitter).finally(() => delete form.dataset.sent);
  });

  document.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const mark = event.target.closest("#original .q");
    if (mark) {
      event.preventDefault();
      const ids = mark.dataset.records.split(" ");
      const at = ids.indexOf(current()?.id);
      choose(document.getElementById(ids[(at + 1) % ids.length]), { text: false });
      return;
    }
    const link = event.target.closest('#records a[href^="#q-"]');
    if (link) {
      event.preventDefault();
      choose(link.closest("article"), { page: false });
      return;
    }
    const hold = event.target.closest("#records a[data-hold]");
    if (hold) {
      event.preventDefault();
      choose(hold.closest("article"), { page: false });
      step(1);
      return;
    }
    const edit = event.target.closest("#records a[data-key=e], #records a[data-cancel]");
    if (edit) {
      event.preventDefault();
      swap(edit);
      return;
    }
    const card = event.target.closest("#records article");
    if (card && !event.target.closest("a, button, input, select, textarea, summary, label")) choose(card, { page: false });
  });

  records.addEventListener("focusin", (event) => {
    const card = event.target.closest("article");
    if (card && card !== current()) choose(card, { page: false });
  });

  for (const [event, on] of [["pointerover", true], ["pointerout", false]]) {
    records.addEventListener(event, (moved) => {
      const card = moved.target.closest("article");
      if (card) for (const mark of of(card)) mark.classList.toggle("over", on);
    });
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const typing = event.target.closest("input:not([type=hidden]), textarea, select");
    if (event.key === "Escape") {
      if (typing) typing.blur();
      else current()?.querySelector("a[data-cancel]")?.click();
      return;
    }
    if (typing || help?.open) return;
    const press = (key) => current()?.querySelector(`[data-key=${key}]`)?.click();
    const keys = {
      j: () => step(1), k: () => step(-1), a: () => press("a"), r: () => press("r"), u: () => press("u"),
      e: () => press("e"), "?": () => help?.showModal(),
    };
    if (keys[event.key]) {
      event.preventDefault();
      keys[event.key]();
    }
  });

  const asked = location.hash && records.querySelector(`article[id="${CSS.escape(location.hash.slice(1))}"]`);
  choose(asked || current(), { page: Boolean(asked) });
})();
