// The offline file: what its data is, and how words become elements. Words from the map are only ever text.

/** @typedef {[number, number, number, number, number, number[]?]} Fact label, value (-1 unknown), source, state, day, things */
/** @typedef {{kind: number, id: string, name: number, lang?: string, mark?: number, crumbs?: number[], says?: number, also?: number, state: number, day: number, facts: Fact[]}} Thing */
/** @typedef {[number, number, number, number, number, number, number, number, number[]]} Touched thing, way, strength, class, steps, direct, confirmed, of, hops */
/** @typedef {{thing: number, change: string, verb: number, title: number, summary: number, touched: Touched[], sectors: number[][], consult: [number, number, number[][]][], notes: number[], doubts: [string, number, number[]?, number?][], unknown: number, drawn?: number}} Answer */
/** @typedef {{kinds: string[][], things: Thing[], relations: {headings: [string, string, boolean][], rows: any[][]}, answers: Answer[], unknown: number[][][], hops: number[][], words: string[], say: Record<string, string>, language: string, date: string, computed: number[]}} Data */
/** @typedef {Node|string|null|undefined|false} Child */

const data = /** @type {Data} */ (JSON.parse(document.getElementById("data")?.textContent ?? "{}"));

/** @param {number} place */
function word(place) {
  return data.words[place] ?? "";
}

/** A message with its placeholders filled, each once. @param {string} key @param {Record<string, string|number>} [values] */
function say(key, values = {}) {
  return data.say[key].replace(/\{(\w+)\}/g, (all, name) => (name in values ? String(values[name]) : all));
}

/** @param {string} tag @param {Record<string, string|number>} attributes @param {...(Child|Child[])} children @returns {HTMLElement} */
function make(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  for (const child of children.flat()) if (child || child === "") made.append(child);
  return made;
}

/** A copy of a drawing that stands ready in the page. @param {string} id */
function drawing(id) {
  const kept = document.getElementById(id);
  return kept instanceof HTMLTemplateElement ? document.importNode(kept.content, true) : null;
}

/** @param {number} thing */
function named(thing) {
  const { name, lang } = data.things[thing];
  return make("bdi", lang ? { lang, class: "fb" } : {}, word(name));
}

/** @param {number} thing */
function reference(thing) {
  const { kind, id } = data.things[thing];
  return `${data.kinds[kind][0]}:${id}`;
}

/** Where a thing's page is in this file. @param {number} thing */
function addressOf(thing) {
  const { kind, id } = data.things[thing];
  return `#thing/${data.kinds[kind][0]}/${encodeURIComponent(id)}`;
}

/** Where an answer is in this file. @param {Answer} answer */
function answerAddress(answer) {
  return `${addressOf(answer.thing).replace("#thing/", "#impact/")}/${answer.change}`;
}

/** Where the path to what an answer touches is. @param {Answer} answer @param {Touched} one */
function whyAddress(answer, one) {
  return `${answerAddress(answer)}/${addressOf(one[0]).slice("#thing/".length)}/${one[1] ? "work" : "effect"}`;
}

/** @param {number} thing */
function markOf(thing) {
  const { mark } = data.things[thing];
  return mark === undefined ? null : drawing(`mark-${mark}`);
}

/** @param {number} thing @returns {Child[]} */
function linked(thing) {
  return [markOf(thing), " ", make("a", { href: addressOf(thing) }, named(thing))];
}

/** Write hundredths as the language does. @param {number} hundredths */
function decimal(hundredths) {
  const plain = (hundredths / 100).toFixed(2);
  return data.language === "en" ? plain : plain.replace(".", ",");
}

/** @param {number} hundredths @param {number} level */
function strength(hundredths, level) {
  return make("span", { class: "nw" }, drawing(`bars-${level}`), ` ${say(`strength_${level}`)} `, make("span", { class: "mu" }, decimal(hundredths)));
}

/** @param {number} way */
function wayOf(way) {
  return make("span", { class: "nw" }, drawing(`way-${way}`), ` ${say(way ? "work_small" : "effect_small")}`);
}

/** @param {number} state @param {number} day */
function confirmed(state, day) {
  if (state === 0) return make("span", { class: "okt" }, `✓ ${word(day)}`);
  if (state === 1) return make("span", { class: "tag warn" }, `! ${say("stale", { date: word(day) })}`);
  return make("span", { class: "tag unk" }, `? ${say("never")}`);
}

let sections = 0;

/** A part of a page under a heading. @param {string} title @param {...(Child|Child[])} children */
function section(title, ...children) {
  const id = `part-${++sections}`;
  return make("section", { class: "mt", "aria-labelledby": id }, make("h2", { id }, title), ...children);
}

/** A table that scrolls by itself; each row is its cells, the first of which names it. @param {string} label @param {Child[]} headings @param {Child[][][]} rows @param {Record<string, string>} [attributes] */
function table(label, headings, rows, attributes = {}) {
  const head = make("tr", {}, headings.map((one) => make("th", { scope: "col" }, one)));
  const body = rows.map((cells) => make("tr", {}, cells.map((cell, place) => make(place ? "td" : "th", place ? {} : { scope: "row" }, cell))));
  const made = make("table", attributes, make("thead", {}, head), make("tbody", {}, body));
  return make("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": label }, made);
}

/** A list of which the first are in sight. @param {HTMLElement[]} items @param {number} most @param {string} tag @param {string} name */
function folded(items, most, tag = "ul", name = "pl") {
  const first = make(tag, { class: name }, items.slice(0, most));
  if (items.length <= most) return first;
  return make("div", {}, first, make("details", {}, make("summary", {}, say("many", { n: items.length - most })), make(tag, { class: name }, items.slice(most))));
}
