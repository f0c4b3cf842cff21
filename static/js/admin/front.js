/* Composing a front without leaving the page: acts are sent in the background, and what comes back takes the place of
   what stood there; stories and slots can be dragged. Everything here is a form that works by itself. */

const composer = document.querySelector("[data-composer]");
const acts = document.querySelector("#acts");

if (composer && acts) {
  acts.addEventListener("submit", (event) => {
    if (!event.submitter) return;
    event.preventDefault();
    send(event.submitter.value, event.submitter);
  });
  composer.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-search]")) return;
    event.preventDefault();
    search(event.target);
  });
  composer.addEventListener("dragstart", begin);
  composer.addEventListener("dragover", over);
  composer.addEventListener("dragleave", leave);
  composer.addEventListener("drop", drop);
  composer.addEventListener("dragend", clear);
  stayWith(document.querySelector("#panel form"));
  composer.addEventListener("keydown", keys);
  document.querySelector("[data-drawer] h2")?.focus();
}

/* What was typed about a place and not saved yet is not left without a question. */
function stayWith(form) {
  if (!form) return;
  const held = () => {
    const typed = new FormData(form);
    typed.delete("version"); // acts beside it count that on
    return new URLSearchParams(typed).toString();
  };
  const shown = held();
  let sent = false;
  form.addEventListener("submit", () => (sent = true));
  window.addEventListener("beforeunload", (event) => {
    if (!sent && held() !== shown) event.preventDefault();
  });
}

/* Escape closes the drawer; Shift and the arrows move what stands at a place. */
function keys(event) {
  const drawer = event.target.closest("[data-drawer]");
  if (drawer && event.key === "Escape" && !event.defaultPrevented && !drawer.querySelector(".select2-container--open")) {
    event.preventDefault();
    drawer.querySelector("[data-close]").click();
    return;
  }
  const verb = { ArrowUp: "up", ArrowDown: "down" }[event.key];
  const slot = event.target.closest("[data-slot]");
  if (!verb || !slot || !event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return;
  const button = slot.querySelector(`button[value^="${verb}:"]:enabled`);
  if (!button) return;
  event.preventDefault();
  send(button.value, button);
}

let line = Promise.resolve();
let answered = 0; // what stands here is of so many answers

/* Acts go one after the other, each on what the one before left. A button pressed meanwhile is the one of its name by then. */
function send(act, button) {
  const seen = answered;
  line = line.then((went) => {
    if (seen === answered) return perform(act, button);
    if (!went) return false; // the one before was refused, and that is to be read first
    const now = button && namesake(button);
    if (now) return perform(now.value, now);
    tell("Not saved: the front has changed meanwhile. Try again.");
    return true;
  });
}

function namesake(button) {
  return [...composer.querySelectorAll("button[form=acts]:enabled")].find((each) => each.ariaLabel && each.ariaLabel === button.ariaLabel);
}

async function perform(act, button) {
  const body = new FormData(acts);
  body.set("act", act);
  composer.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(acts.action || location.href, { method: "POST", body, credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!page.querySelector("[data-composer]")) throw new Error(`Answer ${answer.status}`);
    show(page);
    answered += 1;
    focus(act, answer.url);
    tell(answer.ok ? said(button) : (page.querySelector("[data-part=refused]")?.textContent ?? "Not saved.").trim());
    return answer.ok;
  } catch {
    tell("Not saved: the server did not answer. Try again.");
    const note = document.createElement("div");
    note.className = "errornote";
    note.dataset.part = "refused";
    note.setAttribute("role", "alert");
    note.textContent = "Not saved: the server did not answer. Try again.";
    composer.querySelector("[data-part=refused]")?.remove();
    composer.querySelector("[data-part=head]").after(note);
    return false;
  } finally {
    composer.removeAttribute("aria-busy");
  }
}

function show(page) {
  composer.querySelector(":scope > [data-part=refused]")?.remove();
  for (const name of ["head", "feed", "slots"]) {
    const fresh = page.querySelector(`[data-composer] [data-part=${name}]`);
    if (fresh) composer.querySelector(`[data-part=${name}]`).replaceWith(document.adoptNode(fresh));
  }
  const refused = page.querySelector("[data-composer] > [data-part=refused]");
  if (refused) composer.querySelector("[data-part=head]").after(document.adoptNode(refused));
  const version = page.querySelector("#acts [name=version]").value;
  for (const input of document.querySelectorAll("[name=version]")) input.value = version;
  const frame = composer.querySelector("iframe");
  frame.src = `${composer.dataset.preview}?frame&version=${version}`;
}

/* The same button at the new place, so that one can press it again; the place itself where there is none. */
function focus(act, address) {
  const placed = new URL(address).searchParams.get("placed");
  const place = placed ? `slot-${placed}` : slotOf(act);
  const slot = document.getElementById(place);
  if (!slot) return;
  const verb = act.split(":")[0];
  const button = slot.querySelector(`button[value^="${verb}:"]:not(:disabled)`);
  (button ?? slot).focus();
  slot.scrollIntoView({ block: "nearest" });
}

function slotOf(act) {
  const parts = act.split(":");
  return `slot-${parts[parts.length - 1]}`;
}

function said(button) {
  return button ? `Saved. ${button.getAttribute("aria-label") ?? button.textContent.trim()}` : "Saved.";
}

function tell(words) {
  composer.querySelector("[data-told]").textContent = words;
}

async function search(form) {
  const question = new URLSearchParams(new FormData(form));
  try {
    const answer = await fetch(`?${question}`, { credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-part=feed]");
    composer.querySelector("[data-part=feed]").replaceWith(document.adoptNode(fresh));
    history.replaceState(null, "", `?${question}`);
    keep("q", question.get("q"));
    tell(`${composer.querySelectorAll("[data-story]").length} stories`);
  } catch {
    form.submit();
  }
}

/* So that the list stays as it was searched, also after an act. */
function keep(name, value) {
  let input = acts.elements.namedItem(name);
  if (!input) {
    input = document.createElement("input");
    input.type = "hidden";
    input.name = name;
    acts.append(input);
  }
  input.value = value;
}

let dragged = null;

function begin(event) {
  const from = event.target.closest("[draggable=true]");
  if (!from) return;
  dragged = from;
  from.classList.add("is-dragged");
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", from.querySelector("h3")?.textContent ?? "");
}

function over(event) {
  const slot = event.target.closest("[data-slot]");
  if (!slot || !dragged || slot === dragged) return;
  event.preventDefault();
  slot.classList.add("is-over");
}

function leave(event) {
  const slot = event.target.closest("[data-slot]");
  if (slot && !slot.contains(event.relatedTarget)) slot.classList.remove("is-over");
}

function drop(event) {
  const slot = event.target.closest("[data-slot]");
  if (!slot || !dragged || slot === dragged) return;
  event.preventDefault();
  const to = slot.dataset.slot;
  send(dragged.dataset.story ? `place:${dragged.dataset.story}:${to}` : `move:${dragged.dataset.slot}:${to}`);
  clear();
}

function clear() {
  dragged?.classList.remove("is-dragged");
  for (const each of composer.querySelectorAll(".is-over")) each.classList.remove("is-over");
  dragged = null;
}
