// Panic control, daemons, alarms and the page's own log.
import { byId, confirmed, count, data, make, reconcile, text } from "./dom.js";

const modes = ["auto", "hold", "passthrough", "slate", "black", "transparent"];

export class Side {
  #forced = new Map();
  #log = byId("log");
  #daemons = new Map();

  constructor(command) {
    this.command = command;
    for (const mode of modes) {
      const button = make("button", { textContent: mode === "passthrough" ? "Clean" : mode });
      button.dataset.mode = mode;
      button.dataset.source = mode;
      const act = () => this.command("POST", "/api/v1/force", { mode }, `force ${mode}`);
      if (mode === "auto") button.addEventListener("click", act);
      else confirmed(button, "Sure?", act);
      byId("force").append(button);
      this.#forced.set(mode, button);
    }
  }

  note(message, kind = "") {
    const now = new Date().toLocaleTimeString("en-GB");
    this.#log.prepend(make("li", {}, make("time", { class: "num", textContent: now }), make("span", { class: kind, textContent: message })));
    while (this.#log.children.length > 60) this.#log.lastChild.remove();
  }

  show(model) {
    for (const [mode, button] of this.#forced) {
      data(button, "active", model.output.available && (model.output.forced ?? "auto") === mode);
      button.hidden = mode === "transparent" && model.role !== "keyfill";
    }
    text(byId("demo-hint"), model.demo ? "demo: kill one and watch the output hold" : "");
    this.#showDaemons(model);
    this.#showRenderers(model.renderers);
    this.#showAlarms(model.alarms, model.stack !== null);
  }

  #showDaemons(model) {
    reconcile(byId("daemons"), model.daemons, (daemon) => daemon.name, (daemon) => this.#row(daemon),
      (row, daemon) => row.show(daemon, model.demo));
    for (const daemon of model.daemons) {
      const before = this.#daemons.get(daemon.name);
      if (before && before.state !== daemon.state) {
        this.note(`${daemon.name} is ${daemon.state}${daemon.pid ? ` (pid ${daemon.pid})` : ""}`, daemon.state === "up" ? "good" : "bad");
      } else if (before && daemon.pid && before.pid && before.pid !== daemon.pid) {
        this.note(`${daemon.name} restarted: pid ${before.pid} → ${daemon.pid}`, "good");
      }
      this.#daemons.set(daemon.name, daemon);
    }
  }

  #row(first) {
    const pid = make("td", { class: "r num" });
    const restarts = make("td", { class: "r num" });
    const beat = make("td", { class: "r num" });
    const kill = make("button", { class: "kill", textContent: "kill −9" });
    confirmed(kill, "Sure?", () =>
      this.command("POST", `/api/v1/demo/kill/${encodeURIComponent(first.name)}`, null, `kill -9 ${first.name}`));
    const row = make("tr", {}, make("td", {}, make("span", { class: "dot" })),
      make("td", { class: "name", textContent: first.name }), pid, restarts, beat, make("td", {}, kill));
    row.show = (daemon, demo) => {
      data(row, "state", daemon.state);
      row.title = daemon.detail || daemon.state;
      text(pid, daemon.pid);
      text(restarts, daemon.restarts);
      const age = daemon.heartbeatAgeMilliseconds;
      text(beat, age === null ? null : age < 1000 ? `${age} ms` : `${(age / 1000).toFixed(1)} s`);
      kill.hidden = !demo || !daemon.supervised;
      kill.disabled = !daemon.pid;
    };
    return row;
  }

  #showRenderers(renderers) {
    reconcile(byId("renderers"), renderers, (renderer) => renderer.lane, () => make("div"), (row, renderer) => {
      text(row, `Lane ${renderer.lane.toUpperCase()}: ${renderer.frameTimeMilliseconds.toFixed(1)} ms a frame, ${renderer.ahead} ahead, snapshot ${count(renderer.snapshotNumber)}`);
    });
  }

  #showAlarms(alarms, isKnown) {
    const active = alarms.filter((alarm) => alarm.active).length;
    text(byId("alarm-count"), active ? `${active} active` : "");
    const list = byId("alarms");
    if (!alarms.length) {
      if (!list.querySelector(".none")) list.replaceChildren(make("div", { class: "none" }));
      text(list.firstChild, isKnown ? "None" : "Not known yet");
      return;
    }
    list.querySelector(".none")?.remove();
    reconcile(list, alarms, (alarm) => `${alarm.kind} ${alarm.subject}`, (alarm) => {
      const title = make("div");
      const small = make("small");
      const path = `/api/v1/alarms/${encodeURIComponent(alarm.kind)}/${encodeURIComponent(alarm.subject)}/acknowledge`;
      const button = make("button", { textContent: "Ack", onclick: () => this.command("POST", path) });
      const row = make("div", { class: "alarm" }, make("i"), make("div", {}, title, small), button);
      row.show = (now) => {
        data(row, "severity", now.severity);
        row.classList.toggle("past", !now.active);
        text(title, now.text || now.kind);
        text(small, `${now.subject} · ${now.active ? "since" : "cleared, raised"} ${(now.raised ?? "").slice(11, 19)}${now.count > 1 ? ` · × ${now.count}` : ""}${now.acknowledgedBy ? ` · seen by ${now.acknowledgedBy}` : ""}`);
        button.hidden = Boolean(now.acknowledgedBy);
      };
      return row;
    }, (row, alarm) => row.show(alarm));
  }
}
