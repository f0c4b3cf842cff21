/* What others do meanwhile: who looks at which card, what they decided, how much has come in. Nothing moves by it. */

const EVERY = 10000; // ms
const desk = document.querySelector("[data-desk]");
const form = desk?.querySelector("[data-form]");
let timer = 0;

function body(card) {
  const made = new URLSearchParams(desk.dataset.place);
  made.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  made.set("card", card);
  made.set("ids", [...desk.querySelectorAll("[data-card]")].map((one) => one.dataset.card).slice(-200).join(","));
  made.set("newest", desk.dataset.newest);
  return made;
}

const standOf = (card) => card.querySelector(`[name="seen-${card.dataset.card}"]`)?.value;
const stands = () => Object.fromEntries([...desk.querySelectorAll("[data-card]")].map((one) => [one.dataset.card, standOf(one)]));

async function look() {
  clearTimeout(timer);
  timer = setTimeout(look, EVERY);
  if (document.hidden) return;
  const here = desk.querySelector("[data-card][data-current]")?.dataset.card ?? "0";
  const asked = stands();
  const answer = await fetch(desk.dataset.look, { method: "POST", body: body(here), redirect: "manual" }).catch(() => null);
  if (!answer?.ok) return; // what is decided tells by itself that it can't be sent
  const { cards, looking, new: count, waiting } = await answer.json();
  const changed = [];
  desk.querySelectorAll("[data-card]").forEach((one) => {
    const number = one.dataset.card;
    const names = looking[number] ?? [];
    const place = one.querySelector("[data-looking]");
    const words = names.length ? `${names.join(", ")} ${names.length > 1 ? "look" : "looks"} at it` : "";
    if (place.textContent !== words) place.textContent = words;
    desk.querySelector(`[data-row="${number}"]`)?.toggleAttribute("data-looked-at", names.length > 0);
    const stand = standOf(one);
    const isOld = asked[number] !== stand; // decided or taken back here meanwhile
    if (cards[number] && stand && cards[number].stand !== stand && !isOld && !one.dataset.fate) changed.push(cards[number]);
  });
  document.dispatchEvent(new CustomEvent("desk:fates", { detail: changed }));
  document.dispatchEvent(new CustomEvent("desk:counts", { detail: waiting }));
  desk.querySelector("[data-new]").hidden = !count;
  desk.querySelector("[data-new-count]").textContent = count;
}

if (desk && form) {
  let soon = 0;
  document.addEventListener("desk:moved", () => {
    clearTimeout(soon);
    soon = setTimeout(look, 400);
  });
  document.addEventListener("visibilitychange", look);
  window.addEventListener("pagehide", () => navigator.sendBeacon(desk.dataset.look, body("0")));
  look();
}
