// Editing in place. Without this module an id or a name is written for the other end of a relation, and Tab leads into
// the form that was opened.
import { makePicker } from "./combobox.js";

for (const label of document.querySelectorAll("[data-picker]")) makePicker(/** @type {HTMLElement} */ (label));

// A browser ignores autofocus where an address has a fragment, and takes the focus away when it scrolls there; so the
// form that the address leads to takes the focus afterwards.
addEventListener("load", () => {
  const first = document.querySelector("#edit:target :is(input:not([type=hidden]), select, textarea)");
  if (first instanceof HTMLElement) requestAnimationFrame(() => first.focus({ preventScroll: true }));
});
