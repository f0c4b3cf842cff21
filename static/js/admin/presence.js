/* Tells the server that this story is open here, and this page who else has it open, and whether it was saved meanwhile. */

const EVERY = 10000; // ms

const place = document.querySelector("[data-presence]");
const form = place?.closest("form");

function asked(more = {}) {
  const body = new FormData();
  body.set("tab", form.elements.tab.value);
  body.set("csrfmiddlewaretoken", /(?:^|; )csrftoken=([^;]*)/.exec(document.cookie)?.[1] ?? "");
  for (const [name, value] of Object.entries(more)) body.set(name, value);
  return body;
}

function show(note, text) {
  if (note.textContent.trim() !== text) note.textContent = text; // said once by a screen reader
  note.hidden = !text;
}

async function sign() {
  const body = asked({ typing: place.hasAttribute("data-dirty") ? "1" : "0" });
  const answer = await fetch(place.dataset.presence, { method: "POST", body, redirect: "manual" }).catch(() => null);
  if (!answer?.ok) return; // autosave tells what is wrong
  const { others, version, saved } = await answer.json();
  const names = others.map((one) => (one.typing ? `${one.name} (writing)` : one.name)).join(", ");
  show(document.querySelector("[data-others]"), names ? `${names} ${others.length === 1 ? "has" : "have"} this story open.` : "");
  const seen = Number(form.elements.seen_version?.value ?? version);
  show(
    place.querySelector("[data-newer]"),
    version > seen ? `${saved.by} saved this story at ${saved.at}. When you save, both are joined; nothing is overwritten.` : "",
  );
}

if (form) {
  sign();
  setInterval(sign, EVERY);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) sign(); });
  window.addEventListener("pagehide", () => navigator.sendBeacon(place.dataset.presence, asked({ leaving: "1" })));
  window.addEventListener("pageshow", (event) => { if (event.persisted) sign(); });
}
