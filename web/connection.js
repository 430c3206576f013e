// The link to the server: the whole model once, then numbered changes, over one WebSocket.

/// Applies RFC 6902 operations; gives a new tree that shares what did not change.
export function applyPatch(document, operations) {
  for (const operation of operations) {
    const path = operation.path.split("/").slice(1)
      .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
    document = path.length ? change(document, path, operation) : operation.value;
  }
  return document;
}

function change(node, [key, ...rest], operation) {
  const copy = Array.isArray(node) ? [...node] : { ...node };
  if (rest.length) copy[key] = change(node[key], rest, operation);
  else if (operation.op === "remove") delete copy[key];
  else copy[key] = operation.value;
  return copy;
}

export class Connection {
  #socket = null;
  #waiting = new Map();
  #nextId = 1;
  #retry = 250;
  #change = null;
  model = null;

  constructor({ onModel, onState }) {
    this.onModel = onModel;
    this.onState = onState;
    this.#open();
  }

  #open() {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const socket = new WebSocket(`${scheme}://${location.host}/ws`);
    this.#socket = socket;
    socket.onopen = () => {
      this.#retry = 250;
      this.onState(true);
    };
    socket.onmessage = (event) => this.#receive(JSON.parse(event.data));
    socket.onclose = () => this.#closed();
  }

  #closed() {
    this.onState(false);
    this.#change = null;
    for (const { resolve } of this.#waiting.values()) {
      resolve({ accepted: false, status: 0, body: { detail: "the connection was lost: it may or may not have been done", remedy: "Look at the state" } });
    }
    this.#waiting.clear();
    setTimeout(() => this.#open(), this.#retry);
    this.#retry = Math.min(this.#retry * 2, 4000);
  }

  #receive(message) {
    if (message.type === "result") {
      this.#waiting.get(message.id)?.resolve(message);
      this.#waiting.delete(message.id);
      return;
    }
    if (message.type === "state") {
      this.model = message.state;
    } else if (message.type === "change") {
      if (message.from !== this.#change) {
        this.#socket.send(JSON.stringify({ type: "resync" }));
        return;
      }
      this.model = applyPatch(this.model, message.patch);
    } else {
      return;
    }
    this.#change = message.change;
    this.onModel(this.model);
  }

  /// Sends a command; resolves with its one result.
  command(method, path, body) {
    const id = this.#nextId++;
    return new Promise((resolve) => {
      if (this.#socket?.readyState !== WebSocket.OPEN) {
        resolve({ accepted: false, status: 0, body: { detail: "not connected", remedy: "Wait until the page is connected again" } });
        return;
      }
      this.#waiting.set(id, { resolve });
      this.#socket.send(JSON.stringify({ type: "command", id, method, path, body: body ?? null }));
    });
  }
}
