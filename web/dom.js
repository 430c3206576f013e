// Small helpers over the DOM. Text is only ever set as text, never as markup.

export const byId = (id) => document.getElementById(id);

export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(properties)) {
    if (key === "class") element.className = value;
    else if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key in element) element[key] = value;
    else element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

/// Sets text only where it differs, so that a steady page costs nothing.
export function text(element, value) {
  const string = value === null || value === undefined ? "–" : String(value);
  if (element.textContent !== string) element.textContent = string;
}

export function data(element, key, value) {
  const string = String(value);
  if (element.dataset[key] !== string) element.dataset[key] = string;
}

/// Brings the children of `parent` in line with `items`: one element a key, kept while the key lives.
export function reconcile(parent, items, keyOf, create, update) {
  const old = new Map([...parent.children].map((child) => [child.dataset.key, child]));
  let previous = null;
  for (const item of items) {
    const key = String(keyOf(item));
    let element = old.get(key);
    old.delete(key);
    if (!element) {
      element = create(item);
      element.dataset.key = key;
    }
    const next = previous ? previous.nextSibling : parent.firstChild;
    if (next !== element) parent.insertBefore(element, next);
    update(element, item);
    previous = element;
  }
  for (const element of old.values()) element.remove();
}

/// A button that must be pressed twice: the first press arms it for three seconds.
export function confirmed(button, question, action) {
  let timer = null;
  const label = () => button.dataset.label;
  const disarm = () => {
    clearTimeout(timer);
    timer = null;
    button.classList.remove("armed");
    button.textContent = label();
  };
  button.dataset.label = button.textContent;
  button.addEventListener("click", () => {
    if (timer) {
      disarm();
      action();
      return;
    }
    button.classList.add("armed");
    button.textContent = question;
    timer = setTimeout(disarm, 3000);
  });
}

export const count = (value) => value === undefined || value === null ? "–" : value.toLocaleString("en-GB").replaceAll(",", "\u202f");
