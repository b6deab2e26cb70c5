// Steps of the map's view, to be taken back and done again: each is an address with the place one looked at.

/** @typedef {{search: string, x: number, y: number, scale: number}} Step */

const MOST = 200;

export class MapSteps {
  /** @param {any} map */
  constructor(map) {
    this.map = map;
    this.past = /** @type {Step[]} */ ([]);
    this.future = /** @type {Step[]} */ ([]);
    document.addEventListener("click", (event) => {
      const button = event.target instanceof Element ? event.target.closest("[data-step]") : null;
      if (button instanceof HTMLElement) this.go(button.dataset.step === "redo");
    });
    document.addEventListener("keydown", (event) => this.key(event));
  }

  /** @returns {Step} */
  now() {
    return { search: location.search, x: this.map.x ?? 0, y: this.map.y ?? 0, scale: this.map.scale ?? 1 };
  }

  /** Remember the view that is about to change; what was taken back before is forgotten. */
  keep() {
    this.past = [...this.past.slice(1 - MOST), this.now()];
    this.future = [];
  }

  /** @param {boolean} forward */
  go(forward) {
    const [from, to] = forward ? [this.future, this.past] : [this.past, this.future];
    const step = from.pop();
    if (!step) return;
    to.push(this.now());
    this.map.show(new URL(location.pathname + step.search, location.href), step);
  }

  /** Say on the buttons whether there is anything to take back or to do again. */
  tell() {
    for (const button of document.querySelectorAll("[data-step]")) {
      const steps = button instanceof HTMLElement && button.dataset.step === "redo" ? this.future : this.past;
      button.setAttribute("aria-disabled", String(!steps.length));
    }
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const writing = event.target instanceof Element && event.target.closest("input, select, textarea, details[open], dialog");
    if (writing || event.defaultPrevented || event.altKey) return;
    const key = event.key.toLowerCase();
    if (event.ctrlKey || event.metaKey) {
      if (key !== "z" && key !== "y") return;
      this.go(key === "y" || event.shiftKey);
    } else if (key === "escape") this.go(false);
    else if (key === "p") this.map.pin(this.map.list.focused());
    else return;
    event.preventDefault();
  }
}
