// What this browser knows of the replies: which are new since the last visit, which are answers to the reader's own,
// and whose the reader wants to see no more. Nothing of it leaves the browser, and everything else works without it.

const thread = document.querySelector("#comments[data-story]");
const READ = "newsroom.read"; // by story: what was read, and on which pages of the thread
const MUTED = "newsroom.muted"; // names
const MINE = "newsroom.reply.mine"; // receipts of the reader's own replies, by number (reply.js)
const NO_KEY = "newsroom.no-key"; // the key for the next unread one is switched off
const KEPT = { stories: 60, replies: 600, pages: 20, names: 200 };

function recall(key, otherwise) {
  try {
    return JSON.parse(window.localStorage.getItem(key)) ?? otherwise;
  } catch {
    return otherwise; // storage is switched off, or somebody else wrote there
  }
}

function keep(key, value) {
  try {
    window.localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // nothing is remembered, all else works
  }
}

function element(name, text = "", more = {}) {
  const made = document.createElement(name);
  made.textContent = text;
  return Object.assign(made, more);
}

const numberOf = (reply) => Number(reply.id.slice("comment-".length));
const nameOf = (reply) => reply.querySelector(".reply-name").textContent.trim();
const levelOf = (reply) => Number(/level-(\d)/.exec(reply.className)?.[1] ?? 0);

function reveal(reply) {
  for (let folded = reply.closest("details:not([open])"); folded; folded = folded.parentElement.closest("details:not([open])")) {
    folded.open = true;
  }
}

// Those that are new: on a page of the thread that was read before, what was not there; on any other, what is younger
// than all there was at the first visit.
function unreadOf(replies) {
  const story = thread.dataset.story;
  const page = window.location.search;
  const all = recall(READ, {});
  const before = all[story];
  const seen = new Set(before?.seen);
  const isKnown = before?.pages?.includes(page);
  const isNew = (number) => !seen.has(number) && (isKnown || number > before.base);
  const found = before ? replies.filter((reply) => isNew(numberOf(reply))) : [];
  const numbers = replies.map(numberOf);
  const record = {
    base: before?.base ?? Math.max(0, ...numbers),
    seen: [...seen],
    pages: [...new Set([...(before?.pages ?? []), page])].slice(-KEPT.pages),
  };

  function note(read) {
    record.seen = [...new Set([...record.seen, ...read])].slice(-KEPT.replies);
    const now = recall(READ, {});
    delete now[story];
    now[story] = record;
    keep(READ, Object.fromEntries(Object.entries(now).slice(-KEPT.stories)));
  }

  const fresh = new Set(found.map(numberOf));
  note(numbers.filter((number) => !fresh.has(number)));
  const watch = new IntersectionObserver((entries) => {
    const read = entries.filter((entry) => entry.isIntersecting).map((entry) => entry.target.closest(".reply"));
    read.forEach((reply) => watch.unobserve(reply.querySelector(".reply-head")));
    if (read.length) note(read.map(numberOf));
  }, { rootMargin: "0px 0px -20% 0px" });
  found.forEach((reply) => watch.observe(reply.querySelector(".reply-head")));
  return found;
}

function mark(replies) {
  for (const reply of replies) {
    reply.classList.add("reply-new");
    reply.querySelector(".reply-name").after(" ", element("span", "New", { className: "mark-new" }), " ");
  }
}

// Answers stand below what they answer, one level deeper; beyond the last level they can't be told apart.
function answersTo(reply, replies) {
  const level = levelOf(reply);
  const below = replies.slice(replies.indexOf(reply) + 1);
  const end = below.findIndex((other) => levelOf(other) <= level);
  return below.slice(0, end < 0 ? undefined : end).filter((other) => levelOf(other) === level + 1);
}

function lead(unread, replies) {
  const mine = recall(MINE, {});
  const answers = replies.filter((reply) => mine[numberOf(reply)]).flatMap((reply) => answersTo(reply, replies));
  const toMe = answers.filter((answer) => unread.includes(answer));
  answers.forEach((answer) => {
    answer.querySelector(".reply-name").after(" ", element("span", "Answers you", { className: "mark-new" }), " ");
  });
  if (!unread.length) return;
  const line = element("p", "", { className: "thread-unread" });
  const say = (count, one, many) => (count === 1 ? one : `${count} ${many}`);
  let words = say(unread.length, "One new reply", "new replies");
  if (toMe.length) words += `, ${say(toMe.length, "one answers you", "answer you")}`;
  const next = element("button", "Next new reply", { type: "button", className: "quiet" });
  const key = element("button", "", { type: "button", className: "quiet" });
  const isOff = () => recall(NO_KEY, false);
  const label = () => {
    key.textContent = isOff() ? "Key n is off" : "Key n is on";
    key.setAttribute("aria-pressed", !isOff());
  };

  function go() {
    const here = document.activeElement.closest?.(".reply");
    const after = (reply) => (here
      ? here.compareDocumentPosition(reply) & Node.DOCUMENT_POSITION_FOLLOWING
      : reply.getBoundingClientRect().top > 8);
    const wanted = unread.filter((reply) => !reply.hidden);
    const reply = wanted.find(after) ?? wanted[0];
    if (!reply) return;
    reveal(reply);
    const time = reply.querySelector(".reply-time");
    reply.scrollIntoView({ block: "start" });
    time.focus({ preventScroll: true });
  }

  next.addEventListener("click", go);
  key.addEventListener("click", () => {
    keep(NO_KEY, !isOff());
    label();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "n" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isOff()) return;
    if (event.target.closest?.("input, textarea, select, [contenteditable]")) return;
    event.preventDefault();
    go();
  });
  label();
  line.append(element("span", `${words}. `), next, " ", key);
  thread.querySelector(".replies").before(line);
  if (window.location.hash === "#new") go();
}

// Mutes by name, in this browser alone: readers have no account by which they could be told apart.
function muting(replies) {
  const muted = new Set(recall(MUTED, []));

  function show(reply) {
    const name = nameOf(reply);
    const isMuted = muted.has(name);
    const article = reply.querySelector(":scope > article");
    article.hidden = isMuted;
    reply.querySelector(":scope > .reply-muted")?.remove();
    if (!isMuted) return;
    const line = element("p", "You have muted ", { className: "reply-muted" });
    const back = element("button", "Show again", { type: "button", className: "quiet" });
    back.append(element("span", ` what ${name} writes`, { className: "visually-hidden" }));
    back.addEventListener("click", () => {
      muted.delete(name);
      told();
      article.querySelector(".reply-mute").focus();
    });
    line.append(element("bdi", name), ". ", back);
    reply.prepend(line);
  }

  function told() {
    keep(MUTED, [...muted].slice(-KEPT.names));
    replies.forEach(show);
  }

  for (const reply of replies) {
    const acts = reply.querySelector(":scope > article > .reply-acts");
    if (!acts || reply.classList.contains("reply-staff")) continue;
    const button = element("button", "Mute", { type: "button", className: "reply-mute" });
    button.append(element("span", ` ${nameOf(reply)}`, { className: "visually-hidden" }));
    button.addEventListener("click", () => {
      muted.add(nameOf(reply));
      told();
      reply.querySelector(":scope > .reply-muted button").focus();
    });
    acts.append(button);
    if (muted.has(nameOf(reply))) show(reply);
  }
}

// A link to a reply that is folded away opens what it stands in.
function asked() {
  const wanted = /^#comment-\d+$/.test(window.location.hash) && document.querySelector(window.location.hash);
  if (wanted) reveal(wanted);
}

if (thread?.querySelector(".replies")) {
  const replies = [...thread.querySelectorAll(".reply:has(> article)")];
  const others = replies.filter((reply) => !reply.classList.contains("reply-pending"));
  muting(others);
  const unread = unreadOf(others);
  mark(unread);
  lead(unread, replies);
  asked();
  window.addEventListener("hashchange", asked);
}
