// What is on air: tally, picture, slot strip, slots by source, lost.
import { byId, count, data, make, reconcile, text } from "./dom.js";

const names = {
  "program.a": "Programme", "program.b": "Programme B", hold: "Hold", repeat: "Repeat",
  passthrough: "Clean input", slate: "Slate", black: "Black", transparent: "Transparent",
};
export const colours = {
  "program.a": "#37c978", "program.b": "#2aa562", hold: "#f0a92b", repeat: "#f0a92b",
  passthrough: "#4aa3ff", slate: "#a58bff", black: "#5d6873", transparent: "#55c2c9",
};
const details = {
  "program.a": "fresh frames from the renderer", "program.b": "fresh frames from lane B",
  hold: "held on purpose", repeat: "no fresh frame in time: the last one is repeated",
  passthrough: "clean input, without layers", slate: "the idle picture", black: "black", transparent: "fill and key at zero",
};
export const sourceName = (source) => names[source] ?? source;

export function showOutput(output) {
  const tally = byId("tally");
  const up = output.available && output.up;
  const source = output.available ? output.onAir : "none";
  data(tally, "source", source);
  data(tally, "up", up);
  data(byId("picture"), "source", source);
  text(byId("source"), output.available ? sourceName(source) : "No output");
  text(byId("source-detail"), !output.available ? "outputd has no timeline yet"
    : !up ? "outputd is down: the device repeats its last frame"
    : output.forced ? `forced: ${output.forced} – press Auto to give the output back` : `${details[source] ?? ""} · device ${output.device}`);
  text(byId("format"), output.available ? output.format : null);
  text(byId("index"), output.available ? count(output.index) : null);
  text(byId("lost"), output.available ? count(output.lost) : null);
  data(byId("lost-box"), "lost", !output.available ? "unknown" : output.lost === 0 ? "none" : "some");
  showSources(output);
  const causes = Object.entries(output.lostByCause ?? {}).filter(([, value]) => value > 0)
    .map(([cause, value]) => `${value} ${cause.replaceAll("_", " ")}`);
  text(byId("causes"), causes.length ? `Lost: ${causes.join(", ")}` : "");
}

function seconds(value) {
  if (value === undefined) return "–";
  if (value < 60) return `${value.toFixed(2)} s`;
  const whole = Math.floor(value);
  const two = (part) => String(part).padStart(2, "0");
  return `${Math.floor(whole / 3600)}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
}

function showSources(output) {
  const slots = output.slotsBySource ?? {};
  const total = Math.max(1, output.slots ?? 0);
  const rows = Object.keys(names).flatMap((source) => ["name", "meter", "count", "time"].map((part) => ({ source, part })));
  reconcile(byId("sources"), rows, ({ source, part }) => source + part, ({ source, part }) => {
    const tag = part === "name" ? "dt" : part === "meter" ? "div" : "dd";
    const element = make(tag, { class: part === "meter" ? "meter" : part === "time" ? "s" : "" });
    element.dataset.source = source;
    if (part === "name") element.textContent = sourceName(source);
    if (part === "meter") element.append(make("i"));
    return element;
  }, (element, { source, part }) => {
    const number = slots[source] ?? 0;
    element.classList.toggle("zero", number === 0);
    if (part === "meter") element.firstChild.style.width = number ? `${Math.max(1, 100 * number / total)}%` : "0";
    if (part === "count") text(element, output.available ? count(number) : null);
    if (part === "time") text(element, output.available ? seconds(output.secondsBySource?.[source]) : null);
  });
}

/// The strip of the newest slots, one column each: colour by source, red where one was lost.
export class SlotStrip {
  #canvas = byId("strip");
  #slots = [];
  #busy = false;

  async refresh() {
    if (this.#busy || document.hidden) return;
    this.#busy = true;
    try {
      const last = this.#slots.at(-1);
      const from = last ? `?from=${last.index - 8}` : "";
      const response = await fetch(`/api/v1/slots${from}`);
      if (response.ok) this.#merge((await response.json()).slots);
    } catch {
      // The server is away; the page says so elsewhere.
    } finally {
      this.#busy = false;
      this.#paint();
    }
  }

  #merge(slots) {
    if (!slots.length) return;
    const epoch = slots.at(-1).timelineEpoch;
    const first = slots[0].index;
    this.#slots = this.#slots.filter((slot) => slot.index < first && slot.timelineEpoch === epoch)
      .concat(slots.filter((slot) => slot.timelineEpoch === epoch)).slice(-1200);
  }

  #paint() {
    const canvas = this.#canvas;
    const width = Math.max(100, Math.round(canvas.clientWidth * devicePixelRatio));
    if (canvas.width !== width) canvas.width = width;
    const paint = canvas.getContext("2d");
    const column = 2 * Math.max(1, Math.round(devicePixelRatio));
    paint.clearRect(0, 0, canvas.width, canvas.height);
    const last = this.#slots.at(-1);
    if (!last) return;
    for (const slot of this.#slots) {
      const x = canvas.width - (last.index - slot.index + 1) * column;
      if (x < -column) continue;
      const programme = slot.source.startsWith("program");
      paint.fillStyle = slot.lostCause ? "#ff4d4f" : colours[slot.source] ?? "#555";
      const height = slot.lostCause ? 34 : programme ? 20 : 27;
      paint.globalAlpha = slot.result === "pending" ? 0.45 : 1;
      paint.fillRect(x, 34 - height, column - (column > 3 ? 1 : 0), height);
    }
    paint.globalAlpha = 1;
  }
}

/// The preview picture: asked for again and again, drawn when the ring has moved on.
export class Preview {
  #canvas = byId("preview");
  #box = byId("picture");
  #index = null;
  #failure = "No preview yet";
  #output = null;

  constructor() {
    this.#run();
  }

  /// What is on air tells whether the picture is.
  showOutput(output) {
    this.#output = output;
    this.#label();
  }

  async #run() {
    for (;;) {
      const pause = document.hidden ? 1000 : await this.#step();
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }

  async #step() {
    try {
      const response = await fetch("/api/v1/preview.png");
      if (response.ok) await this.#draw(response);
      this.#failure = response.ok ? "" : "No picture: the renderer is away";
      this.#label();
      return response.ok ? 100 : 400;
    } catch {
      this.#failure = "Not connected";
      this.#label();
      return 400;
    }
  }

  async #draw(response) {
    const index = response.headers.get("X-Frame-Index");
    if (index === this.#index) {
      await response.blob();
      return;
    }
    const picture = await createImageBitmap(await response.blob());
    if (this.#canvas.width !== picture.width || this.#canvas.height !== picture.height) {
      this.#canvas.width = picture.width;
      this.#canvas.height = picture.height;
      this.#canvas.style.aspectRatio = `${picture.width} / ${picture.height}`;
    }
    this.#canvas.getContext("2d").drawImage(picture, 0, 0);
    picture.close();
    this.#index = index;
    text(byId("preview-index"), count(Number(index)));
  }

  /// A picture that is not what is on air must never look as if it were.
  #label() {
    const output = this.#output;
    let note = this.#failure;
    if (!note && output?.available) {
      const behind = output.index - Number(this.#index);
      if (!output.onAir.startsWith("program")) note = `On air is ${sourceName(output.onAir).toLowerCase()}, not this picture`;
      else if (behind > 3 * Number.parseFloat(output.rate)) note = "The renderer stands still";
    }
    text(byId("picture-note"), note);
    this.#box.classList.toggle("stale", Boolean(note));
  }
}
