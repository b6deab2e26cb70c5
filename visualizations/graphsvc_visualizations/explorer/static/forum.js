// A new proposal: while the need is written, what the municipality has already is shown beside it.

const WAIT = 500;
const SHORTEST = 8;

for (const form of document.querySelectorAll("form[data-have]")) follow(/** @type {HTMLFormElement} */ (form));

/** @param {HTMLFormElement} form */
function follow(form) {
  const place = document.querySelector("[data-answer]");
  const fields = ["title", "need_nb"].map((name) => form.elements.namedItem(name));
  if (!place) return;
  let timer = 0;
  let shown = "";
  let running = new AbortController();

  const ask = async () => {
    const words = fields.map((field) => (/** @type {HTMLInputElement} */ (field)).value.trim()).join(" ").trim();
    if (words === shown || words.length < SHORTEST) return;
    running.abort();
    running = new AbortController();
    try {
      const address = `${form.dataset.have}&text=${encodeURIComponent(words.slice(0, 1000))}`;
      const got = await fetch(address, { signal: running.signal, headers: { accept: "application/json" } });
      if (!got.ok) return;
      shown = words;
      place.replaceChildren(...told(await got.json()));
    } catch {
      // Without an answer the form is as good as before.
    }
  };

  for (const field of fields) field?.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
}

/** The verdict and the best candidates as elements; every word is text, never markup. @param {any} answer */
function told(answer) {
  const verdict = document.createElement("p");
  verdict.textContent = String(answer.summary ?? answer.verdict ?? "");
  const list = document.createElement("ul");
  list.className = "have";
  for (const one of (answer.candidates ?? []).slice(0, 3)) {
    const row = document.createElement("li");
    const link = document.createElement("a");
    link.href = `/thing/system/${encodeURIComponent(one.system)}`;
    link.textContent = one.name;
    const score = document.createElement("span");
    score.className = "mu";
    score.textContent = ` ${Math.round(one.score)}/100 ${(one.reasons?.[0]?.sentence) ?? ""}`;
    row.append(link, score);
    list.append(row);
  }
  return list.children.length ? [verdict, list] : [verdict];
}
