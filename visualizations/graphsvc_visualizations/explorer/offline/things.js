// The page of a thing: where it belongs, what is known of it and by whom, what it hangs together with, what touches it.

const IN_SIGHT = 10;
/** @type {Map<number, [number, boolean][]>|null} */
let joined = null;
/** @type {Map<number, [Answer, Touched][]>|null} */
let touching = null;

/** The relations of a thing, as places in the data and whether it stands at their start. @param {number} thing */
function relationsOf(thing) {
  if (!joined) {
    joined = new Map();
    data.relations.rows.forEach((row, place) => {
      keep(joined, row[1], [place, true]);
      keep(joined, row[2], [place, false]);
      for (const other of row[10] ?? []) if (other !== row[1] && other !== row[2]) keep(joined, other, [place, false]);
    });
  }
  return joined.get(thing) ?? [];
}

/** @template T @param {Map<number, T[]>|null} all @param {number} key @param {T} value */
function keep(all, key, value) {
  const known = all?.get(key);
  if (known) known.push(value);
  else all?.set(key, [value]);
}

/** The changes that touch a thing, the strongest first. @param {number} thing */
function changesThatTouch(thing) {
  if (!touching) {
    touching = new Map();
    for (const answer of data.answers) for (const one of answer.touched) keep(touching, one[0], /** @type {[Answer, Touched]} */ ([answer, one]));
    for (const all of touching.values()) all.sort((a, b) => b[1][2] - a[1][2]);
  }
  return touching.get(thing) ?? [];
}

/** @param {number} number @returns {HTMLElement[]} */
function thingPage(number) {
  const one = data.things[number];
  const above = (one.crumbs ?? []).flatMap((crumb) => [make("a", { href: addressOf(crumb) }, named(crumb)), " › "]);
  const answers = data.answers.filter((answer) => answer.thing === number);
  const actions = answers.map((answer) => make("a", { class: "btn p", href: answerAddress(answer) }, word(answer.title)));
  return [
    make("nav", { class: "crumbs", "aria-label": say("sector") }, above, data.kinds[one.kind][1], " ", make("bdi", { class: "mono" }, reference(number))),
    make("h1", { tabindex: -1 }, markOf(number), " ", named(number)),
    make("p", { class: "lead" }, one.state === 0 ? make("span", { class: "okt" }, say("confirmed", { day: word(one.day) })) : confirmed(one.state, one.day)),
    ...(one.says === undefined ? [] : [make("p", {}, word(one.says))]),
    ...(actions.length ? [make("p", { class: "asks" }, actions)] : []),
    ...unanswered(number, answers.length),
    make("div", { class: "cols mt" }, factsOf(one), groupsOf(number)),
    ...flowsOf(number),
    ...touchedBy(number),
  ];
}

/** Say that a thing could be asked about, and that its answer had no room. @param {number} number @param {number} answers */
function unanswered(number, answers) {
  const askable = ["system", "technology", "data_object"].includes(data.kinds[data.things[number].kind][0]);
  const [n, of] = data.computed;
  return askable && !answers ? [make("p", { class: "box warn-edge sm" }, say("no_answer", { n, of }))] : [];
}

/** @param {Thing} one */
function factsOf(one) {
  const rows = one.facts.map(([label, value, source, state, day, things]) => {
    if (value < 0) return [[word(label)], [make("i", { class: "mu" }, say("unknown"))], [make("i", { class: "mu" }, say("missing"))], [confirmed(2, -1)]];
    const told = things ? things.flatMap((thing, place) => [place ? ", " : "", ...linked(thing)]) : [make("bdi", {}, word(value))];
    return [[word(label)], told, [make("bdi", { class: "mu" }, word(source))], [confirmed(state, day)]];
  });
  const headings = ["fact", "value", "source", "state"].map((key) => say(key));
  return section(say("facts"), table(say("facts"), headings, rows, { class: "facts" }));
}

/** Neighbours under what they are to the thing, each way. @param {number} number */
function groupsOf(number) {
  /** @type {Map<string, HTMLElement[]>} */
  const groups = new Map();
  for (const [place, outward] of relationsOf(number)) {
    const [type, start, end, told, state, day] = data.relations.rows[place];
    const [out, into, flow] = data.relations.headings[type];
    if (flow) continue;
    const rest = word(told);
    const item = make("li", {}, make("span", {}, linked(outward ? end : start), rest && make("span", { class: "mu" }, ` ${rest}`), state === 1 && " ", state === 1 && confirmed(state, day)));
    const heading = outward ? out : into;
    groups.set(heading, [...(groups.get(heading) ?? []), item]);
  }
  return [...groups].map(([heading, items]) => section(`${heading} (${items.length})`, folded(items, IN_SIGHT)));
}

/** @param {number} number */
function flowsOf(number) {
  const rows = relationsOf(number).map(([place, outward]) => ({ row: data.relations.rows[place], outward }))
    .filter(({ row }) => data.relations.headings[row[0]][2]).map(({ row, outward }) => {
      const [, start, end, , state, day, id, carried, protocol, mode] = row;
      const role = outward ? "serves" : end === number ? "needs" : "hub";
      const others = role === "hub" ? [...linked(start), " → ", ...linked(end)] : linked(outward ? end : start);
      return [others, [say(role)], [make("bdi", {}, word(carried))], [make("bdi", {}, word(protocol))], [mode < 0 ? say("unknown") : word(mode)], [confirmed(state, day)], [make("bdi", { class: "mono" }, word(id))]];
    });
  const headings = [say("system"), say("dependence"), say("data"), say("protocol"), say("mode"), say("state"), say("id")];
  const title = say("flows", { n: rows.length });
  return rows.length ? [section(title, table(title, headings, rows))] : [];
}

/** @param {number} number */
function touchedBy(number) {
  const found = changesThatTouch(number);
  const items = found.map(([answer, one]) => make("li", {}, strength(one[2], one[3]), make("span", {}, wayOf(one[1]), " ", make("a", { href: whyAddress(answer, one) }, word(answer.title)))));
  if (!items.length) return [];
  return [section(say("touched_by", { n: items.length }), make("p", { class: "mu sm" }, say("touched_by_note", { n: data.answers.length })), folded(items, IN_SIGHT))];
}
