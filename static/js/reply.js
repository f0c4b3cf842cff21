// Leave a Reply: moves the form under the reply that is answered, and remembers name, email and website
// in this browser if the reader wishes. Everything works without it.

const form = document.querySelector("[data-respond-form]");
const box = document.querySelector("[data-respond]");
const KEY = "newsroom.reply.who";
const REMEMBERED = ["name", "email", "website"];

function store(action) {
  try {
    return action(window.localStorage);
  } catch {
    return null; // storage is switched off: nothing is remembered, all else works
  }
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

  function answer(link) {
    const reply = link.closest("[id^='comment-']");
    name(link.dataset.answer, link.dataset.name);
    quote.textContent = reply.querySelector(".reply-text").textContent.trim().slice(0, 140);
    form.elements.parent.value = link.dataset.answer;
    quote.hidden = cancel.hidden = false;
    reply.append(box);
    form.elements.comment.focus();
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
    if (link) answer(link);
    else if (event.target.closest("[data-respond-cancel] a")) cancelled();
    else return;
    event.preventDefault();
  });
}

function remembering() {
  const place = form.querySelector("[data-remember]");
  const tick = place.querySelector("input");
  let known = null;
  try {
    known = JSON.parse(store((kept) => kept.getItem(KEY)));
  } catch {
    known = null; // somebody else wrote there
  }
  if (known) {
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

function sending() {
  const button = form.querySelector("button[type=submit]");
  form.addEventListener("submit", () => {
    button.disabled = true; // one click is enough; the server would take a second one for the same reply
  });
  window.addEventListener("pageshow", () => { button.disabled = false; });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !button.disabled) form.requestSubmit();
  });
}

// A link to a reply that stands on another page by now leads on to its conversation.
const asked = /^#comment-(\d+)$/.exec(window.location.hash);
const part = document.querySelector("[data-part]");
if (asked && part && !document.querySelector(asked[0]) && !new URLSearchParams(window.location.search).has("thread")) {
  window.location.replace(`?thread=${asked[1]}${asked[0]}`);
}

if (form) {
  answering();
  remembering();
  sending();
}
