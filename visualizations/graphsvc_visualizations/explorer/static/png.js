// A picture as a PNG file: from the SVG file beside the button, else from the picture on the page; twice its size, with
// its title above and where it comes from below. All of it happens in the browser.

const SCALE = 2, MARGIN = 16, FONT = "Arial, 'Liberation Sans', Helvetica, sans-serif";
/** Browsers draw no larger canvas than this in either direction, nor of more pixels in all. */
const LONGEST = 16000, MOST = 120e6;
/** What a picture on a page has from the page's style sheets, and must carry along. */
const CARRIED = ["color", "display", "dominant-baseline", "fill", "fill-opacity", "font-family", "font-size", "font-style", "font-weight", "opacity", "stroke", "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "stroke-opacity", "stroke-width", "text-anchor", "text-decoration", "visibility"];

/** @param {Document} page */
export function offerPng(page) {
  page.documentElement.classList.add("draws");
  page.addEventListener("click", async (event) => {
    const button = event.target instanceof Element ? event.target.closest("button[data-png]") : null;
    if (!(button instanceof HTMLButtonElement)) return;
    button.disabled = true;
    try {
      await save(button);
    } catch {
      button.textContent = button.dataset.failed ?? "";
    } finally {
      button.disabled = false;
    }
  });
}

/** @param {HTMLButtonElement} button */
async function save(button) {
  const { png: name = "picture.png", address, line = "" } = button.dataset;
  const picture = address ? await fetched(address) : carried(nearest(button));
  const drawn = await draw(picture, line);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(drawn);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** @typedef {{written: string, width: number, height: number, title: string, ground: string, ink: string}} Picture */

/** @param {string} address @returns {Promise<Picture>} */
async function fetched(address) {
  const answer = await fetch(address, { headers: { accept: "image/svg+xml" } });
  if (!answer.ok) throw new Error(String(answer.status));
  const written = await answer.text();
  // Only the picture may be styled by its own sheet, not a document that this page reads: its policy says so.
  const bare = written.replace(/<style>[^<]*<\/style>/, "");
  const read = svgOf(new DOMParser().parseFromString(bare, "image/svg+xml").documentElement);
  const picture = measured(read, written, "#fff", "#14202b");
  return read.querySelector("text.h") ? { ...picture, title: "" } : picture; // it has a heading of its own
}

/** @param {SVGElement} picture @param {string} written @param {string} ground @param {string} ink @returns {Picture} */
function measured(picture, written, ground, ink) {
  const box = (picture.getAttribute("viewBox") ?? "").split(/[\s,]+/).map(Number);
  const [width, height] = [Number(picture.getAttribute("width")) || box[2] || 0, Number(picture.getAttribute("height")) || box[3] || 0];
  if (!(width > 0 && height > 0)) throw new Error("no size");
  const title = picture.getAttribute("aria-label") || document.querySelector("h1")?.textContent?.trim() || document.title;
  return { written, width, height, title, ground, ink };
}

/** @param {Element} button */
function nearest(button) {
  for (let part = button.parentElement; part; part = part.parentElement) {
    const found = part.querySelector(".picture svg");
    if (found) return svgOf(found);
  }
  throw new Error("no picture");
}

/** @param {Element} found */
function svgOf(found) {
  if (!(found instanceof SVGElement)) throw new Error("no picture");
  return found;
}

/** Copy a picture of the page with what its style sheets say as attributes. @param {SVGElement} shown @returns {Picture} */
function carried(shown) {
  const copy = /** @type {SVGElement} */ (shown.cloneNode(true));
  const from = [shown, ...shown.querySelectorAll("*")], to = [copy, ...copy.querySelectorAll("*")];
  from.forEach((one, place) => {
    const style = getComputedStyle(one);
    for (const name of CARRIED) to[place]?.setAttribute(name, style.getPropertyValue(name));
  });
  const { backgroundColor, color } = getComputedStyle(document.body);
  return measured(shown, new XMLSerializer().serializeToString(copy), backgroundColor, color);
}

/** @param {Picture} picture @param {string} line @returns {Promise<Blob>} */
async function draw({ written, width, height, title, ground, ink }, line) {
  const canvas = document.createElement("canvas"), pen = canvas.getContext("2d");
  if (!pen) throw new Error("no canvas");
  const above = lines(pen, title, width, 19, true), below = lines(pen, line, width, 12, false);
  const top = above.length ? MARGIN + 26 * above.length : 0, outer = [width + 2 * MARGIN, top + height + 2 * MARGIN + 17 * below.length];
  const scale = Math.min(SCALE, LONGEST / Math.max(...outer), Math.sqrt(MOST / (outer[0] * outer[1])));
  canvas.width = Math.ceil(outer[0] * scale);
  canvas.height = Math.ceil(outer[1] * scale);
  pen.scale(scale, scale);
  pen.fillStyle = ground;
  pen.fillRect(0, 0, ...outer);
  const image = await loaded(written);
  pen.drawImage(image, MARGIN, top + MARGIN / 2, width, height);
  pen.fillStyle = ink;
  write(pen, above, MARGIN + 14, 26, 19, true);
  write(pen, below, top + height + MARGIN + 12, 17, 12, false);
  return new Promise((done, failed) => canvas.toBlob((made) => (made ? done(made) : failed(new Error("no image"))), "image/png"));
}

/** @param {string} written */
async function loaded(written) {
  const address = URL.createObjectURL(new Blob([written], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    return image;
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** Break words into lines that fit. @param {CanvasRenderingContext2D} pen @param {string} words @param {number} width @param {number} size @param {boolean} bold */
function lines(pen, words, width, size, bold) {
  pen.font = `${bold ? "bold " : ""}${size}px ${FONT}`;
  /** @type {string[]} */
  const found = [];
  for (const word of words.split(/\s+/).filter(Boolean)) {
    const last = found.at(-1);
    if (last !== undefined && pen.measureText(`${last} ${word}`).width <= width) found[found.length - 1] = `${last} ${word}`;
    else found.push(word);
  }
  return found;
}

/** @param {CanvasRenderingContext2D} pen @param {string[]} written @param {number} top @param {number} step @param {number} size @param {boolean} bold */
function write(pen, written, top, step, size, bold) {
  pen.font = `${bold ? "bold " : ""}${size}px ${FONT}`;
  written.forEach((one, place) => pen.fillText(one, MARGIN, top + place * step));
}
