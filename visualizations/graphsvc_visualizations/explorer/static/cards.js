// The impact page's picture: a click or Enter on a card moves the red path and rewrites the box without loading the
// page; arrow keys go from card to card; a pointer or focus lights up a card's lines; Esc returns to the view before.

const PARTS = ["why", "picture", "narrow"];
let before = /** @type {string|null} */ (null);
let running = new AbortController();

export function watchCards() {
  const page = document.querySelector("[data-impact]");
  if (!page) return;
  page.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    if (!link || event.defaultPrevented || (event instanceof MouseEvent && (event.ctrlKey || event.metaKey || event.shiftKey))) return;
    const address = addressOf(link);
    if (!address || !samePlace(address)) return;
    event.preventDefault();
    show(address, thingOf(link));
  });
  page.addEventListener("submit", (event) => {
    if (!(event.target instanceof HTMLFormElement) || event.target.dataset.why === undefined) return;
    event.preventDefault();
    const pairs = [...new FormData(event.target)].map(([name, value]) => [name, String(value)]);
    show(new URL(`?${new URLSearchParams(pairs)}`, location.href), null);
  });
  page.addEventListener("keydown", (event) => {
    if (event instanceof KeyboardEvent) key(event);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) back();
  });
  for (const [name, lit] of /** @type {[string, boolean][]} */ ([["pointerover", true], ["pointerout", false], ["focusin", true], ["focusout", false]])) {
    page.addEventListener(name, (event) => light(event.target, lit));
  }
}

/** @param {Element} link @returns {URL|null} */
function addressOf(link) {
  const written = link.getAttribute("href");
  return written && (written.startsWith("?") || written.startsWith("/impact?")) ? new URL(written, location.href) : null;
}

/** Tell whether an address differs from this page's only in what is selected and unfolded. @param {URL} address */
function samePlace(address) {
  const plain = (/** @type {URLSearchParams} */ all) => [...all].filter(([name]) => !["selected", "way", "unfolded", "lang"].includes(name)).map((pair) => pair.join("=")).sort().join("&");
  return address.pathname === location.pathname && plain(address.searchParams) === plain(new URL(location.href).searchParams) && address.search !== location.search;
}

/** @param {Element} link */
function thingOf(link) {
  const { thing, way } = /** @type {HTMLElement|SVGElement} */ (link).dataset;
  if (thing) return `[data-thing="${CSS.escape(thing)}"][data-way="${CSS.escape(way ?? "")}"]`;
  return link.classList.contains("fold") ? ".fold" : null;
}

/** Fetch the page at an address and put its parts in the place of ours. @param {URL} address @param {string|null} focus */
async function show(address, focus) {
  running.abort();
  running = new AbortController();
  const language = new URL(location.href).searchParams.get("lang");
  if (language && !address.searchParams.has("lang")) address.searchParams.set("lang", language);
  try {
    const answer = await fetch(address, { signal: running.signal, headers: { accept: "text/html" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const made = new DOMParser().parseFromString(await answer.text(), "text/html");
    const scrolled = document.querySelector(".picture")?.scrollLeft ?? 0;
    for (const part of PARTS) {
      const [old, fresh] = [document.getElementById(part), made.getElementById(part)];
      if (old && fresh) old.replaceWith(fresh);
    }
    const picture = document.querySelector(".picture");
    if (picture) picture.scrollLeft = scrolled;
    if (before === null) before = location.href;
    history.replaceState(null, "", address.pathname + address.search);
    const target = focus ? document.querySelector(`#picture ${focus}`) : null;
    if (target instanceof SVGElement || target instanceof HTMLElement) target.focus({ preventScroll: true });
    else if (address.hash || !focus) document.getElementById("why-title")?.scrollIntoView({ block: "nearest" });
  } catch (error) {
    if (!(error instanceof DOMException && error.name === "AbortError")) location.assign(address);
  }
}

/** Return to the view before the first selection on this page; focus stays on the card. */
function back() {
  const asked = new URL(location.href);
  if (!asked.searchParams.has("selected")) return;
  const focused = document.activeElement?.closest("a");
  asked.searchParams.delete("selected");
  asked.searchParams.delete("way");
  const address = before && !new URL(before).searchParams.has("selected") ? new URL(before) : asked;
  before = null;
  show(address, focused ? thingOf(focused) : "a[data-thing]");
}

/** @param {KeyboardEvent} event */
function key(event) {
  const card = event.target instanceof Element ? event.target.closest(".pic a") : null;
  if (!card || event.ctrlKey || event.altKey || event.metaKey) return;
  const steps = /** @type {Record<string, [number, number]>} */ ({ ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] });
  const step = steps[event.key];
  if (!step) return;
  event.preventDefault();
  const next = nearest(card, step[0], step[1]);
  if (next instanceof SVGElement) {
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
}

/** The nearest card in a direction: straight on counts once, sideways double. @param {Element} card @param {number} dx @param {number} dy */
function nearest(card, dx, dy) {
  const from = middle(card);
  let best = null;
  let least = Infinity;
  for (const other of document.querySelectorAll("#picture .pic a")) {
    const to = middle(other);
    const ahead = (to.x - from.x) * dx + (to.y - from.y) * dy;
    const aside = Math.abs((to.x - from.x) * dy) + Math.abs((to.y - from.y) * dx);
    const far = ahead + 2 * aside;
    if (other !== card && ahead > 8 && far < least) [best, least] = [other, far];
  }
  return best;
}

/** @param {Element} card */
function middle(card) {
  const box = card.getBoundingClientRect();
  return { x: box.left + box.width / 2, y: box.top + box.height / 2 };
}

/** @param {EventTarget|null} target @param {boolean} lit */
function light(target, lit) {
  const card = target instanceof Element ? target.closest(".pic a[data-thing]") : null;
  if (!card) return;
  const thing = CSS.escape(card.getAttribute("data-thing") ?? "");
  card.classList.toggle("hot", lit);
  for (const line of document.querySelectorAll(`.pic .e[data-from="${thing}"], .pic .e[data-to="${thing}"]`)) line.classList.toggle("hot", lit);
}
