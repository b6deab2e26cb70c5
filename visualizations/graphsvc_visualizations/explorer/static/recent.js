// The pages that were looked at last, kept in this browser only: the server is never told.

const PLACE = "graphsvc-recent";
const MOST = 8;

/** @returns {{title: string, address: string}[]} */
function kept() {
  try {
    const found = JSON.parse(localStorage.getItem(PLACE) ?? "[]");
    return Array.isArray(found) ? found.filter((one) => typeof one?.title === "string" && own(one?.address)) : [];
  } catch {
    return [];
  }
}

/** Whether an address is a page of ours. @param {unknown} address */
function own(address) {
  return typeof address === "string" && address.startsWith("/") && !address.startsWith("//");
}

/** Note this page where it is a view, and fill the list where there is one. @param {Document} page */
export function keepRecent(page) {
  if (page.body.dataset.view) note(page.title.split(" – ")[0], page.body.dataset.view);
  const box = /** @type {HTMLElement|null} */ (page.querySelector("[data-recent]"));
  const list = box?.querySelector("ul");
  if (!box || !list) return;
  const rows = kept();
  list.replaceChildren(...rows.map((one) => {
    const row = page.createElement("li");
    const link = page.createElement("a");
    link.href = one.address;
    link.textContent = one.title;
    row.append(link);
    return row;
  }));
  box.hidden = rows.length === 0;
  box.querySelector("button")?.addEventListener("click", () => {
    localStorage.removeItem(PLACE);
    box.hidden = true;
  });
}

/** @param {string} title @param {string} address */
function note(title, address) {
  const rows = [{ title, address }, ...kept().filter((one) => one.address !== address)].slice(0, MOST);
  try {
    localStorage.setItem(PLACE, JSON.stringify(rows));
  } catch {
    // A browser that keeps nothing shows no list.
  }
}
