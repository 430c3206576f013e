// The layer list: bypass, opacity, and one control for each parameter by its type.
import { byId, confirmed, make, reconcile, text } from "./dom.js";

const layerPath = (layer) => `/api/v1/layers/${encodeURIComponent(layer.id)}`;
const parameterPath = (layer, parameter) =>
  `${layerPath(layer)}/params/${encodeURIComponent(parameter.name)}`;

/// Sends the values of a moving control: at most one under way, always the newest, and the last
/// one of the gesture in any case.
function gestureSender(send) {
  let busy = false;
  let next = null;
  const pump = async () => {
    if (busy || !next) return;
    const { value, gesture } = next;
    next = null;
    busy = true;
    await send(value, gesture);
    busy = false;
    pump();
  };
  return (value, gesture) => {
    next = { value, gesture };
    pump();
  };
}

const held = new WeakSet();

/// While a control is in somebody's hand, what comes from outside must not move it.
function holdable(input) {
  input.addEventListener("pointerdown", () => held.add(input));
  addEventListener("pointerup", () => setTimeout(() => held.delete(input), 400));
  input.addEventListener("keydown", () => {
    held.add(input);
    setTimeout(() => held.delete(input), 400);
  });
  return input;
}

const isFree = (input) => !held.has(input);

function slider(minimum, maximum, step, onValue) {
  const input = holdable(make("input", { type: "range", min: minimum, max: maximum, step }));
  const paint = () => {
    const part = (input.value - input.min) / (input.max - input.min || 1);
    input.style.setProperty("--p", `${100 * part}%`);
  };
  input.addEventListener("input", () => {
    paint();
    onValue(Number(input.value), "inProgress");
  });
  input.addEventListener("change", () => onValue(Number(input.value), "ended"));
  input.paint = paint;
  return input;
}

const hex = (color) => "#" + color.slice(0, 3)
  .map((part) => Math.round(255 * Math.min(1, Math.max(0, part))).toString(16).padStart(2, "0")).join("");
const fromHex = (textValue, alpha) =>
  [1, 3, 5].map((at) => parseInt(textValue.slice(at, at + 2), 16) / 255).concat(alpha ?? 1);
const digits = (value) => typeof value !== "number" ? "" : Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(Math.abs(value) >= 10 ? 1 : 2);

/// The control of a parameter: elements for the two right columns, and how to show a value.
function control(parameter, set, trigger) {
  const low = typeof parameter.minimum === "number" ? parameter.minimum : 0;
  const high = typeof parameter.maximum === "number" ? parameter.maximum : 1;
  const reading = make("span", { class: "reading num" });
  switch (parameter.type) {
    case "float": {
      const input = slider(low, high, "any", (value, gesture) => {
        text(reading, digits(value));
        set(value, gesture);
      });
      return { input, reading, show: (value) => {
        if (!isFree(input)) return;
        input.value = value ?? 0;
        input.paint();
        text(reading, digits(value));
      } };
    }
    case "bool": {
      const input = make("input", { type: "checkbox" });
      input.addEventListener("change", () => set(input.checked, "none"));
      return { input, reading, show: (value) => { input.checked = value === true; text(reading, value ? "on" : "off"); } };
    }
    case "long": {
      const choices = parameter.choices ?? [];
      if (!choices.length) {
        const input = holdable(make("input", { type: "number", step: 1 }));
        input.addEventListener("change", () => set(Math.round(Number(input.value)), "none"));
        return { input, reading, show: (value) => { if (isFree(input)) input.value = value ?? 0; } };
      }
      const input = make("select", {}, ...choices.map((choice) =>
        make("option", { value: String(choice.value), textContent: choice.label })));
      input.addEventListener("change", () => set(Number(input.value), "none"));
      return { input, reading, show: (value) => { input.value = String(value ?? ""); text(reading, value); } };
    }
    case "color": {
      let alpha = 1;
      const input = holdable(make("input", { type: "color" }));
      input.addEventListener("input", () => set(fromHex(input.value, alpha), "inProgress"));
      input.addEventListener("change", () => set(fromHex(input.value, alpha), "ended"));
      return { input, reading, show: (value) => {
        if (!Array.isArray(value) || !isFree(input)) return;
        alpha = value[3] ?? 1;
        input.value = hex(value);
        text(reading, hex(value));
      } };
    }
    case "point2d": {
      const axes = [0, 1].map((axis) => {
        const range = (bound, fallback) => Array.isArray(bound) ? bound[axis] : fallback;
        return slider(range(parameter.minimum, 0), range(parameter.maximum, 1), "any", (_, gesture) => {
          const value = axes.map((input) => Number(input.value));
          text(reading, value.map(digits).join(" "));
          set(value, gesture);
        });
      });
      return { input: make("div", { class: "pair" }, ...axes), reading, show: (value) => {
        if (!Array.isArray(value) || !axes.every(isFree)) return;
        axes.forEach((input, axis) => { input.value = value[axis]; input.paint(); });
        text(reading, value.map(digits).join(" "));
      } };
    }
    case "text": {
      const input = holdable(make("input", { type: "text", maxLength: 1024 }));
      input.addEventListener("change", () => set(input.value, "none"));
      return { input, reading, show: (value) => { if (document.activeElement !== input) input.value = value ?? ""; } };
    }
    case "event":
      return { input: make("button", { textContent: "Trigger", onclick: trigger }), reading,
        show: (value) => text(reading, value ? `× ${value}` : "") };
    default:
      return { input: make("span"), reading, show: (value) => text(reading, value === null ? "" : JSON.stringify(value)) };
  }
}

export class LayerList {
  #list = byId("layers");
  #empty = make("div", { class: "hint", textContent: "No layers: the background is on air. Add one above." });

  constructor(command) {
    this.command = command;
  }

  show(stack) {
    const layers = [...(stack?.layers ?? [])].reverse();
    if (!layers.length) {
      text(this.#empty, stack ? "No layers: the background is on air. Add one above."
        : "The stack is not known yet: coordinatord has not answered since this server started.");
      this.#list.replaceChildren(this.#empty);
      return;
    }
    this.#empty.remove();
    reconcile(
      this.#list, layers,
      (layer) => `${layer.id} ${layer.shader} ${layer.parameters.map((parameter) => parameter.name).join(",")}`,
      (layer) => this.#create(layer), (element, layer) => element.show(layer));
  }

  #create(first) {
    let layer = first;
    const change = (body) => this.command("PATCH", layerPath(layer), body);
    const position = make("span", { class: "layer-position num" });
    const name = make("div", { class: "layer-name" });
    const shader = make("div", { class: "layer-shader" });
    const bypass = make("button", { class: "toggle", textContent: "Bypass",
      onclick: () => change({ bypassed: !layer.bypassed }) });
    const sendOpacity = gestureSender((value, gesture) => change({ opacity: value, gesture }));
    const reading = make("span", { class: "r num" });
    const opacity = slider(0, 1, 0.001, (value, gesture) => {
      text(reading, `${Math.round(value * 100)}%`);
      sendOpacity(value, gesture);
    });
    opacity.title = "Opacity";
    const up = make("button", { textContent: "↑", title: "Move up", onclick: () => change({ position: layer.position + 1 }) });
    const down = make("button", { textContent: "↓", title: "Move down", onclick: () => change({ position: layer.position - 1 }) });
    const reset = make("button", { textContent: "Reset", title: "All parameters to their defaults",
      onclick: () => this.command("POST", `${layerPath(layer)}/reset`) });
    const remove = make("button", { textContent: "✕", title: "Remove the layer" });
    confirmed(remove, "Remove?", () => this.command("DELETE", layerPath(layer)));
    const error = make("div", { class: "layer-error", hidden: true });
    const controls = layer.parameters.map((parameter) => {
      const path = () => parameterPath(layer, parameter);
      const send = gestureSender((value, gesture) => this.command("PUT", path(), { value, gesture }));
      const made = control(parameter, send, () => this.command("POST", `${path()}/trigger`));
      const label = make("span", { class: "name", textContent: parameter.label,
        title: `${parameter.name} – double-click for its default`,
        ondblclick: () => this.command("POST", `${path()}/reset`) });
      return { ...made, label };
    });
    const params = make("div", { class: "params", hidden: !controls.length },
      ...controls.flatMap(({ label, input, reading: value }) => [label, input, value]));
    const element = make("article", { class: "layer" },
      make("div", { class: "layer-head" }, position, make("div", { class: "layer-title" }, name, shader), bypass,
        opacity, reading, make("div", { class: "layer-buttons" }, up, down, reset, remove)),
      error, params);
    element.show = (now) => {
      layer = now;
      text(position, now.position);
      text(name, now.name);
      text(shader, `${now.shaderName}${now.blend === "normal" ? "" : ` · ${now.blend.replaceAll("_", " ")}`}${now.build === "building" ? " · building" : ""}${now.quarantined ? " · quarantined" : ""}`);
      bypass.setAttribute("aria-pressed", now.bypassed);
      element.classList.toggle("bypassed", now.bypassed);
      element.classList.toggle("broken", Boolean(now.error) || now.quarantined);
      error.hidden = !now.error;
      text(error, now.error ?? "");
      if (isFree(opacity)) {
        opacity.value = now.opacity;
        opacity.paint();
        text(reading, `${Math.round(now.opacity * 100)}%`);
      }
      down.disabled = now.position <= 1;
      controls.forEach(({ show, label }, index) => {
        const parameter = now.parameters[index];
        show(parameter.value);
        label.classList.toggle("automated", parameter.automated);
      });
    };
    return element;
  }
}
