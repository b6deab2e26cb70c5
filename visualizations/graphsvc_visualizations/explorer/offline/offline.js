// Which page is shown: the address after # is the whole view, so that back, forward and copying the address work.

const view = /** @type {HTMLElement} */ (document.getElementById("view"));
const home = /** @type {HTMLElement} */ (document.getElementById("home"));
const title = document.title;
const numbers = new Map(data.things.map((_, number) => [reference(number), number]));
/** @type {Map<string, number>} Where on the page the reader was, by address. */
const places = new Map();
/** @type {Answer|null} */
let answered = null;
let here = "";
let followed = false;
let steps = 0;

/** @param {string} words */
function decoded(words) {
  try {
    return decodeURIComponent(words);
  } catch {
    return words;
  }
}

/** Show the page of an address; false when the file has none there. @param {string[]} parts */
function shown(parts) {
  const [page, kind, id, change, otherKind, otherId, way] = parts;
  const thing = numbers.get(`${kind}:${id}`);
  if (thing === undefined) return false;
  if (page === "thing") {
    put(thingPage(thing));
    return true;
  }
  const answer = data.answers.find((one) => one.thing === thing && one.change === change);
  if (page !== "impact" || !answer) return false;
  if (answered !== answer) put(answerPage(answer));
  answered = answer;
  const touched = numbers.get(`${otherKind}:${otherId}`);
  showWhy(answer, answer.touched.find((one) => one[0] === touched && one[1] === Number(way === "work")));
  return true;
}

/** @param {HTMLElement[]} page */
function put(page) {
  answered = null;
  view.replaceChildren(...page);
  view.hidden = false;
  home.hidden = true;
}

function goHome() {
  answered = null;
  view.hidden = true;
  home.hidden = false;
}

/** Show what the address says, and lead focus there unless the page is being opened. @param {boolean} opening */
function route(opening) {
  const raw = location.hash.slice(1);
  if (raw === "content") return;
  const before = answered;
  const parts = raw.split("/").map(decoded);
  const cell = parts[0] === "cell" ? document.getElementById(raw) ?? document.getElementById(decoded(raw)) : null;
  if (!raw || cell) goHome();
  else if (!shown(parts)) put([make("h1", { tabindex: -1 }, say("product")), make("p", { class: "box warn-edge" }, say("no_thing")), make("p", {}, make("a", { href: "#" }, say("back")))]);
  const heading = view.hidden ? null : view.querySelector("h1");
  document.title = heading ? `${heading.textContent?.trim()} – ${title}` : title;
  if (cell) {
    for (let up = cell.closest("details"); up; up = up.parentElement?.closest("details") ?? null) up.open = true;
    cell.focus({ preventScroll: true });
    cell.parentElement?.scrollIntoView({ block: "start" });
  } else if (!opening) lead(before !== null && before === answered, heading);
  here = location.hash;
  followed = false;
}

/** Lead focus and sight to what is new. @param {boolean} samePage @param {HTMLElement|null} heading */
function lead(samePage, heading) {
  if (samePage) {
    const why = document.getElementById("why-title");
    if (why?.tagName === "H2") why.focus({ preventScroll: true });
    document.getElementById("why")?.scrollIntoView({ block: "nearest" });
    return;
  }
  (heading ?? home.querySelector("h1"))?.focus({ preventScroll: true });
  window.scrollTo(0, followed ? 0 : places.get(location.hash) ?? 0);
}

/** The address of an answer without the path that is chosen in it. @param {string} hash */
function answerIn(hash) {
  return hash.split("/").slice(0, 4).join("/");
}

document.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest('a[href^="#"]') : null;
  const target = link?.getAttribute("href");
  if (!link || !target || (event instanceof MouseEvent && (event.ctrlKey || event.metaKey || event.shiftKey))) return;
  places.set(here, window.scrollY);
  if (answered && target.startsWith("#impact/") && answerIn(target) === answerIn(location.hash)) {
    event.preventDefault();
    location.replace(target);
  } else {
    followed = true;
    steps += 1;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || !location.hash) return;
  if (view.hidden) {
    const from = [...document.querySelectorAll(".mx a")].find((one) => one.getAttribute("href") === location.hash);
    if (from instanceof HTMLElement) from.focus();
  } else if (answered && answerIn(location.hash) !== location.hash) location.replace(answerIn(location.hash));
  else if (steps > 0) {
    steps -= 1;
    history.back();
  } else location.hash = "";
});
window.addEventListener("hashchange", () => route(false));
history.scrollRestoration = "manual";
watchSearch((thing) => {
  followed = true;
  steps += 1;
  places.set(here, window.scrollY);
  location.hash = addressOf(thing);
});
route(true);
