// The replies of others: recommends them in place, tells by sample that they are read, and announces new ones.
// Everything but the announcement works without it.

const thread = document.querySelector("#comments[data-story]");
const MINE = "newsroom.recommended";
const PAUSED = "newsroom.paused";
const KEPT = 2000; // so many recommended replies are remembered
const ONE_IN = 10; // readers who tell that the replies are on their screen
const FIRST = 30_000, LAST = 600_000, SLOWER = 1.5; // between two questions for new replies, in milliseconds

function store(action) {
  try {
    return action(window.localStorage);
  } catch {
    return null; // storage is switched off: nothing is remembered, all else works
  }
}

function remembered() {
  try {
    const mine = JSON.parse(store((kept) => kept.getItem(MINE)));
    return new Set(Array.isArray(mine) ? mine : []);
  } catch {
    return new Set(); // somebody else wrote there
  }
}

function remember(number, yes) {
  const mine = remembered();
  mine.delete(number);
  if (yes) mine.add(number);
  store((kept) => kept.setItem(MINE, JSON.stringify([...mine].slice(-KEPT))));
}

function recommending() {
  const numberOf = (button) => button.closest("[id^='comment-']").id.slice("comment-".length);
  const mine = remembered();
  for (const button of thread.querySelectorAll("button[form=recommend]")) {
    button.setAttribute("aria-pressed", mine.has(numberOf(button)));
  }

  function show(button, { count, recommended }) {
    let told = button.querySelector("b");
    if (count && !told) {
      told = document.createElement("b");
      button.append(told);
    }
    if (count) told.textContent = ` ${count}`;
    else told?.remove();
    button.setAttribute("aria-pressed", recommended);
    remember(numberOf(button), recommended);
  }

  const lines = new WeakMap(); // presses of a button go one after the other: the second takes the first back

  thread.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (event.target.id !== "recommend" || !button) return;
    event.preventDefault();
    lines.set(button, (lines.get(button) ?? Promise.resolve()).then(() => press(button, event.target)));
  });

  async function press(button, form) {
    button.ariaBusy = "true";
    const wanted = button.getAttribute("aria-pressed") === "true" ? "no" : "yes";
    try {
      const answer = await fetch(button.formAction, {
        method: "POST", headers: { Accept: "application/json" }, body: new URLSearchParams({ wanted }),
      });
      if (!answer.ok) throw new Error(answer.status);
      show(button, await answer.json());
    } catch {
      form.action = button.formAction;
      form.submit(); // the page that answers says what is wrong
    } finally {
      button.ariaBusy = "false";
    }
  }
}

function beingRead() {
  if (Math.random() * ONE_IN >= 1 || !thread.querySelector(".reply")) return;
  const watch = new IntersectionObserver((seen) => {
    if (!seen.some((entry) => entry.isIntersecting)) return;
    watch.disconnect();
    navigator.sendBeacon(`${thread.dataset.story}replies/seen/`);
  });
  watch.observe(thread);
}

function announcing() {
  const known = Number(thread.dataset.live);
  const place = thread.querySelector("[data-live-new]");
  const toggle = thread.querySelector("[data-live-pause]");
  let wait = FIRST, timer = 0, told = known;

  const isPaused = () => store((kept) => kept.getItem(PAUSED)) === "1";

  // A link within the page would load nothing, and a page loaded again stays where it stood: so the first page
  // goes by its other address, with or without its number.
  function go({ newest }, many) {
    const asked = new URLSearchParams(window.location.search);
    asked.delete("replytocom");
    if (thread.hasAttribute("data-part")) {
      asked.delete("page");
      asked.delete(many ? "thread" : "order");
      asked.set(many ? "order" : "thread", many ? "latest" : newest); // many of them stand in many conversations
    } else if (asked.has("page")) asked.delete("page");
    else asked.set("page", 1);
    window.location.assign(`${thread.dataset.story}${asked.size ? `?${asked}` : ""}#${many ? (thread.hasAttribute("data-part") ? "comments" : "new") : `comment-${newest}`}`);
  }

  function tell(now) {
    const more = now.count - known;
    told = now.count;
    place.replaceChildren();
    if (more < 1) return;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = more === 1 ? "1 new reply" : `${more} new replies`;
    button.addEventListener("click", () => go(now, more > 1));
    place.append(button);
  }

  async function ask() {
    try {
      const answer = await fetch(`${thread.dataset.story}replies/count/`);
      const now = answer.ok ? await answer.json() : null;
      if (now && now.count !== told) {
        tell(now);
        wait = FIRST;
      } else {
        wait = Math.min(wait * SLOWER, LAST);
      }
    } catch {
      wait = Math.min(wait * SLOWER, LAST); // away from the net: asked again later
    }
    plan();
  }

  function plan() {
    window.clearTimeout(timer);
    if (!document.hidden && !isPaused()) timer = window.setTimeout(ask, wait);
  }

  function label() {
    const paused = isPaused();
    toggle.textContent = paused ? "Go on" : "Pause";
    toggle.previousElementSibling.textContent = paused ? "New replies are not announced." : "New replies are announced here.";
  }

  toggle.addEventListener("click", () => {
    store((kept) => (isPaused() ? kept.removeItem(PAUSED) : kept.setItem(PAUSED, "1")));
    if (isPaused()) place.replaceChildren();
    told = known;
    wait = FIRST;
    label();
    plan();
  });
  document.addEventListener("visibilitychange", plan);
  label();
  plan();
}

if (thread) {
  recommending();
  beingRead();
  if (thread.hasAttribute("data-live")) announcing();
}
