/* Keeps what is typed into a story: in this browser at once, on the server a moment later. Saving it stays a step of its
   own. What the server has not acknowledged stays in the browser, also when the tab is closed, and is offered again. */

const PAUSE = 1500; // ms after the last key
const LATEST = 15000; // ms after the first one that is not kept yet
const TICK = 500;
const PREFIX = "newsroom.story.";

const place = document.querySelector("[data-typing]:not([data-reading])");
const form = place?.closest("form");

function store(action) {
  try {
    return action(window.localStorage);
  } catch {
    return null; // storage is full or switched off: the server alone keeps it
  }
}

const cookie = (name) => new RegExp(`(?:^|; )${name}=([^;]*)`).exec(document.cookie)?.[1] ?? "";

function send(tab, pairs) {
  const body = new URLSearchParams([...pairs.filter(([name]) => name !== "tab"), ["tab", tab]]);
  const headers = { "X-CSRFToken": cookie("csrftoken") };
  const keepalive = body.toString().length < 60000; // so much a browser sends on after the page is left
  return fetch(place.dataset.autosave, { method: "POST", body, headers, redirect: "manual", keepalive });
}

/* On a slow line one types before this has come. The editors make their fields themselves, from what stands there. */
function typedAlready() {
  const fields = form.querySelectorAll("input:is([type=text], :not([type])), textarea:not([data-django-prose-editor-configurable])");
  return [...fields].some((field) => field.value !== field.defaultValue);
}

function keeping() {
  const tab = form.elements.tab.value;
  const key = PREFIX + tab;
  const told = document.querySelector("[data-kept]");
  const trouble = document.querySelector("[data-kept-trouble]");
  let touched = typedAlready(), leaving = false, sending = false, changed = false;
  let current, acknowledged, changedAt, waitingSince, tryAgainAt = 0, failures = 0;

  // the field for a remark comes and goes with the steps of the bar: an empty one is nothing typed
  const isTyped = ([name, value]) => name !== "csrfmiddlewaretoken" && typeof value === "string" && (name !== "remark" || value);
  const typed = () => [...new FormData(form)].filter(isTyped);
  const inBrowser = (text) => store((kept) => kept.setItem(key, JSON.stringify({ path: window.location.pathname, at: Date.now(), fields: text })));

  function refused(answer) {
    failures += 1;
    told.textContent = "";
    tryAgainAt = Date.now() + Math.min(1000 * 2 ** failures, 8000);
    const kind = answer?.type === "opaqueredirect" || [401, 403].includes(answer?.status) ? "login" : "server";
    if (!trouble.hidden && trouble.dataset.kind === kind) return; // said already
    trouble.dataset.kind = kind;
    trouble.replaceChildren();
    if (kind === "login") {
      const link = document.createElement("a");
      link.href = `${place.dataset.login}?next=${encodeURIComponent(window.location.pathname)}`;
      link.target = "_blank";
      link.textContent = "Log in in a new window";
      trouble.append("You are logged out. What you type is kept in this browser. ", link, ", then go on here.");
    } else {
      trouble.append("The server does not answer. What you type is kept in this browser, and sent when it is back.");
    }
    trouble.hidden = false;
  }

  async function keep() {
    const text = current;
    sending = true;
    try {
      const answer = await send(tab, JSON.parse(text));
      if (!answer.ok) return refused(answer);
      const { at } = await answer.json();
      acknowledged = text;
      failures = 0;
      trouble.hidden = true;
      told.textContent = `Kept, ${at}. Not saved yet.`;
      if (current === acknowledged) store((kept) => kept.removeItem(key));
    } catch {
      refused();
    } finally {
      sending = false;
      waitingSince = current === acknowledged ? null : Date.now();
    }
  }

  function look(hurry = false) {
    if (leaving) return;
    const text = JSON.stringify(typed());
    const now = Date.now();
    if (!touched) {
      current = acknowledged = text; // the editor and its fields are still setting themselves up
      return;
    }
    if (text !== current) {
      current = text;
      changed = true;
      changedAt = now;
      waitingSince ??= now;
      inBrowser(text);
    }
    place.toggleAttribute("data-dirty", changed);
    const due = now - changedAt >= PAUSE || now - waitingSince >= LATEST || hurry;
    if (current !== acknowledged && !sending && due && (hurry || now >= tryAgainAt)) keep();
  }

  for (const kind of ["keydown", "pointerdown", "paste", "drop", "input"])
    form.addEventListener(kind, (event) => { touched ||= !place.contains(event.target); }, { capture: true });
  form.addEventListener("submit", () => {
    look();
    leaving = true;
    const token = cookie("csrftoken");
    if (token) form.elements.csrfmiddlewaretoken.value = token; // it is another one after a login in a new window
  });
  form.addEventListener("story:saved", ({ detail }) => { // saved without leaving the page
    current = acknowledged = JSON.stringify(typed());
    changed = false;
    waitingSince = null;
    place.removeAttribute("data-dirty");
    store((kept) => kept.removeItem(key));
    told.textContent = `Saved ${detail.at}`;
  });
  window.addEventListener("pageshow", () => { leaving = false; });
  document.addEventListener("visibilitychange", () => { if (document.hidden) look(true); });
  window.addEventListener("pagehide", () => look(true));
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.isComposing) return;
    const button = event.key === "s" ? form.elements._save : event.key === "Enter" ? form.querySelector(".submit-row .default") : null;
    if (!button) return;
    event.preventDefault();
    form.requestSubmit(button);
  });
  look();
  setInterval(look, TICK);
}

/* What this browser holds of this story, and the server never got. */
function offering() {
  const own = PREFIX + form.elements.tab.value;
  if (place.dataset.savedTab) store((kept) => kept.removeItem(PREFIX + place.dataset.savedTab));
  const note = place.querySelector("[data-local]");
  for (const key of store((kept) => Object.keys(kept)) ?? []) {
    if (!key.startsWith(PREFIX) || key === own) continue;
    const held = JSON.parse(store((kept) => kept.getItem(key)) ?? "null");
    if (held?.path !== window.location.pathname) continue;
    const tab = key.slice(PREFIX.length);
    note.querySelector("[data-local-time]").textContent = new Date(held.at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
    note.hidden = false;
    note.querySelector("[data-local-take]").onclick = async () => {
      const answer = await send(tab, JSON.parse(held.fields)).catch(() => null);
      if (!answer?.ok) return;
      store((kept) => kept.removeItem(key));
      window.location.search = `?take_up=${tab}`;
    };
    note.querySelector("[data-local-drop]").onclick = () => {
      store((kept) => kept.removeItem(key));
      note.hidden = true;
    };
    break;
  }
}

if (form) {
  offering();
  keeping();
}
