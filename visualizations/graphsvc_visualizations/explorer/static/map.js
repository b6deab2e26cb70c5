// The map on a canvas: the boxes and ties that the server laid out, moved and enlarged without asking the server again.
// Without this module the page shows the same map as SVG, whose boxes are links. The list beside the map owns the
// keyboard: what has the focus there is marked here and brought into view.

/** @typedef {{key: string, kind: string, x: number, y: number, width: number, height: number, name: string, note: string, colour: string, shape: string, flows: number, open: boolean, selected: boolean}} Box */
/** @typedef {{points: number[][], thickness: number, flows: number, label: string, x: number, y: number}} Tie */
/** @typedef {{width: number, height: number, told: string, boxes: Box[], ties: Tie[], shapes: Record<string, {glyph: string, pattern: null | {width: number, height: number, turn: number, path: string}}>}} Layout */

import { Painter } from "./painter.js";

const LEAST = 0.3;
const MOST = 3;
const STEP = 1.25;
/** A pointer that moved less than this has clicked. */
const STILL = 4;

export async function watchMap() {
  const place = document.querySelector("[data-map]");
  if (!(place instanceof HTMLElement)) return;
  const layout = await fetchLayout(place);
  if (layout) new TownMap(place, layout);
}

/** @param {HTMLElement} place @returns {Promise<Layout | null>} */
async function fetchLayout(place) {
  const parameters = new URLSearchParams(location.search);
  parameters.delete("view");
  parameters.set("lang", document.documentElement.lang);
  const answer = await fetch(`${place.dataset.map}?${parameters}`);
  return answer.ok ? answer.json() : null;
}

class TownMap {
  /** @param {HTMLElement} place @param {Layout} layout */
  constructor(place, layout) {
    this.place = place;
    this.layout = layout;
    this.canvas = document.createElement("canvas");
    this.canvas.className = "map-canvas";
    this.canvas.setAttribute("role", "img");
    this.painter = new Painter(this.canvas);
    this.marked = "";
    this.waiting = 0;
    for (const drawn of place.querySelectorAll("svg")) drawn.setAttribute("hidden", "");
    place.removeAttribute("tabindex");
    place.append(this.canvas);
    this.fit();
    this.listen();
    for (const one of document.querySelectorAll(".map-zoom, [data-map-hint]")) one.removeAttribute("hidden");
    this.watchSide();
  }

  /** Show the whole width at first. */
  fit() {
    const room = this.place.clientWidth;
    this.scale = Math.min(1, Math.max(LEAST, room / (this.layout.width + 4)));
    this.x = 2;
    this.y = 2;
    this.resize();
  }

  resize() {
    const room = this.place.clientWidth;
    const height = Math.min(this.layout.height * (this.scale ?? 1) + 8, Math.max(420, window.innerHeight * 0.9));
    this.painter.resize(room, height);
    this.canvas.setAttribute("aria-label", this.layout.told);
    const told = document.querySelector("[data-map-told]");
    if (told) told.textContent = this.layout.told;
    this.draw();
  }

  draw() {
    if (this.waiting) return;
    this.waiting = requestAnimationFrame(() => {
      this.waiting = 0;
      this.painter.paint(this.layout, this.x ?? 0, this.y ?? 0, this.scale ?? 1, this.marked);
      const level = document.querySelector("[data-zoom-level]");
      if (level) level.textContent = `${Math.round((this.scale ?? 1) * 100)} %`;
    });
  }

  listen() {
    let held = /** @type {null | {x: number, y: number, moved: boolean}} */ (null);
    this.canvas.addEventListener("pointerdown", (event) => {
      held = { x: event.clientX, y: event.clientY, moved: false };
      this.canvas.setPointerCapture(event.pointerId);
    });
    this.canvas.addEventListener("pointermove", (event) => {
      if (!held) return this.hover(event);
      const [dx, dy] = [event.clientX - held.x, event.clientY - held.y];
      if (!held.moved && Math.hypot(dx, dy) < STILL) return;
      held = { x: event.clientX, y: event.clientY, moved: true };
      this.x = (this.x ?? 0) + dx;
      this.y = (this.y ?? 0) + dy;
      this.draw();
    });
    this.canvas.addEventListener("pointerup", (event) => {
      if (held && !held.moved) this.click(this.hit(event));
      held = null;
    });
    this.canvas.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !event.metaKey) return; // the page scrolls as ever
      event.preventDefault();
      this.zoom(event.deltaY < 0 ? STEP : 1 / STEP, event.offsetX, event.offsetY);
    }, { passive: false });
    document.addEventListener("click", (event) => {
      const button = event.target instanceof Element ? event.target.closest("[data-zoom], [data-tidy]") : null;
      if (button instanceof HTMLElement && button.dataset.zoom) this.zoom(button.dataset.zoom === "in" ? STEP : 1 / STEP);
    });
    window.addEventListener("resize", () => this.resize());
    window.addEventListener("popstate", () => location.reload());
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      this.painter.forget();
      this.draw();
    });
  }

  /** @param {number} factor @param {number} [x] @param {number} [y] */
  zoom(factor, x = this.canvas.clientWidth / 2, y = this.canvas.clientHeight / 2) {
    const before = this.scale ?? 1;
    this.scale = Math.min(MOST, Math.max(LEAST, before * factor));
    const change = this.scale / before;
    this.x = x - (x - (this.x ?? 0)) * change;
    this.y = y - (y - (this.y ?? 0)) * change;
    this.draw();
  }

  /** @param {MouseEvent} event @returns {Box | undefined} The innermost box at a point. */
  hit(event) {
    const x = (event.offsetX - (this.x ?? 0)) / (this.scale ?? 1);
    const y = (event.offsetY - (this.y ?? 0)) / (this.scale ?? 1);
    return this.layout.boxes.findLast((box) => x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height);
  }

  /** @param {MouseEvent} event */
  hover(event) {
    const box = this.hit(event);
    this.canvas.title = box ? box.name : "";
    this.canvas.classList.toggle("hot", box !== undefined && box.kind !== "national");
  }

  /** @param {Box | undefined} box */
  click(box) {
    if (!box) return;
    const address = new URL(location.href);
    if (box.kind === "system") return location.assign(`/thing/system/${encodeURIComponent(box.key.slice(7))}`);
    if (box.kind === "unit" && !box.selected) address.searchParams.set("selected", box.key);
    else if (box.kind === "unit") toggle(address, "open", box.key);
    else if (box.kind === "sector" && box.key !== "outside") toggle(address, "closed", box.key);
    else return;
    this.show(address);
  }

  /** Show another view of the same map; nothing moves but what was opened or closed. @param {URL} address */
  async show(address) {
    history.replaceState(null, "", address);
    const [layout, page] = await Promise.all([fetchLayout(this.place), fetch(address)]);
    if (!layout || !page.ok) return location.assign(address);
    this.layout = layout;
    const side = new DOMParser().parseFromString(await page.text(), "text/html").getElementById("map-side");
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.thing : undefined;
    if (side) document.getElementById("map-side")?.replaceWith(side);
    if (focused) document.querySelector(`#map-side a[data-thing="${CSS.escape(focused)}"]`)?.focus();
    this.watchSide();
    this.resize();
  }

  /** The list and the selected unit's box drive the map. */
  watchSide() {
    const side = document.getElementById("map-side");
    side?.addEventListener("click", (event) => {
      const link = event.target instanceof Element ? event.target.closest("a") : null;
      if (!link || !new URL(link.href).pathname.endsWith("/map") || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      this.show(new URL(link.href));
    });
    side?.addEventListener("focusin", (event) => {
      const thing = event.target instanceof HTMLElement ? event.target.dataset.thing : "";
      this.marked = thing ?? "";
      const box = this.layout.boxes.find((one) => one.key === thing);
      if (box) this.reveal(box);
      this.draw();
    });
    const label = side?.querySelector("[data-filter-list]");
    label?.removeAttribute("hidden");
    label?.querySelector("input")?.addEventListener("input", (event) => {
      const words = /** @type {HTMLInputElement} */ (event.target).value.toLocaleLowerCase();
      for (const item of side?.querySelectorAll(".map-list li") ?? []) {
        item.toggleAttribute("hidden", !item.textContent?.toLocaleLowerCase().includes(words));
      }
    });
  }

  /** Move the map so that a box is in view. @param {Box} box */
  reveal(box) {
    const scale = this.scale ?? 1;
    const [left, top] = [box.x * scale + (this.x ?? 0), box.y * scale + (this.y ?? 0)];
    const [right, bottom] = [left + box.width * scale, top + 32 * scale];
    if (left < 0) this.x = (this.x ?? 0) - left + 8;
    else if (right > this.canvas.clientWidth) this.x = (this.x ?? 0) - (right - this.canvas.clientWidth) - 8;
    if (top < 0) this.y = (this.y ?? 0) - top + 8;
    else if (bottom > this.canvas.clientHeight) this.y = (this.y ?? 0) - (bottom - this.canvas.clientHeight) - 8;
  }
}

/** @param {URL} address @param {string} name @param {string} value */
function toggle(address, name, value) {
  const chosen = address.searchParams.getAll(name);
  address.searchParams.delete(name);
  const kept = chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value];
  for (const one of kept) address.searchParams.append(name, one);
}
