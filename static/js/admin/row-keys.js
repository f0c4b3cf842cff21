/* The list by keys of one letter: off while something is typed, and off for good where somebody says so (WCAG 2.1.4). */

const OFF = "newsroom.list.keys-off";

const rows = () => [...document.querySelectorAll("#result_list tbody tr")];
const list = document.querySelector("#result_list");
const sheet = document.querySelector("[data-keys]");
const toggle = sheet?.querySelector("[data-keys-off]");

function kept(action) {
  try {
    return action(window.localStorage);
  } catch {
    return null; // storage is switched off: keys are on until the page is left
  }
}

const isTyping = (node) => node.closest("input:not([type=checkbox]), textarea, select, [contenteditable=true], dialog");
const current = () => rows().find((row) => row.hasAttribute("data-current"));

function go(step) {
  const all = rows();
  const here = all.indexOf(current());
  const next = all[Math.min(Math.max(here + step, 0), all.length - 1)];
  if (!next) return;
  current()?.removeAttribute("data-current");
  next.setAttribute("data-current", "");
  next.querySelector("a.headline").focus();
  next.scrollIntoView({ block: "nearest" });
}

const KEYS = {
  j: () => go(1),
  k: () => go(-1),
  e: () => current()?.querySelector("[data-quick]")?.click(),
  x: () => current()?.querySelector("input.action-select")?.click(),
  "/": () => document.querySelector("#searchbar")?.focus(),
  "?": () => sheet.showModal(),
};

if (list && sheet) {
  toggle.checked = kept((store) => store.getItem(OFF)) === "1";
  toggle.addEventListener("change", () => kept((store) => store.setItem(OFF, toggle.checked ? "1" : "0")));
  document.querySelector("[data-keys-open]").hidden = false;
  document.querySelector("[data-keys-open]").addEventListener("click", () => sheet.showModal());
  list.addEventListener("focusin", (event) => {
    current()?.removeAttribute("data-current");
    event.target.closest("tbody tr")?.setAttribute("data-current", "");
  });
  document.addEventListener("keydown", (event) => {
    if (toggle.checked || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (document.querySelector("dialog[open]") || !KEYS[event.key]) return;
    event.preventDefault();
    KEYS[event.key]();
  });
}
