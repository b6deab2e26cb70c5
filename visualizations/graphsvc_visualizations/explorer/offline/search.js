// Search by what people remember: part of a name in any language, part of a compound, an id, a vendor; errors forgiven.

const ORDER = ["system", "service", "unit", "capability", "data_object"];
const ALIKE = 0.35;
/** What a name in another language, or a vendor, counts less than the id and the name that is shown. */
const ASIDE = 0.005;
const MOST = 10;
/** From so many things on, search waits for a pause in typing. */
const MANY = 3000;
/** @type {{thing: number, names: string[], own: number}[]|null} The first names are a thing's own: its id and what it is shown as. */
let entries = null;

/** Fold case and accents away; Norwegian letters stay letters of their own. @param {string} words */
function fold(words) {
  return [...words.toLowerCase().trim()].map((letter) => ("æøåäö".includes(letter) ? letter : [...letter.normalize("NFKD")][0])).join("");
}

function everything() {
  entries ??= data.things.map((one, thing) => {
    const names = [one.id, word(one.name), ...(one.also === undefined ? [] : word(one.also).split(" · "))];
    const own = new Set(names.slice(0, 2).map(fold)).size;
    return { thing, names: [...new Set(names.map(fold))], own };
  });
  return entries;
}

/** How well a name holds the words: 1 all of it, down to 0.6 its parts somewhere, 0 not. @param {string} asked @param {string} name */
function holds(asked, name) {
  if (asked === name) return 1;
  const share = asked.length / name.length;
  if (name.startsWith(asked)) return 0.9 + 0.05 * share;
  if (name.includes(` ${asked}`)) return 0.8 + 0.05 * share;
  if (asked.length > 1 && name.includes(asked)) return 0.7 + 0.05 * share;
  return asked.length > 2 && asked.split(" ").every((part) => name.includes(part)) ? 0.6 + 0.05 * share : 0;
}

/** @param {string} word */
function trigrams(word) {
  const padded = `  ${word} `;
  return new Set(Array.from({ length: padded.length - 2 }, (_, start) => padded.slice(start, start + 3)));
}

/** How alike two words are, by the trigrams that they share. @param {Set<string>} one @param {string} other */
function alike(one, other) {
  const second = trigrams(other);
  let both = 0;
  for (const part of one) if (second.has(part)) both += 1;
  return both / (one.size + second.size - both);
}

/** How near a name is to words with a typing error. @param {Set<string>} asked @param {string} name */
function near(asked, name) {
  const most = Math.max(...[name, ...name.split(" ")].map((part) => alike(asked, part)));
  return most >= ALIKE ? 0.5 * most : 0;
}

/** The things that fit, best first. @param {string} words */
function search(words) {
  const asked = fold(words);
  if (!asked) return [];
  const score = (/** @type {(name: string) => number} */ fit) => everything()
    .map(({ thing, names, own }) => ({ thing, score: Math.max(0, ...names.map((name, place) => fit(name) - (place < own ? 0 : ASIDE))) })).filter((hit) => hit.score > 0);
  let hits = score((name) => holds(asked, name));
  if (!hits.length && asked.length > 2) {
    const parts = trigrams(asked);
    hits = score((name) => near(parts, name));
  }
  const tier = (/** @type {number} */ value) => (value >= 0.5 ? Math.floor(value * 10 + 1e-9) : value);
  const rank = (/** @type {number} */ thing) => (ORDER.indexOf(data.kinds[data.things[thing].kind][0]) + ORDER.length + 1) % (ORDER.length + 1);
  hits.sort((a, b) => tier(b.score) - tier(a.score) || rank(a.thing) - rank(b.thing) || b.score - a.score || a.thing - b.thing);
  return hits.map((hit) => hit.thing);
}

/** Live search, after the ARIA combobox pattern. @param {(thing: number) => void} choose */
function watchSearch(choose) {
  const input = /** @type {HTMLInputElement} */ (document.getElementById("q"));
  const list = /** @type {HTMLElement} */ (document.getElementById("hits"));
  const found = /** @type {HTMLElement} */ (document.getElementById("found"));
  const form = /** @type {HTMLFormElement} */ (document.getElementById("find"));
  let hits = /** @type {number[]} */ ([]);
  let active = -1;

  const open = (/** @type {boolean} */ wanted) => {
    list.hidden = !wanted;
    input.setAttribute("aria-expanded", String(wanted));
    if (!wanted) activate(-1);
  };
  const activate = (/** @type {number} */ number) => {
    active = number;
    [...list.children].forEach((one, place) => one.setAttribute("aria-selected", String(place === number)));
    if (number < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", list.children[number].id);
    list.children[number].scrollIntoView({ block: "nearest" });
  };
  const show = () => {
    const all = search(input.value);
    hits = all.slice(0, MOST);
    list.replaceChildren(...hits.map((thing, place) => {
      const { kind, id, crumbs } = data.things[thing];
      const rest = [data.kinds[kind][1], id, ...(crumbs ?? []).map((one) => word(data.things[one].name))].join(" · ");
      return make("li", { id: `hit-${place}`, role: "option", "aria-selected": "false" }, make("b", {}, named(thing)), make("span", {}, rest));
    }));
    activate(-1);
    open(hits.length > 0);
    found.textContent = !input.value.trim() ? "" : all.length ? say("search_live", { n: all.length }) : say("search_none");
  };
  const take = (/** @type {number} */ place) => {
    if (hits[place] === undefined) return;
    open(false);
    choose(hits[place]);
  };

  let waiting = 0;
  const showNow = () => {
    clearTimeout(waiting);
    waiting = 0;
    show();
  };
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (waiting) showNow();
    take(Math.max(active, 0));
  });
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    if (data.things.length < MANY) show();
    else waiting = setTimeout(showNow, 200);
  });
  input.addEventListener("focus", () => { if (hits.length && input.value.trim()) open(true); });
  input.addEventListener("blur", () => open(false));
  input.addEventListener("keydown", (event) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      open(false);
    } else if (step && hits.length) {
      event.preventDefault();
      if (list.hidden) open(true);
      activate(active < 0 && step < 0 ? hits.length - 1 : (active + step + hits.length) % hits.length);
    }
  });
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const chosen = event.target instanceof Element ? event.target.closest("li") : null;
    if (chosen) take([...list.children].indexOf(chosen));
  });
}
