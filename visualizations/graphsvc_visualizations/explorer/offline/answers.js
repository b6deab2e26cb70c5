// The page of an answer: what a change touches, why, the picture, sums by sector, doubts, whom to consult, and all of it.

const ROWS = 40;

/** @param {Answer} answer @returns {HTMLElement[]} */
function answerPage(answer) {
  const others = data.answers.filter((one) => one.thing === answer.thing && one !== answer);
  return [
    make("nav", { class: "crumbs", "aria-label": say("change") }, make("a", { href: addressOf(answer.thing) }, named(answer.thing)), others.map((one) => [" · ", make("a", { href: answerAddress(one) }, word(one.title))]).flat()),
    make("h1", { tabindex: -1 }, word(answer.title)),
    make("p", { class: "lead" }, word(answer.summary)),
    ...(answer.touched.length ? [] : [make("p", { class: "box warn-edge" }, say("nothing"))]),
    make("section", { class: "why none", id: "why", "aria-labelledby": "why-title", "aria-live": "polite" }),
    ...pictureOf(answer),
    ...answer.notes.map((note) => make("p", { class: "sm mu" }, word(note))),
    make("div", { class: "grid2" }, sums(answer), doubtsOf(answer)),
    consultOf(answer),
    allTouched(answer),
  ];
}

/** Put the path to one touched thing into the box, and mark it in picture and table. @param {Answer} answer @param {Touched|undefined} one */
function showWhy(answer, one) {
  const box = document.getElementById("why");
  box?.classList.toggle("none", !one);
  if (!one) box?.replaceChildren(make("p", { class: "sm mu", id: "why-title" }, say("why_hint")));
  else {
    const [thing, way, value, level, , , sure, of, path] = one;
    const steps = path.map((place, number) => {
      const [sentence, note] = data.hops[place];
      return make("li", {}, make("span", { class: "no", "aria-hidden": "true" }, String(number + 1)), make("div", {}, word(sentence), make("small", {}, word(note))));
    });
    const about = make("span", { class: "sm" }, wayOf(way), ": ", strength(value, level), ` · ${say("strongest")} · ${say("why_confirmed", { n: sure, of })} · `, make("a", { href: addressOf(thing) }, named(thing)), " · ", make("a", { href: answerAddress(answer), class: "off" }, say("close")));
    const title = say(way ? "why_work" : "why_effect", { name: word(data.things[thing].name) });
    box?.replaceChildren(make("div", { class: "head" }, make("h2", { id: "why-title", tabindex: -1 }, title), " ", about), make("ol", {}, steps));
  }
  markPicture(one);
  const here = one ? whyAddress(answer, one) : "";
  for (const row of document.querySelectorAll("#all tbody tr")) row.classList.toggle("on", row.querySelector("a")?.getAttribute("href") === here);
}

/** @param {Touched|undefined} one */
function markPicture(one) {
  const path = (one?.[8] ?? []).map((place) => data.hops[place]);
  const on = new Set(path.flatMap(([, , from, to]) => [reference(from), reference(to)]));
  const ties = new Set(path.flatMap(([, , from, to]) => [`${reference(from)} ${reference(to)}`, `${reference(to)} ${reference(from)}`]));
  for (const card of document.querySelectorAll("#picture [data-thing]")) {
    const { thing, way } = /** @type {SVGElement} */ (card).dataset;
    card.classList.toggle("sel", on.has(thing ?? "") && way === (one?.[1] ? "work" : "effect"));
  }
  for (const line of document.querySelectorAll("#picture .e")) {
    const { from, to } = /** @type {SVGElement} */ (line).dataset;
    line.classList.toggle("es", ties.has(`${from} ${to}`));
  }
}

/** The picture, whose cards lead to their paths; a table stands in its place on narrow screens. @param {Answer} answer */
function pictureOf(answer) {
  const found = answer.drawn === undefined ? null : drawing(`picture-${data.answers.indexOf(answer)}`);
  if (!found) return [];
  const frame = make("div", { class: "picture", tabindex: 0, role: "group", "aria-label": say("picture") }, found);
  const known = new Map(answer.touched.map((one) => [`${reference(one[0])} ${one[1] ? "work" : "effect"}`, one]));
  for (const card of frame.querySelectorAll("[data-thing]")) {
    const { thing, way } = /** @type {SVGElement} */ (card).dataset;
    const one = known.get(`${thing} ${way}`);
    if (!one) continue;
    card.setAttribute("role", "link");
    const follow = () => location.replace(whyAddress(answer, one));
    card.addEventListener("click", follow);
    card.addEventListener("keydown", (event) => { if (event instanceof KeyboardEvent && event.key === "Enter") follow(); });
  }
  return [make("section", { class: "only-wide", id: "picture", "aria-label": say("picture") }, frame, make("p", { class: "drawn" }, word(answer.drawn ?? -1)))];
}

/** @param {Answer} answer */
function sums(answer) {
  const short = (/** @type {string} */ key) => make("abbr", { title: say(`${key}_long`) }, say(key));
  const headings = [say("sector"), say("effect"), short("services"), short("units"), short("systems"), say("direct"), say("work"), short("systems"), short("units")];
  const rows = answer.sectors.map(([name, mark, strongest, effect, level, below, work, workLevel, workBelow, services, units, systems, direct, workSystems, workUnits, users]) => {
    const called = strongest < 0 ? word(name) : make("a", { href: whyAddress(answer, answer.touched[strongest]) }, word(name));
    const felt = level ? strength(effect, level) : say(below ? "below" : "not");
    const done = workLevel ? strength(work, workLevel) : say(workBelow ? "below" : "none");
    const used = users < 0 ? [] : [make("br", {}), make("small", { class: "mu" }, word(users))];
    return [[drawing(`mark-${mark}`), " ", called], [felt], [String(services)], [String(units), ...used], [String(systems)], [String(direct)], [done], [String(workSystems)], [String(workUnits)]];
  });
  return section(say("rollup"), table(say("rollup"), headings, rows, { class: "sums" }));
}

/** @param {Answer} answer */
function doubtsOf(answer) {
  const items = answer.doubts.map(([sign, told, things, of]) => {
    const rest = (things ?? []).flatMap((thing, place) => [place ? ", " : " ", make("a", { href: addressOf(thing) }, named(thing))]);
    const more = things && of && of > things.length ? ` ${say("many", { n: of - things.length })}` : null;
    return make("li", {}, sign && make("span", { class: `tag ${sign === "!" ? "warn" : "unk"}` }, sign), make("span", {}, word(told), rest, more));
  });
  const unknown = data.unknown[answer.unknown] ?? [];
  if (unknown.length) {
    const rows = unknown.map(([thing, why]) => make("li", {}, make("span", {}, linked(thing), make("span", { class: "mu" }, ` ${word(why)}`))));
    items.push(make("li", {}, make("span", { class: "tag unk" }, "?"), make("details", {}, make("summary", {}, say("unknown_things", { n: unknown.length })), make("ul", {}, rows))));
  }
  if (!items.length) items.push(make("li", {}, say("unknown_nothing")));
  return section(say("unknowns"), make("ul", { class: "pl" }, items));
}

/** @param {Answer} answer */
function consultOf(answer) {
  if (!answer.consult.length) return section(say("consult"), make("p", {}, say("nobody")));
  const rows = answer.consult.map(([unit, contact, reasons]) => {
    const ways = [...new Set(reasons.map(([way]) => way))].filter((way) => way >= 0).flatMap((way) => [wayOf(way), " "]);
    const to = contact < 0 ? make("span", { class: "tag unk" }, `? ${say("unknown")}`) : make("bdi", {}, word(contact));
    return [linked(unit), ways, [reasons.map(([, because]) => word(because)).join(" ")], [to]];
  });
  return section(say("consult"), more(table(say("consult"), [say("unit"), say("way"), say("because"), say("contact")], rows), 8));
}

/** @param {Answer} answer */
function allTouched(answer) {
  const rows = answer.touched.map((one) => {
    const [thing, way, value, level, steps, direct, sure, of] = one;
    const { kind, crumbs } = data.things[thing];
    const where = (crumbs ?? []).map((crumb) => word(data.things[crumb].name)).join(" · ");
    return [[markOf(thing), " ", make("a", { href: whyAddress(answer, one) }, named(thing))], [wayOf(way)], [strength(value, level)], [data.kinds[kind][1]], [where], [String(steps)], [direct ? "✓" : ""], [say("n_of", { n: sure, of })]];
  });
  const title = say("touched", { n: rows.length });
  const made = section(title, more(table(title, [say("name"), say("way"), say("strength"), say("kind"), say("sector"), say("steps"), say("direct"), say("conf")], rows), ROWS));
  made.id = "all";
  return made;
}

/** Show the first rows of a table, and a button that shows the rest. @param {HTMLElement} holder @param {number} most */
function more(holder, most) {
  const rest = [...holder.querySelectorAll("tbody tr")].slice(most);
  if (!rest.length) return holder;
  for (const row of rest) /** @type {HTMLElement} */ (row).hidden = true;
  const button = make("button", { type: "button" }, say("show", { n: rest.length }));
  button.addEventListener("click", () => {
    for (const row of rest) /** @type {HTMLElement} */ (row).hidden = false;
    rest[0].querySelector("a")?.focus();
    button.remove();
  });
  return make("div", {}, holder, make("p", {}, button));
}
