// The page of paths: fields that look up systems, and choosing an alternative without loading the page; Esc returns to
// the view before the first choice.
import { makePicker } from "./combobox.js";

const page = document.querySelector("[data-paths]");
let before = /** @type {string|null} */ (null);
let running = new AbortController();

for (const label of document.querySelectorAll("[data-picker]")) makePicker(/** @type {HTMLElement} */ (label));
page?.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("a[data-select]") : null;
  if (!(link instanceof HTMLAnchorElement) || !(event instanceof MouseEvent) || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  show(new URL(link.href), link.closest("li")?.id ?? "");
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || !before) return;
  const address = new URL(before);
  before = null;
  show(address, `path-${address.searchParams.get("selected") ?? 1}`);
});

/** Fetch the page at an address and put its alternatives in the place of ours. @param {URL} address @param {string} focus */
async function show(address, focus) {
  running.abort();
  running = new AbortController();
  try {
    const answer = await fetch(address, { signal: running.signal, headers: { accept: "text/html" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const made = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-paths]");
    if (!page || !made) throw new Error("no paths");
    page.replaceChildren(...made.childNodes);
    if (address.searchParams.has("selected")) before ??= location.href;
    history.replaceState(null, "", address.pathname + address.search);
    const link = document.querySelector(`#${CSS.escape(focus)} a[data-select]`);
    if (link instanceof HTMLElement) link.focus({ preventScroll: true });
  } catch (error) {
    if (!(error instanceof DOMException && error.name === "AbortError")) location.assign(address);
  }
}
