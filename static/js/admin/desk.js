/* The desk: one card at a time, decided without a wait. What is decided is sent on in turn; the next card is there at
   once. Whatever can't be sent stays in sight and is sent again. Other modules speak to this one by events:
   "desk:go" (a step or a card), "desk:act" (what a key asks for), "desk:moved", "desk:fates" (how replies stand). */

const desk = document.querySelector("[data-desk]");
const form = desk?.querySelector("[data-form]");
const list = desk?.querySelector("[data-list]");
const places = desk?.querySelector("[data-cards]");

const AHEAD = 5; // so many cards before the end the next ones are fetched
const waiting = new Set(); // what is on its way
const taken = []; // my acts on this page that can be taken back, the last one at the end

const cards = () => [...places.querySelectorAll("[data-card]")];
const card = (number) => places.querySelector(`[data-card="${number}"]`);
const row = (number) => list.querySelector(`[data-row="${number}"]`);
const current = () => places.querySelector("[data-card][data-current]");
const isOpen = (one) => !one.dataset.fate;

function say(text) {
  desk.querySelector("[data-told]").textContent = text;
}

function warn(text) {
  const place = desk.querySelector("[data-alert]");
  place.textContent = text;
  place.hidden = !text;
}

/* -- moving ------------------------------------------------------------------------------------------------ */

/* “3 of 65”: of all in the queue, and not just of those that are here. */
function position(at, here) {
  const { total, ahead } = desk.dataset;
  if (!total || !/^\d+$/.test(ahead)) return "";
  const all = Number(total) < here ? here : total; // some came in since
  return `${Number(ahead) + at} of ${all}`;
}

const FLAT = 480; // px: in a lower window the reply is brought into view at once

function go(one, { focus = true } = {}) {
  if (!one) return;
  const before = current();
  before?.removeAttribute("data-current");
  if (before) row(before.dataset.card)?.removeAttribute("aria-current");
  one.setAttribute("data-current", "");
  const here = row(one.dataset.card);
  here?.setAttribute("aria-current", "true");
  here?.scrollIntoView({ block: "nearest" });
  desk.toggleAttribute("data-at-end", false);
  const every = cards();
  desk.querySelector("[data-position]").textContent = position(every.indexOf(one) + 1, every.length);
  if (focus) one.focus({ preventScroll: true });
  if (focus || window.innerHeight < FLAT) {
    window.scrollTo({ top: Math.max(0, desk.getBoundingClientRect().top + window.scrollY - 8), behavior: "instant" });
    one.querySelector(".desk-body").scrollTop = 0;
  }
  document.dispatchEvent(new CustomEvent("desk:moved", { detail: one.dataset.card }));
  if (every.length - every.indexOf(one) <= AHEAD) more();
}

function step(by) {
  const all = cards();
  const at = all.indexOf(current()) + by;
  if (at >= all.length) return end();
  go(all[Math.max(at, 0)]);
}

/* The next card that nobody has decided about: behind this one, or before it where none is left. */
function onwards() {
  const all = cards();
  const at = all.indexOf(current());
  const next = [...all.slice(at + 1), ...all.slice(0, at)].find(isOpen);
  if (next) go(next);
  else end();
}

function end() {
  desk.toggleAttribute("data-at-end", true);
  const link = desk.querySelector("[data-more]");
  say(link ? "The next replies are on their way." : "That was the last one on this page.");
  if (!link) desk.querySelector(".desk-after a, .desk-queues a[aria-current]")?.focus();
}

let fetching = null;

/* The next part of the queue, put behind what is here: nothing above moves. */
function more() {
  const link = desk.querySelector("[data-more]");
  if (!link || fetching) return;
  fetching = fetch(link.href, { redirect: "manual" })
    .then((answer) => (answer.ok ? answer.text() : Promise.reject(answer)))
    .then((text) => {
      const page = new DOMParser().parseFromString(text, "text/html");
      const known = new Set(cards().map((one) => one.dataset.card));
      page.querySelectorAll("[data-row]").forEach((one) => known.has(one.dataset.row) || list.append(document.adoptNode(one.closest("li"))));
      page.querySelectorAll("[data-card]").forEach((one) => known.has(one.dataset.card) || places.append(document.adoptNode(one.closest("li"))));
      const next = page.querySelector("[data-more]")?.getAttribute("href");
      desk.querySelectorAll("[data-more]").forEach((one) => (next ? one.setAttribute("href", next) : one.remove()));
      if (desk.hasAttribute("data-at-end")) onwards();
    })
    .catch(() => {}) // the link stays, and leads there
    .finally(() => { fetching = null; });
}

/* -- deciding ---------------------------------------------------------------------------------------------- */

let line = Promise.resolve(); // acts are sent one after the other, in the order in which they were made

function send(address, fields) {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  for (const [name, value] of fields) body.append(name, value);
  const sent = line.then(async () => {
    const answer = await fetch(address, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "manual" });
    if (answer.ok || answer.status === 422) return answer.json();
    throw new Error(answer.status === 403 || answer.type === "opaqueredirect" ? "login" : "server");
  });
  line = sent.catch(() => {});
  waiting.add(sent);
  sent.catch(() => {}).finally(() => waiting.delete(sent));
  return sent;
}

const WORDS = { shown: "Approved", rejected: "Rejected", spam: "Spam", held: "Held" };
const DOING = { shown: "Approving…", rejected: "Rejecting…", spam: "Marking as spam…", held: "Holding…" };

/* How a reply stands, on its card. */
function stands(one, now) {
  const pill = one.querySelector("[data-pill]");
  pill.className = `pill pill-${now.state}`;
  pill.textContent = now.label;
}

/* How much waits in each queue, in the tabs. */
function recount(counts) {
  for (const [name, words] of Object.entries(counts ?? {})) {
    for (const place of document.querySelectorAll(`[data-count-of="${name}"]`)) {
      place.textContent = words;
      place.hidden = !words;
    }
  }
}

function mark(one, fate, words, stand = "", why = "") {
  one.dataset.fate = fate;
  const place = one.querySelector(".desk-fate");
  place.textContent = why ? `${words}: ${why}` : words;
  place.hidden = !words;
  const here = row(one.dataset.card);
  if (here) {
    here.dataset.fate = fate;
    here.querySelector("[data-fate]").textContent = words;
  }
  if (stand) one.querySelector(`[name="seen-${one.dataset.card}"]`).value = stand;
}

function unmark(one, stand) {
  mark(one, "", "", stand);
  delete one.dataset.fate;
  delete row(one.dataset.card)?.dataset.fate;
  one.querySelector("[data-reject]")?.removeAttribute("open");
}

function failed(chosen, error, again) {
  for (const one of chosen) mark(one, "failed", "Not saved yet");
  warn(error.message === "login"
    ? "Your login has run out, or your role has changed. Log in in another tab, then press the act again: the cards are marked “not saved yet”."
    : "The newsroom could not be reached. What you decided is not saved yet; it is sent again in a few seconds.");
  if (error.message !== "login") setTimeout(again, 4000);
}

/* Decide about one card or several; on to the next card before the answer is there. */
async function decide(chosen, to, rule = "", note = "") {
  const open = chosen.filter((one) => isOpen(one) || one.dataset.fate === "failed");
  if (!open.length && chosen[0].dataset.fate === "others") {
    warn(`${chosen[0].dataset.name}: left as it is. Somebody else decided first.`);
    return onwards();
  }
  if (!open.length) return say("You have decided this already. Take it back first.");
  const alone = open.length === 1 ? open[0].dataset.card : "";
  const fields = [["act", rule ? `${to}:${alone}:${rule}` : alone ? `${to}:${alone}` : to], [alone ? `note-${alone}` : "note", note]];
  for (const one of open) {
    const number = one.dataset.card;
    if (!alone) fields.push(["ids", number]);
    fields.push([`seen-${number}`, one.querySelector(`[name="seen-${number}"]`).value]);
    mark(one, "sent", to === "shown" && one.dataset.state === "shown" ? "Keeping…" : DOING[to]);
    one.querySelector("[name=ids]").checked = false;
  }
  ticks();
  if (open.includes(current())) onwards();
  const attempt = async () => {
    try {
      const answer = await send(form.action, fields);
      warn("");
      if (answer.why) return refused(open, answer.why);
      settle(answer, to);
    } catch (error) {
      failed(open, error, attempt);
    }
  };
  await attempt();
}

function refused(chosen, why) {
  for (const one of chosen) unmark(one, "");
  go(chosen[0]);
  warn(why);
}

/* What came of an act: only what the server says is told. */
function settle(answer, to) {
  for (const now of answer.decided) {
    const one = card(now.pk);
    if (!one) continue;
    mark(one, "mine", now.state === one.dataset.state ? "Kept by you" : `${now.label} by you, ${now.at}`, now.stand, now.why);
    stands(one, now);
  }
  const { decided } = answer;
  const name = decided.length === 1 && card(decided[0].pk)?.dataset.name;
  say(decided.length ? `${WORDS[to]}: ${name || `${decided.length} replies`}.` : "");
  recount(answer.waiting);
  const left = answer.unchanged.filter((now) => card(now.pk)).map((now) => `${card(now.pk).dataset.name} (${others(now)})`);
  for (const number of answer.missing) {
    if (!card(number)) continue;
    mark(card(number), "others", "Not there any more");
    left.push(`${card(number).dataset.name} (not there any more)`);
  }
  if (left.length) warn(`Left as it is, somebody else was first: ${left.join(", ")}.`);
  if (answer.batch) taken.push({ address: desk.dataset.undo, fields: [["batch", answer.batch]] });
}

/* Somebody else was first, or its author has changed the text. */
function others(now) {
  const one = card(now.pk);
  const words = now.state === one.dataset.state && !now.by ? "Its author has changed it. Load it again." : now.words;
  mark(one, "others", words, now.stand, now.why);
  stands(one, now);
  return words;
}

/* -- taking back ------------------------------------------------------------------------------------------- */

async function undo() {
  await Promise.allSettled([...waiting]);
  const last = taken.pop() ?? { address: desk.dataset.undo, fields: [["batch", "last"]] };
  try {
    const answer = await send(last.address, last.fields);
    if (answer.why) return warn(answer.why);
    warn("");
    say(answer.done);
    last.then?.();
    const back = (answer.decided ?? []).filter((now) => card(now.pk));
    for (const now of back) {
      unmark(card(now.pk), now.stand);
      stands(card(now.pk), now);
    }
    recount(answer.waiting);
    const left = (answer.unchanged ?? []).filter((now) => card(now.pk)).map((now) => `${card(now.pk).dataset.name} (${others(now)})`);
    if (left.length) warn(`Left as it is, somebody has decided since: ${left.join(", ")}.`);
    if (back.length) go(card(back[0].pk));
  } catch {
    taken.push(last);
    warn("The newsroom could not be reached: nothing was taken back. Please press Undo again.");
  }
}

/* -- other acts -------------------------------------------------------------------------------------------- */

async function plain(button) {
  const one = button.closest("[data-card]");
  const address = button.formAction;
  const fields = [[button.name, button.value]];
  one.querySelectorAll("input[type=text]").forEach((field) => fields.push([field.name, field.value]));
  try {
    const answer = await send(address, fields);
    warn(answer.why ?? "");
    if (answer.why) return;
    say(answer.done);
    if (button.dataset.act === "pick") picked(button, address);
    if (answer.undo) {
      const then = answer.aside && (() => { unmark(one, ""); go(one); });
      taken.push({ address: answer.undo.address, fields: Object.entries(answer.undo.fields), then });
    }
    if (button.name === "aside") {
      mark(one, "mine", answer.aside ?? "Brought back");
      if (one === current()) onwards();
    }
    one.querySelector("[data-more-acts]")?.removeAttribute("open");
    if (button.name === "settle") button.closest(".desk-passed").remove();
  } catch {
    warn("The newsroom could not be reached: nothing was changed. Please press it again.");
  }
}

function picked(button, address) {
  const back = address.includes("unpick") ? address.replace("unpick", "pick") : address.replace("/pick/", "/unpick/");
  const flip = (to) => {
    button.formAction = to;
    button.textContent = to.includes("unpick") ? "Unpick" : "Pick";
  };
  flip(back);
  taken.push({ address: back, fields: [["act", button.value]], then: () => flip(address) });
}

/* -- many -------------------------------------------------------------------------------------------------- */

const boxOf = (one) => one?.querySelector("[name=ids]");
const ticked = () => cards().filter((one) => boxOf(one)?.checked);

let from = null; // where a range begins: the reply that was ticked last

/* With Shift, all that nobody has decided about from there (or from the reply that is open) up to this one. */
function tickTo(one, on, isRange) {
  const all = cards();
  const [first, last] = [all.indexOf(isRange ? (from ?? current()) : one), all.indexOf(one)].sort((a, b) => a - b);
  for (const each of all.slice(first, last + 1)) if (isOpen(each) || each === one) boxOf(each).checked = on;
  from = one;
  ticks();
  say(`${ticked().length} ticked.`);
}

/* A click in the list: on a box, it ticks; with Shift, up to there; else it opens the card. */
function inList(event) {
  const box = event.target.closest("[data-tick]");
  if (box) return tickTo(card(box.dataset.tick), box.checked, event.shiftKey);
  const here = event.target.closest("[data-row]");
  if (!here || event.metaKey || event.ctrlKey) return;
  event.preventDefault();
  if (event.shiftKey && boxOf(card(here.dataset.row))) return tickTo(card(here.dataset.row), true, true);
  go(card(here.dataset.row));
}

function ticks() {
  const count = ticked().length;
  for (const box of list.querySelectorAll("[data-tick]")) box.checked = boxOf(card(box.dataset.tick))?.checked ?? false;
  const place = desk.querySelector("[data-ticked]");
  if (place) place.textContent = count ? `(${count})` : "";
  desk.toggleAttribute("data-some-ticked", count > 0);
}

function many(to, rule, note) {
  const chosen = ticked();
  if (!chosen.length) return say("Tick some replies first.");
  if (chosen.length > 20) return form.requestSubmit(form.querySelector("[data-many-acts] [formaction]"));
  decide(chosen, to, rule, note);
}

/* Tick this one, and go on. */
function tickOn(by) {
  const one = current();
  if (!boxOf(one) || !isOpen(one)) return step(by);
  tickTo(one, true, false);
  step(by);
}

function tick(all) {
  const boxes = cards().filter(isOpen).map((one) => one.querySelector("[name=ids]"));
  if (all) {
    const wanted = boxes.some((box) => !box.checked);
    for (const box of boxes) box.checked = wanted;
  } else {
    const box = current()?.querySelector("[name=ids]");
    if (box) box.checked = !box.checked;
  }
  ticks();
  say(`${ticked().length} ticked.`);
}

/* -- what comes in ----------------------------------------------------------------------------------------- */

function submitted(event) {
  const button = event.submitter;
  if (!button || !["act", "pass", "settle", "aside"].includes(button.name)) return; // on to another page
  event.preventDefault();
  const one = button.closest("[data-card]");
  if (one && (button.name !== "act" || button.dataset.act === "pick")) return plain(button);
  const [to, , rule] = button.value.split(":");
  const note = (one ?? button.closest("[data-many-acts]")).querySelector("[name^=note]")?.value ?? "";
  if (one) decide([one], to, rule, note);
  else many(to, rule, note);
}

/* It was answered in the drawer, and by that approved. */
function answered(number) {
  const one = card(number);
  if (!one || one.dataset.state !== "held") return say("Your answer is shown.");
  mark(one, "mine", "Approved and answered by you");
  stands(one, { state: "shown", label: "Shown" });
  say(`Approved and answered: ${one.dataset.name}.`);
  taken.push({ address: desk.dataset.undo, fields: [["batch", "last"]] });
  if (one === current()) onwards();
}

const ACTS = {
  next: () => step(1),
  previous: () => step(-1),
  undo,
  tick: () => tick(false),
  "tick all": () => tick(true),
  "tick next": () => tickOn(1),
  "tick previous": () => tickOn(-1),
  full: () => desk.toggleAttribute("data-full"),
  open: () => current()?.querySelector("[data-open]")?.click(),
  "many approve": () => many("shown"),
  "many spam": () => many("spam"),
  "many reject": () => openReject(desk.querySelector("[data-many-acts] [data-reject]")),
  reject: () => openReject(current()?.querySelector("[data-reject]")),
  hold: () => {
    const button = current()?.querySelector("[data-act=hold]");
    if (button) form.requestSubmit(button);
    else openMore("[data-asides] button");
  },
  escalate: () => openMore("fieldset input[type=text]"),
};

function openReject(details) {
  if (!details) return;
  details.open = true;
  details.querySelector("[data-note]").focus();
}

/* In the note of a rejection: Enter sends it by the first rule; a figure chooses a rule as long as nothing is typed;
   up and down lead to the rules and back. */
function inReject(event) {
  const details = event.target.closest("[data-reject]");
  if (!details || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const rules = [...details.querySelectorAll("[data-rule]")];
  const isNote = event.target.matches("[data-note]");
  if (isNote && event.key === "Enter") rules[0]?.click();
  else if (isNote && !event.target.value && rules[event.key - 1]) rules[event.key - 1].click();
  else if (event.key === "Escape") {
    details.open = false;
    details.querySelector("summary").focus();
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const stops = [details.querySelector("[data-note]"), ...rules];
    stops[stops.indexOf(event.target) + (event.key === "ArrowDown" ? 1 : -1)]?.focus();
  } else return;
  event.preventDefault();
  event.stopPropagation();
}

function openMore(first) {
  const details = current()?.querySelector("[data-more-acts]");
  if (!details) return;
  details.open = true;
  details.querySelector(first)?.focus();
}

function act(name) {
  if (ACTS[name]) return ACTS[name]();
  const button = current()?.querySelector(`[data-act="${name}"], [data-drawer="${name}"]`);
  if (button?.matches("a")) button.click();
  else if (button && !button.disabled) form.requestSubmit(button);
  else say("That can’t be done with this reply as it is.");
}

if (desk && form) {
  desk.toggleAttribute("data-live", true);
  form.addEventListener("submit", submitted);
  form.addEventListener("keydown", inReject);
  form.addEventListener("change", (event) => { if (event.target.name === "ids") ticks(); });
  desk.querySelector("[data-steps]").hidden = false;
  desk.querySelectorAll("[data-step]").forEach((one) => one.addEventListener("click", () => step(Number(one.dataset.step))));
  list.addEventListener("click", inList);
  list.addEventListener("mousedown", (event) => event.shiftKey && event.preventDefault()); // selects no text
  document.addEventListener("desk:act", (event) => act(event.detail));
  document.addEventListener("desk:fates", (event) => event.detail.forEach((now) => card(now.pk) && others(now)));
  document.addEventListener("desk:answered", (event) => answered(event.detail));
  document.addEventListener("desk:counts", (event) => recount(event.detail));
  document.querySelector("[data-undo-form]")?.addEventListener("submit", (event) => {
    event.preventDefault();
    undo();
  });
  window.addEventListener("beforeunload", (event) => {
    if (waiting.size || cards().some((one) => one.dataset.fate === "failed")) event.preventDefault();
  });
  const asked = /^#reply-(\d+)$/.exec(window.location.hash)?.[1];
  go((asked && card(asked)) || cards()[0], { focus: Boolean(asked) });
  ticks();
}
