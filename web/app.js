// The page: one model from the server, shown; every wish sent as a command with one result.
import { Connection } from "./connection.js";
import { byId, data, make, reconcile, text } from "./dom.js";
import { LayerList } from "./layers.js";
import { Preview, showOutput, SlotStrip } from "./output.js";
import { RunPanel } from "./run.js";
import { Side } from "./side.js";

let noticeTimer = null;

function notice(message, kind) {
  const box = byId("notice");
  clearTimeout(noticeTimer);
  box.hidden = !message;
  data(box, "kind", kind ?? "");
  text(box, message ?? "");
  if (message && kind === "bad") noticeTimer = setTimeout(() => { box.hidden = true; }, 6000);
}

async function command(method, path, body, description) {
  const result = await connection.command(method, path, body);
  if (!result.accepted) {
    const problem = result.body ?? {};
    notice(`${problem.detail ?? "refused"}. ${problem.remedy ?? ""}`, "bad");
    side.note(`${description ?? `${method} ${path.replace("/api/v1/", "")}`}: ${problem.detail ?? result.status}`, "bad");
  } else if (description) {
    side.note(description);
  }
  return result;
}

const side = new Side(command);
const runPanel = new RunPanel(command);
const layers = new LayerList(command);
const strip = new SlotStrip();
const preview = new Preview();
let connected = false;
let model = null;

function showLink() {
  const lamp = byId("link");
  const stale = model?.coordinator?.stale;
  data(lamp, "state", !connected ? "down" : stale ? "stale" : "up");
  text(lamp, !connected ? "Not connected" : stale ? "Coordinator away" : "Live");
  if (connected && stale) notice("coordinatord is away: the picture goes on; changes are refused until it is back");
  else if (byId("notice").dataset.kind === "") notice(null);
}

function options(select, values, keep) {
  reconcile(select, values, (value) => value.id ?? value.name, (value) =>
    make("option", { value: value.id ?? value.name, textContent: value.name }), () => {});
  if (keep) select.value = keep;
}

const connection = new Connection({
  onState(up) {
    if (connected !== up) side.note(up ? "connected" : "connection lost", up ? "good" : "bad");
    connected = up;
    showLink();
  },
  onModel(now) {
    model = now;
    document.title = `${now.output.available ? now.output.onAir : "no output"} – Holdover ${now.instance}`;
    text(byId("channel"), `${now.channel}${now.instance === "default" ? "" : ` · ${now.instance}`}`);
    text(byId("role"), now.role);
    text(byId("run"), now.run?.state);
    showOutput(now.output);
    preview.showOutput(now.output);
    layers.show(now.stack);
    side.show(now);
    runPanel.show(now);
    options(byId("add-shader"), now.shaders);
    options(byId("preset"), now.presets);
    byId("undo").disabled = now.undoDepth === 0;
    byId("redo").disabled = now.redoDepth === 0;
    byId("preset-load").disabled = now.presets.length === 0;
    showLink();
  },
});

byId("add-layer").onclick = () => command("POST", "/api/v1/layers", { shader: byId("add-shader").value });
byId("undo").onclick = () => command("POST", "/api/v1/undo");
byId("redo").onclick = () => command("POST", "/api/v1/redo");
byId("reload").onclick = () => command("POST", "/api/v1/reload", null, "shaders reloaded");
byId("preset-load").onclick = () => {
  const name = byId("preset").value;
  command("POST", `/api/v1/presets/${encodeURIComponent(name)}/load`, {}, `preset ${name} loaded`);
};
byId("preset-save").onclick = () => {
  const name = byId("preset-name").value.trim();
  if (name) command("PUT", `/api/v1/presets/${encodeURIComponent(name)}`, { overwrite: true }, `preset ${name} saved`);
};

setInterval(() => strip.refresh(), 250);
setInterval(() => text(byId("clock"), new Date().toISOString().slice(11, 19)), 250);
strip.refresh();
