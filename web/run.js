// The run: where it is and why, what may be done now, its conditions and its rundown. What is allowed
// comes from the coordinator; nothing here knows a rule.
import { byId, confirmed, data, make, reconcile, text } from "./dom.js";

const commands = [
  ["prepare_run", "prepare", "Prepare"], ["cancel_preparing", "cancel", "Cancel"],
  ["start_run", "start", "Start"], ["pause_run", "pause", "Pause"], ["resume_run", "resume", "Resume"],
  ["stop_run", "stop", "Stop"], ["abort_run", "abort", "Abort"],
  ["acknowledge_fault", "acknowledge", "Seen"], ["clear_fault", "clear", "Clear"],
  ["recover_run", "recover", "Recover"], ["reset_run", "reset", "Put away"],
];
const sure = new Set(["stop", "abort"]);

export class RunPanel {
  #buttons = new Map();

  constructor(command) {
    this.command = command;
    for (const [action, name, label] of commands) {
      const button = make("button", { textContent: label });
      const act = () => this.command("POST", `/api/v1/run/${name}`, {}, `run ${name}`);
      if (sure.has(name)) confirmed(button, "Sure?", act);
      else button.addEventListener("click", act);
      byId("run-commands").append(button);
      this.#buttons.set(action, button);
    }
    byId("rundown-cue").onclick = () => this.command("POST", "/api/v1/rundown/cue", {});
    byId("rundown-take").onclick = () => this.command("POST", "/api/v1/rundown/take", {});
  }

  show(model) {
    const run = model.run;
    byId("run-panel").hidden = run === null;
    if (run === null) return;
    const since = run.since ? ` since ${run.since.slice(11, 19)}` : "";
    text(byId("run-state"), `${run.state}${since}`);
    data(byId("run-state"), "state", run.state);
    text(byId("run-detail"), [run.title || run.id, run.detail].filter(Boolean).join(" · "));
    const fault = run.fault;
    byId("run-fault").hidden = fault === null;
    if (fault) {
      text(byId("run-fault"), `${fault.component}: ${fault.text} · the cause ${fault.stands ? "stands" : "has gone"}${fault.acknowledgedBy ? ` · seen by ${fault.acknowledgedBy}` : ""}`);
    }
    for (const guard of run.guards) {
      const button = this.#buttons.get(guard.action);
      if (!button) continue;
      button.disabled = !guard.allowed;
      button.title = guard.reason;
    }
    const shown = ["preparing", "ready"].includes(run.state) || run.state === "aborted" ? run.interlocks : [];
    reconcile(byId("run-interlocks"), shown, (one) => one.name, () => make("li"), (row, one) => {
      data(row, "result", one.result);
      text(row, `${one.name}: ${one.result}, ${one.overriddenBy ? `${one.overriddenBy}: ${one.overrideReason}` : one.reason}`);
    });
    this.#showRundown(run);
  }

  #showRundown(run) {
    const rundown = run.rundown;
    byId("rundown").hidden = rundown === null;
    if (rundown === null) return;
    text(byId("rundown-name"), `${rundown.name}${rundown.held ? " · held" : ""}`);
    const items = rundown.items.map((item, index) => ({ ...item, number: index + 1 }));
    reconcile(byId("rundown-items"), items, (item) => item.number, () => make("li"), (row, item) => {
      const mark = item.number === rundown.position ? "on air" : item.number === rundown.cued ? (rundown.ready ? "ready" : "cued") : "";
      data(row, "mark", mark);
      text(row, `${item.number} ${item.name}${item.start ? ` at ${item.start}` : ""}${item.seconds ? ` · ${item.seconds} s` : ""}${mark ? ` · ${mark}` : ""}`);
    });
    const allowed = (action) => run.guards.find((guard) => guard.action === action);
    for (const [id, action] of [["rundown-cue", "cue_item"], ["rundown-take", "take_next_item"]]) {
      const guard = allowed(action);
      byId(id).disabled = !guard?.allowed;
      byId(id).title = guard?.reason ?? "";
    }
  }
}
