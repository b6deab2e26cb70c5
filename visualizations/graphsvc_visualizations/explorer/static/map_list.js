// The list beside the map as a grid of rows: one stop of the tab key, arrow keys from row to row, Enter selects, space
// adds to what is selected or takes away, P pins (map_steps.js). Without this module its rows are links.

import { toggle } from "./map.js";

export class MapList {
  /** @param {any} map */
  constructor(map) {
    this.map = map;
    this.writing = 0;
  }

  /** @returns {string | undefined} The thing whose row has the focus. */
  focused() {
    const one = document.activeElement;
    return one instanceof HTMLElement && one.closest(".map-list") ? one.dataset.thing : undefined;
  }

  /** @returns {HTMLElement[]} */
  rows() {
    return [...document.querySelectorAll(".rows > :not([hidden]) a[data-thing]")].filter((one) => one instanceof HTMLElement);
  }

  /** Make the list that the server wrote a grid, and give the focus back. @param {string} [focused] */
  watch(focused) {
    const list = document.querySelector(".rows");
    if (!list) return;
    list.setAttribute("role", "grid");
    list.setAttribute("aria-multiselectable", "true");
    list.setAttribute("aria-labelledby", "units-title");
    list.parentElement?.removeAttribute("tabindex");
    for (const row of list.children) {
      row.setAttribute("role", "row");
      row.setAttribute("aria-selected", String(row.classList.contains("on")));
      for (const cell of row.children) cell.setAttribute("role", "gridcell");
      for (const link of row.querySelectorAll("a")) link.tabIndex = -1;
    }
    list.addEventListener("keydown", (event) => event instanceof KeyboardEvent && this.key(event));
    list.addEventListener("focusin", (event) => this.mark(event.target));
    list.addEventListener("focusout", () => this.map.mark(""));
    this.stop(focused);
    if (focused) this.rows().find((one) => one.dataset.thing === focused)?.focus();
    this.watchFilter();
  }

  /** Let the tab key stop at one row: at the one that has the focus, else at what is selected, else at the first. @param {string} [thing] */
  stop(thing) {
    const rows = this.rows();
    const wanted = rows.find((one) => one.dataset.thing === thing) ?? rows.find((one) => one.hasAttribute("aria-current")) ?? rows[0];
    for (const one of document.querySelectorAll(".map-list a[data-thing]")) if (one instanceof HTMLElement) one.tabIndex = one === wanted ? 0 : -1;
  }

  /** @param {EventTarget | null} target */
  mark(target) {
    const thing = target instanceof HTMLElement ? target.dataset.thing : undefined;
    if (!thing) return;
    this.stop(thing);
    this.map.mark(thing);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const rows = this.rows();
    const place = rows.findIndex((one) => one === document.activeElement);
    const steps = /** @type {Record<string, number>} */ ({ ArrowDown: place + 1, ArrowUp: place - 1, Home: 0, End: rows.length - 1 });
    if (place < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key in steps) rows[Math.min(Math.max(steps[event.key], 0), rows.length - 1)]?.focus();
    else if (event.key === " " && rows[place].dataset.whole !== undefined) rows[place].click();
    else if (event.key === " ") {
      const address = new URL(location.href);
      toggle(address, "selected", rows[place].dataset.thing ?? "");
      this.map.show(address);
    } else return;
    event.preventDefault();
  }

  /** The list is filtered while one writes; when one has finished, the filter is a part of the view. */
  watchFilter() {
    const form = document.querySelector("[data-filter-list]");
    const field = form?.querySelector("input[type=search]");
    if (!(form instanceof HTMLFormElement) || !(field instanceof HTMLInputElement)) return;
    form.querySelector("button")?.setAttribute("hidden", "");
    field.addEventListener("input", () => this.filter(field.value));
    form.addEventListener("submit", (event) => event.preventDefault());
    field.addEventListener("change", () => this.keep());
  }

  /** @param {string} words */
  filter(words) {
    const wanted = words.toLocaleLowerCase();
    for (const item of document.querySelectorAll(".rows > *")) {
      item.toggleAttribute("hidden", !item.querySelector("a")?.textContent?.toLocaleLowerCase().includes(wanted));
    }
    document.querySelector("[data-none]")?.toggleAttribute("hidden", this.rows().length > 0);
    this.stop();
  }

  /** Let an address have the filter as it is now. @param {URL} address */
  carry(address) {
    const field = document.querySelector("[data-filter-list] input[type=search]");
    const words = field instanceof HTMLInputElement ? field.value : "";
    address.searchParams.delete("filter");
    if (words) address.searchParams.set("filter", words);
  }

  keep() {
    const address = new URL(location.href);
    this.carry(address);
    if (address.search === location.search) return;
    this.map.steps.keep();
    this.map.steps.tell();
    history.replaceState(null, "", address);
  }
}
