/* Part of one script. The title and the sentences below it, for a mail or a report. */

const wordsToCopy = read("words")[0];
byId("copy").addEventListener("click", async () => {
  try {
    await navigator.clipboard.writeText(wordsToCopy);
    byId("copied").textContent = "写しました。";
  } catch {
    const area = make("textarea", wordsToCopy);
    document.body.append(area);
    area.select();
    byId("copied").textContent = document.execCommand("copy") ? "写しました。" : "写せませんでした。上の文を選んで写してください。";
    area.remove();
  }
});

/* Two views of the same: on the screen one at a time, on paper both. */
document.querySelectorAll(".views button").forEach((button) => button.addEventListener("click", () => {
  document.querySelectorAll(".views button").forEach((other) => other.setAttribute("aria-pressed", String(other === button)));
  root.classList.toggle("as-matrix", button.value === "matrix");
  dispatchEvent(new Event("resize"));
}));
