/* The keys of the desk, as the sheet lists them: they rest while something is typed, and for good where somebody has
   switched them off (WCAG 2.2, 2.1.4). After “r” a figure chooses the rule; after “g” a letter leads to a queue. */

const desk = document.querySelector("[data-desk]");
const sheet = document.querySelector("[data-keys]");
const AFTER_G = 1500; // ms

const keys = Object.fromEntries([...sheet.querySelectorAll("[data-key-of]")].map((one) => [one.textContent, one.dataset.keyOf]));
const WITH_SHIFT = { approve: "many approve", reject: "many reject", spam: "many spam", tick: "tick all", next: "tick next", previous: "tick previous" };

let toQueue = 0; // until when a letter leads to a queue

const isTyping = (node) => node.closest("input:not([type=checkbox]), textarea, select, [contenteditable=true]");
const ask = (what) => document.dispatchEvent(new CustomEvent("desk:act", { detail: what }));

function openedRule(figure) {
  const details = desk.querySelector("[data-card][data-current] [data-reject][open], [data-many-acts] [data-reject][open]");
  return details?.querySelector(`[data-rule="${figure}"]`);
}

function pressed(event) {
  const { key } = event;
  if (Date.now() < toQueue) {
    toQueue = 0;
    const queue = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (queue) return queue.click() ?? true;
  }
  if (key === "g") {
    toQueue = Date.now() + AFTER_G;
    return true;
  }
  if (/^[1-9]$/.test(key)) return openedRule(key)?.click() ?? Boolean(openedRule(key));
  const small = keys[key] ?? (event.shiftKey ? keys[key.toLowerCase()] : undefined);
  if (!small) return false;
  const name = event.shiftKey && !keys[key] ? WITH_SHIFT[small] : small;
  if (name === "help") sheet.showModal();
  else if (name === "search") {
    const field = document.querySelector("[data-search]");
    field.closest("details").open = true;
    field.focus();
  }
  else if (name) ask(name);
  return Boolean(name);
}

if (desk && sheet) {
  const opener = document.querySelector("[data-keys-open]");
  opener.hidden = false;
  opener.addEventListener("click", () => sheet.showModal());
  if (!desk.hasAttribute("data-keys-off")) {
    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) {
        if (event.key === "Escape") event.target.blur?.();
        return;
      }
      if (document.querySelector("dialog[open]")) return;
      if (event.key === "Escape") return desk.querySelectorAll("[data-card] details[open]").forEach((one) => { one.open = false; });
      if (pressed(event)) event.preventDefault();
    });
  }
}
