// A menu of the navigation closes when one looks elsewhere, and with Esc, which gives the focus back to its name.

/** @param {Document} page */
export function watchMenus(page) {
  const menus = /** @type {NodeListOf<HTMLDetailsElement>} */ (page.querySelectorAll("details.more"));
  for (const menu of menus) {
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      event.stopPropagation();
      menu.open = false;
      menu.querySelector("summary")?.focus();
    });
    menu.addEventListener("focusout", (event) => {
      if (event.relatedTarget instanceof Node && !menu.contains(event.relatedTarget)) menu.open = false;
    });
  }
  page.addEventListener("click", (event) => {
    for (const menu of menus) if (event.target instanceof Node && !menu.contains(event.target)) menu.open = false;
  });
}
