// A new relation: the field for the other end looks things up. Without this module an id or a name is written.
import { makePicker } from "./combobox.js";

for (const label of document.querySelectorAll("[data-picker]")) makePicker(/** @type {HTMLElement} */ (label));
