// Overlap: the answer follows what is typed. Without this module the form asks when it is sent.

const WAIT = 300;

for (const form of document.querySelectorAll("form[data-live-answer]")) follow(/** @type {HTMLFormElement} */ (form));

/** @param {HTMLFormElement} form */
function follow(form) {
  const field = form.elements.namedItem("text");
  const status = document.querySelector("[data-live-status]");
  if (!(field instanceof HTMLInputElement)) return;
  let timer = 0;
  let shown = field.value.trim();
  let running = new AbortController();

  const ask = async () => {
    const words = field.value.trim();
    if (words === shown) return;
    running.abort();
    running = new AbortController();
    const address = addressOf(form);
    const answer = document.getElementById("answer");
    answer?.classList.add("busy");
    try {
      const got = await fetch(address, { signal: running.signal, headers: { accept: "text/html" } });
      const page = new DOMParser().parseFromString(await got.text(), "text/html");
      const fresh = page.getElementById("answer");
      if (!fresh || !answer) return location.assign(address);
      answer.replaceWith(fresh);
      shown = words;
      history.replaceState(null, "", address);
      const said = fresh.querySelector("[data-answer] .lead, [role=alert]")?.textContent ?? "";
      if (status) status.textContent = (form.dataset.said ?? "{answer}").replace("{answer}", said.trim());
    } catch (error) {
      // The form still works: whoever presses Enter gets the page, or is told what is wrong.
      if (!(error instanceof DOMException && error.name === "AbortError")) answer?.classList.remove("busy");
    }
  };

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
}

/** The address that the form would be sent to. @param {HTMLFormElement} form */
function addressOf(form) {
  const pairs = [...new FormData(form)].filter(([, value]) => value !== "").map(([name, value]) => [name, String(value)]);
  const asked = new URLSearchParams(pairs).toString();
  return asked ? `${form.getAttribute("action")}?${asked}` : String(form.getAttribute("action"));
}
