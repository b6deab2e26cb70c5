// The map on a canvas: the boxes and ties that the server laid out, moved and enlarged without asking the server again.
// Without this module the page shows the same map as SVG, whose boxes are links. The list beside the map owns the
// keyboard (map_list.js): what has the focus there is marked here and brought into view. Every change of the view is an
// address, so that it can be taken back (map_steps.js).

/** @typedef {{key: string, kind: string, x: number, y: number, width: number, height: number, name: string, note: string, colour: string, shape: string, flows: number, open: boolean, selected: boolean, pinned: boolean}} Box */
/** @typedef {{points: number[][], thickness: number, flows: number, label: string, x: number, y: number}} Tie */
/** @typedef {{width: number, height: number, told: string, said: string, pin: string, boxes: Box[], ties: Tie[], pins: Tie[], shapes: Record<string, {glyph: string, pattern: null | {width: number, height: number, turn: number, path: string}}>}} Layout */

/** Whether only the graph that the map is held against has it. @param {Box} box */
const elsewhere = (box) => box.key.startsWith("other:");

import { MapList } from "./map_list.js";
import { MapSteps } from "./map_steps.js";
import { Painter } from "./painter.js";

const LEAST = 0.3;
const READABLE = 0.7;
const MOST = 3;
const STEP = 1.25;
/** A pointer that moved less than this has clicked. */
const STILL = 4;
/** What the server writes anew with every view. */
const PARTS = ["map-side", "map-show", "map-fold", "map-when"];

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
    this.asked = 0;
    this.several = false;
    this.lasso = /** @type {null | {x: number, y: number, width: number, height: number}} */ (null);
    this.steps = new MapSteps(this);
    this.list = new MapList(this);
    for (const drawn of place.querySelectorAll("svg")) drawn.setAttribute("hidden", "");
    place.removeAttribute("tabindex");
    place.append(this.canvas);
    this.fit();
    this.listen();
    for (const one of document.querySelectorAll(".map-zoom, [data-map-hint]")) one.removeAttribute("hidden");
    this.list.watch();
  }

  /** Show the whole width at first, where there is room to read it. */
  fit() {
    const room = this.place.clientWidth;
    this.scale = Math.min(1, Math.max(READABLE, room / (this.layout.width + 4)));
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
      this.painter.paint(this.layout, this.x ?? 0, this.y ?? 0, this.scale ?? 1, this.marked, this.lasso);
      const level = document.querySelector("[data-zoom-level]");
      if (level) level.textContent = `${Math.round((this.scale ?? 1) * 100)} %`;
    });
  }

  listen() {
    let held = /** @type {null | {x: number, y: number, moved: boolean, from: {x: number, y: number} | null}} */ (null);
    this.canvas.addEventListener("pointerdown", (event) => {
      held = { x: event.clientX, y: event.clientY, moved: false, from: event.shiftKey || this.several ? this.point(event) : null };
      this.canvas.setPointerCapture(event.pointerId);
    });
    this.canvas.addEventListener("pointermove", (event) => {
      if (!held) return this.hover(event);
      const [dx, dy] = [event.clientX - held.x, event.clientY - held.y];
      if (!held.moved && Math.hypot(dx, dy) < STILL) return;
      held = { ...held, x: event.clientX, y: event.clientY, moved: true };
      if (held.from) this.lasso = around(held.from, this.point(event));
      else this.move(dx, dy);
      this.draw();
    });
    this.canvas.addEventListener("pointerup", (event) => {
      if (held?.moved && this.lasso) this.choose(this.lasso);
      else if (held && !held.moved) this.click(this.hit(event), held.from !== null || event.ctrlKey || event.metaKey);
      held = this.lasso = null;
      this.draw();
    });
    this.canvas.addEventListener("pointercancel", () => {
      held = this.lasso = null;
      this.draw();
    });
    this.canvas.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !event.metaKey) return; // the page scrolls as ever
      event.preventDefault();
      this.zoom(event.deltaY < 0 ? STEP : 1 / STEP, event.offsetX, event.offsetY);
    }, { passive: false });
    document.addEventListener("click", (event) => this.press(event));
    window.addEventListener("resize", () => this.resize());
    window.addEventListener("popstate", () => location.reload());
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      this.painter.forget();
      this.draw();
    });
  }

  /** A button of the map, or a link to another view of it. @param {MouseEvent} event */
  press(event) {
    const pressed = event.target instanceof Element ? event.target.closest("[data-zoom], [data-several], a") : null;
    if (pressed instanceof HTMLAnchorElement) {
      if (!pressed.closest(PARTS.map((part) => `#${part}`).join()) || pressed.dataset.whole !== undefined) return;
      if (event.ctrlKey || event.metaKey || event.shiftKey || new URL(pressed.href).pathname !== location.pathname) return;
      event.preventDefault();
      const address = new URL(pressed.href);
      this.list.carry(address); // what has been written since the server wrote the link
      this.show(address);
    } else if (pressed instanceof HTMLElement && pressed.dataset.zoom) this.zoom(pressed.dataset.zoom === "in" ? STEP : 1 / STEP);
    else if (pressed) {
      this.several = !this.several;
      pressed.setAttribute("aria-pressed", String(this.several));
      this.canvas.classList.toggle("several", this.several);
    }
  }

  /** @param {number} dx @param {number} dy */
  move(dx, dy) {
    this.x = (this.x ?? 0) + dx;
    this.y = (this.y ?? 0) + dy;
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

  /** @param {MouseEvent} event Where on the map a pointer is. */
  point(event) {
    const scale = this.scale ?? 1;
    return { x: (event.offsetX - (this.x ?? 0)) / scale, y: (event.offsetY - (this.y ?? 0)) / scale };
  }

  /** @param {MouseEvent} event @returns {Box | undefined} The innermost box at a point. */
  hit(event) {
    const { x, y } = this.point(event);
    return this.layout.boxes.findLast((box) => x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height);
  }

  /** @param {MouseEvent} event */
  hover(event) {
    const box = this.hit(event);
    this.canvas.title = box ? box.name : "";
    this.canvas.classList.toggle("hot", box !== undefined && box.kind !== "national" && !elsewhere(box));
  }

  /** @param {Box | undefined} box @param {boolean} adding */
  click(box, adding) {
    if (!box || elsewhere(box)) return;
    const address = new URL(location.href);
    const one = box.kind === "unit" || box.kind === "system";
    if (adding && one) toggle(address, "selected", box.key);
    else if (box.kind === "system") return location.assign(`/thing/system/${encodeURIComponent(box.key.slice(7))}`);
    else if (box.kind === "unit" && !box.selected) address.searchParams.set("selected", box.key);
    else if (box.kind === "unit") toggle(address, "open", box.key);
    else if (box.key === "apart" || box.key.startsWith("organisation:")) {
      address.searchParams.set("municipality", box.key === "apart" ? "none" : box.key);
      return location.assign(address);
    } else if (box.kind === "sector" && box.key !== "outside") toggle(address, "closed", box.key);
    else return;
    this.show(address);
  }

  /** Select what stands whole within a frame: units, and systems whose unit does not. @param {{x: number, y: number, width: number, height: number}} frame */
  choose(frame) {
    const within = (/** @type {Box} */ box) => !elsewhere(box) && box.x >= frame.x && box.y >= frame.y && box.x + box.width <= frame.x + frame.width && box.y + (box.open ? 28 : box.height) <= frame.y + frame.height;
    const units = this.layout.boxes.filter((box) => box.kind === "unit" && within(box));
    const inside = (/** @type {Box} */ box) => units.some((unit) => box.x >= unit.x && box.x < unit.x + unit.width && box.y > unit.y && box.y < unit.y + unit.height);
    const systems = this.layout.boxes.filter((box) => box.kind === "system" && within(box) && !inside(box));
    const address = new URL(location.href);
    address.searchParams.delete("selected");
    for (const box of [...units, ...systems]) address.searchParams.append("selected", box.key);
    this.show(address);
  }

  /** Pin something, or what is selected; a second time unpins. @param {string} [thing] */
  pin(thing) {
    const address = new URL(location.href);
    if (thing?.startsWith("organisation:")) return;
    if (thing) toggle(address, "pin", thing);
    else {
      const button = document.querySelector("#map-side [data-pin]");
      if (!(button instanceof HTMLAnchorElement)) return;
      address.search = new URL(button.href).search;
    }
    this.show(address);
  }

  /** Show another view of the same map; nothing moves but what was opened or closed. @param {URL} address @param {null | {x: number, y: number, scale: number}} [place] */
  async show(address, place = null) {
    if (!place) this.steps.keep();
    history.replaceState(null, "", address);
    const turn = ++this.asked;
    const [layout, answer] = await Promise.all([fetchLayout(this.place), fetch(address)]);
    if (!layout || !answer.ok) return location.assign(address);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (turn !== this.asked) return; // somebody went on meanwhile
    this.layout = layout;
    if (place) [this.x, this.y, this.scale] = [place.x, place.y, place.scale];
    const focused = this.list.focused();
    for (const part of PARTS) {
      const fresh = page.getElementById(part);
      if (fresh) document.getElementById(part)?.replaceWith(fresh);
    }
    const [drawn, fresh] = [this.place.querySelector("svg"), page.querySelector("[data-map] svg")];
    fresh?.setAttribute("hidden", ""); // what the button for PNG takes
    if (drawn && fresh) drawn.replaceWith(fresh);
    this.list.watch(focused);
    this.steps.tell();
    this.resize();
    const said = document.querySelector("[data-map-said]");
    if (said) said.textContent = layout.said;
  }

  /** Mark the box of what has the focus, and bring it into view. @param {string} thing */
  mark(thing) {
    this.marked = thing;
    const box = this.layout.boxes.find((one) => one.key === thing);
    if (box) this.reveal(box);
    this.draw();
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

/** The frame between two corners. @param {{x: number, y: number}} one @param {{x: number, y: number}} other */
function around(one, other) {
  return { x: Math.min(one.x, other.x), y: Math.min(one.y, other.y), width: Math.abs(one.x - other.x), height: Math.abs(one.y - other.y) };
}

/** @param {URL} address @param {string} name @param {string} value */
export function toggle(address, name, value) {
  const chosen = address.searchParams.getAll(name);
  address.searchParams.delete(name);
  const kept = chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value];
  for (const one of kept) address.searchParams.append(name, one);
}
