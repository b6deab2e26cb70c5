// Paints the map's boxes and ties on a canvas with the page's own colours; what is outside the view is left out.

/** @typedef {import("./map.js").Layout} Layout */

const FONT = 'Arial, "Liberation Sans", Helvetica, sans-serif';

export class Painter {
  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    this.canvas = canvas;
    this.pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    this.colours = /** @type {Map<string, string>} */ (new Map());
    this.patterns = /** @type {Map<string, CanvasPattern | string>} */ (new Map());
    this.cuts = /** @type {Map<string, string>} */ (new Map());
  }

  /** @param {number} width @param {number} height */
  resize(width, height) {
    const ratio = window.devicePixelRatio || 1;
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
  }

  /** Colours may have changed. */
  forget() {
    this.colours.clear();
    this.patterns.clear();
  }

  /** @param {string} token @returns {string} A colour of tokens.css as the page has it now. */
  colour(token) {
    const known = this.colours.get(token);
    if (known) return known;
    const probe = document.createElement("span");
    probe.className = `probe-${token}`;
    this.canvas.after(probe);
    const found = getComputedStyle(probe).color;
    probe.remove();
    this.colours.set(token, found);
    return found;
  }

  /** @param {Layout} layout @param {number} x @param {number} y @param {number} scale @param {string} marked @param {null | {x: number, y: number, width: number, height: number}} lasso */
  paint(layout, x, y, scale, marked, lasso) {
    const { pen } = this;
    const ratio = window.devicePixelRatio || 1;
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.fillStyle = this.colour("bg");
    pen.fillRect(0, 0, this.canvas.width, this.canvas.height);
    pen.setTransform(scale * ratio, 0, 0, scale * ratio, x * ratio, y * ratio);
    const view = { left: -x / scale, top: -y / scale, right: (this.canvas.width / ratio - x) / scale, bottom: (this.canvas.height / ratio - y) / scale };
    for (const tie of layout.ties) this.tie(tie);
    for (const box of layout.boxes) {
      if (box.x > view.right || box.y > view.bottom || box.x + box.width < view.left || box.y + box.height < view.top) continue;
      this.box(box, layout, marked === box.key);
    }
    for (const tie of layout.pins) this.tie(tie, "path");
    for (const tie of layout.ties) this.pill(tie);
    for (const tie of layout.pins) this.pill(tie, 12, "path");
    if (lasso) this.lasso(lasso, scale);
  }

  /** The frame that is being drawn around boxes. */
  lasso(frame, scale) {
    const { pen } = this;
    pen.strokeStyle = this.colour("focus");
    pen.lineWidth = 2 / scale;
    pen.setLineDash([6 / scale, 4 / scale]);
    pen.strokeRect(frame.x, frame.y, frame.width, frame.height);
    pen.setLineDash([]);
  }

  /** @param {import("./map.js").Tie} tie @param {string} [token] */
  tie(tie, token = "edge") {
    const { pen } = this;
    pen.strokeStyle = this.colour(token);
    pen.lineWidth = token === "path" ? 2.8 : tie.flows ? tie.thickness : 1.8;
    pen.setLineDash(tie.flows ? [] : [1.5, 4]);
    pen.beginPath();
    const [first, ...rest] = tie.points;
    pen.moveTo(first[0], first[1]);
    rest.forEach((point, place) => {
      const next = rest[place + 1];
      if (next) pen.arcTo(point[0], point[1], next[0], next[1], 7);
      else pen.lineTo(point[0], point[1]);
    });
    pen.stroke();
    pen.setLineDash([]);
  }

  /** @param {import("./map.js").Tie} tie @param {number} [size] @param {string} [token] */
  pill(tie, size = 13, token = "line") {
    const { pen } = this;
    pen.font = `bold ${size}px ${FONT}`;
    const high = size === 13 ? 11 : 9;
    const half = pen.measureText(tie.label).width / 2 + high - 1;
    this.rounded(tie.x - half, tie.y - high, 2 * half, 2 * high, high, this.colour("card"), this.colour(token), token === "line" ? 1.2 : 2);
    this.write(tie.label, tie.x, tie.y + 4.5, this.colour("fg"), "center");
  }

  /** @param {import("./map.js").Box} box @param {Layout} layout @param {boolean} marked */
  box(box, layout, marked) {
    const colour = this.colour(box.colour);
    const tint = this.colour(box.colour.replace("s-", "tint-"));
    const outline = box.selected ? this.colour("path") : marked ? this.colour("focus") : colour;
    const thick = box.selected || marked ? 3 : 1.2;
    if (box.kind === "unit") {
      this.rounded(box.x, box.y, box.width, box.height, 3, this.colour("card"), outline, thick);
      this.line(box, 13, box.selected, box.x + 9, box.y + 19, this.colour("fg"));
    } else if (box.kind === "system") {
      this.rounded(box.x, box.y, box.width, box.height, 2, tint, marked ? outline : "", thick);
      this.line(box, 12, false, box.x + 6, box.y + 14, this.colour("fg"));
    } else {
      this.rounded(box.x, box.y, box.width, box.height, 5, tint, outline, thick);
      this.shape(layout, box, box.x + (box.kind === "sector" ? 17 : 20), box.y + 26);
      if (box.kind === "sector") this.heading(box, layout);
      else this.strip(box);
    }
    if (box.flows) this.badge(box);
    if (box.pinned) this.filled(layout.pin, box.x + 1, box.y + 3, this.colour("fg"));
  }

  /** @param {import("./map.js").Box} box @param {Layout} layout */
  heading(box, layout) {
    const { pen } = this;
    pen.fillStyle = this.pattern(layout, box);
    pen.fillRect(box.x, box.y, box.width, 7);
    pen.font = `12px ${FONT}`;
    const badge = box.flows ? 28 : 0;
    const room = box.width - 52 - pen.measureText(box.note).width - badge;
    this.write(box.note, box.x + box.width - 10 - badge, box.y + 31, this.colour("fg-2"), "right");
    pen.font = `bold 13px ${FONT}`;
    const lines = this.fold(box.name, room);
    lines.forEach((line, row) => this.write(line, box.x + 30, box.y + (lines.length === 1 ? 31 : 24) + 15 * row, this.colour(box.colour)));
  }

  /** @param {import("./map.js").Box} box */
  strip(box) {
    const { pen } = this;
    pen.font = `bold 15px ${FONT}`;
    this.write(box.name, box.x + 34, box.y + 31, this.colour(box.colour));
    const start = box.x + 50 + pen.measureText(box.name).width;
    pen.font = `12px ${FONT}`;
    this.fold(box.note, box.x + box.width - 40 - start).forEach((line, row) => this.write(line, start, box.y + 21 + 17 * row, this.colour("fg-2")));
  }

  /** A name with its note at the right, as much of it as there is room for. */
  line(box, size, bold, x, y, ink) {
    const { pen } = this;
    const badge = box.flows ? 26 : 0;
    pen.font = `12px ${FONT}`;
    const taken = box.note ? pen.measureText(box.note).width + 10 : 0;
    if (box.note) this.write(box.note, box.x + box.width - 7 - badge, y, this.colour("fg-2"), "right");
    pen.font = `${bold ? "bold " : ""}${size}px ${FONT}`;
    this.write(this.cut(box.name, box.x + box.width - x - 7 - taken - badge), x, y, ink);
  }

  /** @param {import("./map.js").Box} box */
  badge(box) {
    const { pen } = this;
    const y = box.kind === "unit" ? box.y + 14 : box.y + 26;
    const x = box.x + box.width - (box.kind === "unit" ? 15 : 19);
    pen.fillStyle = this.colour("path");
    pen.beginPath();
    pen.arc(x, y, box.flows < 100 ? 11 : 14, 0, 2 * Math.PI);
    pen.fill();
    pen.font = `bold 12px ${FONT}`;
    this.write(String(box.flows), x, y + 4.5, this.colour("on-strong"), "center");
  }

  /** @param {Layout} layout @param {import("./map.js").Box} box @param {number} x @param {number} y */
  shape(layout, box, x, y) {
    this.filled(layout.shapes[box.shape].glyph, x, y, this.colour(box.colour));
  }

  /** @param {string} path @param {number} x @param {number} y @param {string} ink */
  filled(path, x, y, ink) {
    const { pen } = this;
    pen.save();
    pen.translate(x, y);
    pen.fillStyle = ink;
    pen.fill(new Path2D(path), "evenodd");
    pen.restore();
  }

  /** @param {Layout} layout @param {import("./map.js").Box} box */
  pattern(layout, box) {
    const known = this.patterns.get(box.shape);
    if (known) return known;
    const told = layout.shapes[box.shape].pattern;
    const made = told ? this.tiled(told, this.colour(box.colour)) : this.colour(box.colour);
    this.patterns.set(box.shape, made);
    return made;
  }

  /** @param {{width: number, height: number, turn: number, path: string}} told @param {string} colour */
  tiled(told, colour) {
    const tile = document.createElement("canvas");
    tile.width = told.width;
    tile.height = told.height;
    const pen = /** @type {CanvasRenderingContext2D} */ (tile.getContext("2d"));
    pen.fillStyle = colour;
    pen.fill(new Path2D(told.path));
    const made = this.pen.createPattern(tile, "repeat");
    made?.setTransform(new DOMMatrix().rotate(told.turn));
    return made ?? colour;
  }

  rounded(x, y, width, height, radius, fill, stroke, thick) {
    const { pen } = this;
    pen.beginPath();
    pen.roundRect(x, y, width, height, radius);
    pen.fillStyle = fill;
    pen.fill();
    if (!stroke) return;
    pen.strokeStyle = stroke;
    pen.lineWidth = thick;
    pen.stroke();
  }

  write(words, x, y, ink, align = "left") {
    this.pen.fillStyle = ink;
    this.pen.textAlign = /** @type {CanvasTextAlign} */ (align);
    this.pen.fillText(words, x, y);
  }

  /** @param {string} words @param {number} room @returns {string} Cut with an ellipsis where there is too little room. */
  cut(words, room) {
    const key = `${this.pen.font}|${Math.round(room)}|${words}`;
    const known = this.cuts.get(key);
    if (known !== undefined) return known;
    let end = words.length;
    if (this.pen.measureText(words).width > room) {
      while (end > 1 && this.pen.measureText(`${words.slice(0, end)}…`).width > room) end -= 1;
    }
    const found = end < words.length ? `${words.slice(0, end).trimEnd()}…` : words;
    this.cuts.set(key, found);
    return found;
  }

  /** @param {string} words @param {number} room @returns {string[]} At most two lines. */
  fold(words, room) {
    const parts = words.split(" ");
    let first = "";
    while (parts.length && this.pen.measureText(`${first} ${parts[0]}`).width <= room) first = `${first} ${parts.shift()}`.trim();
    if (!parts.length) return [first];
    return first ? [first, this.cut(parts.join(" "), room)] : [this.cut(words, room)];
  }
}
