// What every page loads: live search, filters that take effect at once, and the impact page's cards.
import { makeCombobox } from "./combobox.js";
import { watchFilters } from "./filters.js";
import { watchCards } from "./cards.js";
import { watchMap } from "./map.js";
import { watchMenus } from "./menus.js";
import { keepRecent } from "./recent.js";
import { offerPng } from "./png.js";

for (const form of document.querySelectorAll("form[data-search]")) makeCombobox(/** @type {HTMLFormElement} */ (form));
watchFilters(document);
watchCards();
watchMenus(document);
watchMap();
keepRecent(document);
offerPng(document);
