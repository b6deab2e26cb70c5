// A filter takes effect when it is changed, and replaces the entry in the browser's history: only a new question makes one.

/** @param {ParentNode} root */
export function watchFilters(root) {
  for (const form of root.querySelectorAll("form[data-filters]")) {
    form.addEventListener("change", (event) => {
      if (event.target instanceof HTMLSelectElement && form instanceof HTMLFormElement) apply(form);
    });
  }
}

/** @param {HTMLFormElement} form */
function apply(form) {
  const pairs = [...new FormData(form)].filter(([, value]) => value !== "").map(([name, value]) => [name, String(value)]);
  location.replace(`${form.getAttribute("action")}?${new URLSearchParams(pairs)}`);
}
