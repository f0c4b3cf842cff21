// Leave a Reply: moves the form under the reply that is answered, keeps what is being written in this browser until
// the site has it, and remembers name, email and website if the reader wishes. Everything works without it.

const form = document.querySelector("[data-respond-form]");
const box = document.querySelector("[data-respond]");
const KEY = "newsroom.reply.who";
const DRAFTS = "newsroom.reply.drafts";
const MINE = "newsroom.reply.mine";
const RULES = "newsroom.reply.rules";
const REMEMBERED = ["name", "email", "website"];
const KEPT_DRAFTS = 20;
const KEPT_LINKS = 200;

function store(action) {
  try {
    return action(window.localStorage);
  } catch {
    return null; // storage is switched off: nothing is remembered, all else works
  }
}

function recall(key) {
  try {
    return JSON.parse(store((kept) => kept.getItem(key))) ?? {};
  } catch {
    return {}; // somebody else wrote there
  }
}

// Keeps an object under a key; of more entries than `most` the oldest go.
function keep(key, things, most) {
  const entries = Object.entries(things).slice(-most);
  store((kept) => (entries.length ? kept.setItem(key, JSON.stringify(Object.fromEntries(entries))) : kept.removeItem(key)));
}

// The text that is selected within one reply, and that reply; nothing where the selection is elsewhere.
function selected() {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  const around = range.commonAncestorContainer;
  const text = (around.nodeType === Node.ELEMENT_NODE ? around : around.parentElement)?.closest(".reply-text");
  const link = text?.closest(".reply")?.querySelector("[data-answer]");
  return link && selection.toString().trim() ? { text: selection.toString().trim(), link, range } : null;
}

function answering() {
  const title = box.querySelector("[data-respond-title]");
  const quote = box.querySelector("[data-respond-quote]");
  const cancel = box.querySelector("[data-respond-cancel]");
  const home = document.createComment("the form’s own place");
  box.before(home);

  function name(number, who) {
    title.textContent = "Leave a Reply";
    if (!number) return;
    const link = document.createElement("a");
    const bdi = document.createElement("bdi");
    link.href = `#comment-${number}`;
    bdi.textContent = who;
    link.append(bdi);
    title.append(" to ", link);
  }

  function answer(link, quoted = "") {
    const reply = link.closest("[id^='comment-']");
    name(link.dataset.answer, reply.querySelector(".reply-name").textContent);
    quote.textContent = reply.querySelector(".reply-text").textContent.trim().slice(0, 140);
    form.elements.parent.value = link.dataset.answer;
    quote.hidden = cancel.hidden = false;
    reply.append(box);
    const field = form.elements.comment;
    if (quoted) {
      const before = field.value.trimEnd();
      field.value = `${before}${before ? "\n\n" : ""}${quoted.replace(/^/gm, "> ")}\n\n`;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    field.focus();
  }

  function cancelled() {
    const reply = box.closest("[id^='comment-']");
    name();
    form.elements.parent.value = "";
    quote.hidden = cancel.hidden = true;
    home.after(box);
    (reply?.querySelector("[data-answer]") ?? title).focus();
  }

  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !cancel.hidden && !event.isComposing) cancelled();
  });
  document.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || !(event.target instanceof Element)) return;
    const link = event.target.closest("[data-answer]");
    const chosen = selected();
    if (link) answer(link, chosen?.link === link ? chosen.text : "");
    else if (event.target.closest("[data-respond-cancel] a")) cancelled();
    else return;
    event.preventDefault();
  });
  quoting(answer);
  return answer;
}

// A button beside what is selected in a reply: it answers that reply with these words quoted.
function quoting(answer) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "quote-button";
  button.textContent = "Quote and reply";
  button.hidden = true;
  let waiting;
  document.addEventListener("selectionchange", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const chosen = selected();
      button.hidden = !chosen;
      if (!chosen) return;
      const place = chosen.range.getBoundingClientRect();
      chosen.link.closest("article").append(button); // next in the order of the keyboard
      const frame = button.offsetParent?.getBoundingClientRect() ?? { top: 0, left: 0 };
      button.style.top = `${place.bottom - frame.top + 6}px`;
      button.style.left = `${Math.max(0, place.left - frame.left)}px`;
    }, 200);
  });
  button.addEventListener("mousedown", (event) => event.preventDefault()); // or the selection would be gone
  button.addEventListener("click", () => {
    const chosen = selected();
    button.hidden = true;
    if (chosen) answer(chosen.link, chosen.text);
  });
}

function remembering() {
  const place = form.querySelector("[data-remember]");
  const tick = place.querySelector("input");
  const known = recall(KEY);
  if (Object.keys(known).length) {
    tick.checked = true;
    for (const field of REMEMBERED) form.elements[field].value ||= known[field] ?? "";
  }
  tick.addEventListener("change", () => {
    if (!tick.checked) store((kept) => kept.removeItem(KEY));
  });
  form.addEventListener("submit", () => {
    if (!tick.checked) return;
    const who = Object.fromEntries(REMEMBERED.map((field) => [field, form.elements[field].value]));
    store((kept) => kept.setItem(KEY, JSON.stringify(who)));
  });
}

// What is written stays in this browser until a receipt tells that the site has it.
function drafting(answer) {
  const field = form.elements.comment;
  const story = form.dataset.story;
  let waiting;

  function write(sent = false) {
    clearTimeout(waiting);
    const drafts = recall(DRAFTS);
    delete drafts[story];
    if (field.value.trim()) drafts[story] = { text: field.value, parent: form.elements.parent.value, sent };
    keep(DRAFTS, drafts, KEPT_DRAFTS);
  }

  function tell() {
    const told = document.createElement("p");
    const discard = document.createElement("button");
    told.className = "respond-draft";
    told.textContent = "What you wrote here before is back. ";
    discard.type = "button";
    discard.className = "button-quiet";
    discard.textContent = "Discard it";
    discard.addEventListener("click", () => {
      field.value = "";
      told.remove();
      write();
      field.focus();
    });
    told.append(discard);
    form.prepend(told);
  }

  const draft = recall(DRAFTS)[story];
  if (draft?.sent && document.querySelector("[data-mine]")) {
    const drafts = recall(DRAFTS);
    delete drafts[story];
    keep(DRAFTS, drafts, KEPT_DRAFTS);
  } else if (draft && !field.value) {
    const link = draft.parent && document.querySelector(`[data-answer="${CSS.escape(draft.parent)}"]`);
    field.value = draft.text;
    if (link && !form.elements.parent.value) {
      const focused = document.activeElement;
      answer(link);
      (focused === document.body ? field : focused).blur();
    }
    tell();
  }
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(write, 400);
  });
  form.addEventListener("submit", () => write(true));
  window.addEventListener("pagehide", () => {
    if (field.value.trim() && !recall(DRAFTS)[story]?.sent) write();
  });
}

// How many characters are left, as people count them, once few are.
function counting() {
  const field = form.elements.comment;
  const most = Number(field.dataset.most);
  const told = box.querySelector("[data-respond-count]");
  const parts = "Segmenter" in Intl ? new Intl.Segmenter() : null;
  field.addEventListener("input", () => {
    const near = field.value.length > 0.9 * most;
    told.hidden = !near;
    if (!near) return;
    const left = most - [...(parts ? parts.segment(field.value) : field.value)].length;
    told.textContent = left < 0 ? `${-left} characters too many` : `${left} characters left`;
  });
}

// Who has said once to have seen this version of the house rules is not asked again.
function seeing() {
  const place = form.querySelector("[data-rules-seen]");
  if (!place) return;
  const tick = place.querySelector("input");
  if (store((kept) => kept.getItem(RULES)) === tick.value) {
    tick.checked = true;
    place.hidden = true;
  }
  form.addEventListener("submit", () => {
    if (tick.checked) store((kept) => kept.setItem(RULES, tick.value));
  });
}

// Whoever followed a link from a mail in this browser (reader.js) need not confirm the address again.
function proving() {
  form.addEventListener("submit", () => {
    let known = null;
    try {
      known = JSON.parse(store((kept) => kept.getItem("newsroom.reader")));
    } catch {
      known = null; // somebody else wrote there
    }
    const same = known && known.email === form.elements.email.value.trim().toLowerCase();
    form.elements.proof.value = same ? known.proof : "";
  });
}

function sending() {
  const button = form.querySelector("button[type=submit]");
  form.addEventListener("submit", () => {
    setTimeout(() => { button.disabled = true; }); // one click is enough; the server would take two for the same
  });
  window.addEventListener("pageshow", () => { button.disabled = false; });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !button.disabled) form.requestSubmit(button);
  });
  // A key of one's own tells the server how long the writing took. Without it the one on the page is good, too.
  form.addEventListener("focusin", async () => {
    try {
      const answer = await fetch(form.dataset.key, { credentials: "omit" });
      if (answer.ok) form.elements.key.value = await answer.text();
    } catch {
      // away: the key on the page will do
    }
  }, { once: true });
}

// The receipt of one's own reply: this browser finds the way back to it from the story.
function receipt(mine) {
  const links = recall(MINE);
  delete links[mine.dataset.mine];
  links[mine.dataset.mine] = mine.dataset.address;
  keep(MINE, links, KEPT_LINKS);
}

function ownReplies() {
  for (const [number, address] of Object.entries(recall(MINE))) {
    const acts = document.querySelector(`#comment-${CSS.escape(number)} > article > .reply-acts`);
    if (!acts || !address.startsWith("/")) continue;
    const link = document.createElement("a");
    link.href = address;
    link.rel = "nofollow";
    link.className = "reply-mine";
    link.textContent = "Yours: change or withdraw";
    acts.append(" ", link);
  }
}

// Where the server has doubts whether a person sent the reply: finds the number that it asks for.
async function prove(task) {
  const { salt, challenge, signature, largest } = task.dataset;
  const wanted = challenge.match(/../g).map((pair) => Number.parseInt(pair, 16));
  const encoder = new TextEncoder();
  task.hidden = false;
  for (let number = 0; number < Number(largest); number += 1) {
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", encoder.encode(salt + number)));
    if (!wanted.every((byte, place) => digest[place] === byte)) continue;
    const body = new URLSearchParams({ salt, number, signature });
    const answer = await fetch(task.dataset.task, { method: "POST", body, credentials: "omit" });
    if (answer.ok) window.location.reload();
    return;
  }
}

// A link to a reply that stands on another page by now leads on to its conversation.
const asked = /^#comment-(\d+)$/.exec(window.location.hash);
const part = document.querySelector("[data-part]");
if (asked && part && !document.querySelector(asked[0]) && !new URLSearchParams(window.location.search).has("thread")) {
  window.location.replace(`?thread=${asked[1]}${asked[0]}`);
}

if (form) {
  const answer = answering();
  remembering();
  drafting(answer);
  counting();
  seeing();
  proving();
  sending();
}
const mine = document.querySelector("[data-mine]");
if (mine) receipt(mine);
else ownReplies();
const task = document.querySelector("[data-task]");
if (task && window.crypto?.subtle) prove(task);
