// Live search on top of a plain search form or field, after the ARIA combobox pattern. Without this module they still
// work.

/** @typedef {[number, number][]} Marks parts of a text, in characters */
/** @typedef {{thing: string, kind: string, kind_label: string, id: string, name: string, marks: Marks, alike: boolean,
 * matches: {field: string, label: string|null, words: string, marks: Marks}[], unit: string|null, sector: string|null,
 * municipality: string|null}} Hit */

const WAIT = 120;
const MOST = 8;

/** A search form: a hit leads to its page. @param {HTMLFormElement} form */
export function makeCombobox(form) {
  const input = /** @type {HTMLInputElement} */ (form.elements.namedItem("q"));
  attach(input, form, form, form.querySelector("label")?.textContent ?? "", [], (hit) => go(hit, form));
}

/** A field for one thing, a system where no kinds are named: a hit is written into it. @param {HTMLElement} label */
export function makePicker(label) {
  const input = label.querySelector("input");
  if (!input?.form) return;
  const named = label.textContent?.trim() ?? "";
  input.removeAttribute("list");
  const kinds = (label.dataset.kinds ?? "system").trim().split(" ");
  attach(input, label, input.form, named, kinds, (hit) => { input.value = hit.thing; });
}

/**
 * @param {HTMLInputElement} input @param {HTMLElement} host @param {HTMLFormElement} form @param {string} named
 * @param {string[]} kinds @param {(hit: Hit) => void} choose
 */
function attach(input, host, form, named, kinds, choose) {
  const list = document.createElement("ul");
  const status = document.createElement("p");
  let hits = /** @type {Hit[]} */ ([]);
  let others = /** @type {string[]} */ ([]);
  let active = -1;
  let asked = "";
  let timer = 0;
  let running = new AbortController();

  list.className = "hits";
  list.id = `${input.id}-hits`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", named);
  list.hidden = true;
  status.className = "quiet";
  status.setAttribute("role", "status");
  host.append(list, status);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", list.id);

  const close = () => {
    list.hidden = true;
    status.className = "quiet";
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  /** @param {number} number */
  const activate = (number) => {
    active = number;
    [...list.children].forEach((option, place) => option.setAttribute("aria-selected", String(place === number)));
    const option = list.children[number];
    if (!option) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  };

  const open = () => {
    list.hidden = hits.length === 0;
    input.setAttribute("aria-expanded", String(hits.length > 0));
  };

  const show = () => {
    list.replaceChildren(...hits.map((hit, number) => option(hit, `${list.id}-${number}`, host.dataset.alike ?? "")));
    activate(-1);
    open();
    const said = hits.length ? host.dataset.live : (others.length && host.dataset.try) || host.dataset.none;
    status.className = hits.length || !said ? "quiet" : "hits none";
    status.textContent = (said ?? "").replace("{n}", String(hits.length)).replace("{words}", others.join(", "));
  };

  const ask = async () => {
    const words = input.value.trim();
    if (words === asked) return;
    asked = words;
    running.abort();
    if (!words) {
      hits = [];
      status.textContent = "";
      return close();
    }
    running = new AbortController();
    const parameters = new URLSearchParams({ q: words, limit: String(MOST), lang: host.dataset.language ?? "nb" });
    for (const kind of kinds) parameters.append("kind", kind);
    for (const name of ["as-of", "revision"]) {
      const carried = form.elements.namedItem(name);
      if (carried instanceof HTMLInputElement) parameters.set(name, carried.value);
    }
    try {
      const answer = await fetch(`/api/v1/search?${parameters}`, { signal: running.signal });
      if (!answer.ok) return close();
      ({ hits, suggestions: others } = await answer.json());
      if (document.activeElement === input) show();
    } catch (error) {
      if (!(error instanceof DOMException && error.name === "AbortError")) close();
    }
  };

  /** @param {Hit} hit */
  const take = (hit) => {
    choose(hit);
    asked = input.value.trim();
    close();
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("blur", () => setTimeout(close, 150));
  input.addEventListener("focus", () => { if (hits.length && input.value.trim() === asked) open(); });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && hits.length) {
      event.preventDefault();
      if (list.hidden) open();
      const step = event.key === "ArrowDown" ? 1 : -1;
      activate(active < 0 && step < 0 ? hits.length - 1 : (active + step + hits.length) % hits.length);
    } else if (event.key === "Enter" && active >= 0 && !list.hidden) {
      event.preventDefault();
      take(hits[active]);
    }
  });
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target instanceof Element ? event.target.closest("li") : null;
    if (option) take(hits[[...list.children].indexOf(option)]);
  });
}

/** @param {Hit} hit @param {string} id @param {string} alike how to say that a hit is only alike */
function option(hit, id, alike) {
  const made = document.createElement("li");
  made.id = id;
  made.setAttribute("role", "option");
  const name = document.createElement("b");
  name.append(marked(hit.name, hit.marks));
  const rest = document.createElement("span");
  rest.textContent = [hit.alike ? alike : "", hit.kind_label, hit.id, hit.municipality, hit.sector, hit.unit].filter(Boolean).join(" · ");
  made.append(name, rest);
  for (const match of hit.matches) {
    if (!match.label) continue;
    const found = document.createElement("span");
    found.append(`${match.label}: `, marked(match.words, match.marks));
    made.append(found);
  }
  return made;
}

/** A text with the letters marked that were asked for. @param {string} words @param {Marks} marks */
function marked(words, marks) {
  const made = document.createElement("bdi");
  const letters = [...words];
  let done = 0;
  for (const [begin, end] of marks) {
    const part = document.createElement("mark");
    part.append(letters.slice(begin, end).join(""));
    made.append(letters.slice(done, begin).join(""), part);
    done = end;
  }
  made.append(letters.slice(done).join(""));
  return made;
}

/** @param {Hit} hit @param {HTMLFormElement} form */
function go(hit, form) {
  const carried = new URLSearchParams();
  for (const name of ["as-of", "revision"]) {
    const input = form.elements.namedItem(name);
    if (input instanceof HTMLInputElement) carried.set(name, input.value);
  }
  const rest = carried.toString();
  location.assign(`/thing/${encodeURIComponent(hit.kind)}/${encodeURIComponent(hit.id)}${rest ? `?${rest}` : ""}`);
}
