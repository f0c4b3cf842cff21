/* Quick edit as a drawer over the list. Its links lead to the same form as a page of its own: whatever goes wrong here
   ends there. */

const HEADERS = { "X-Part": "form" };

const parsed = (text) => new DOMParser().parseFromString(text, "text/html");

let drawer, opener, told, asked;

function say(text) {
  if (!told) {
    told = document.body.appendChild(document.createElement("p"));
    told.className = "told";
    told.setAttribute("role", "status");
  }
  told.textContent = text;
  setTimeout(() => { told.textContent = ""; }, 4000);
}

function makeDrawer() {
  drawer = document.body.appendChild(document.createElement("dialog"));
  drawer.className = "drawer";
  drawer.setAttribute("aria-labelledby", "quick-title");
  drawer.addEventListener("submit", save);
  drawer.addEventListener("click", (event) => {
    if (event.target === drawer || event.target.closest("[data-close]")) drawer.close();
  });
  drawer.addEventListener("close", () => rowLink()?.focus());
}

/* The opener, or what stands in its place since its row was drawn anew. */
const rowLink = () => document.querySelector(`a[data-quick="${opener}"]`);

function fill(text) {
  drawer.replaceChildren(...parsed(text).body.childNodes);
  const first = drawer.querySelector("[aria-invalid=true]") ?? drawer.querySelector("[name=headline]");
  first?.focus();
}

async function open(link) {
  if (asked === link.dataset.quick) return; // pressed twice: it is on its way
  asked = link.dataset.quick;
  const answer = await fetch(link.href, { headers: HEADERS, redirect: "manual" }).catch(() => null);
  if (asked !== link.dataset.quick) return;
  asked = null;
  if (answer?.status !== 200) return window.location.assign(link.href);
  if (!drawer) makeDrawer();
  opener = link.dataset.quick;
  drawer.showModal();
  fill(await answer.text());
}

async function save(event) {
  event.preventDefault();
  const form = event.target;
  const button = form.querySelector("[type=submit]");
  button.disabled = true;
  const sent = { method: "POST", body: new FormData(form), headers: HEADERS, redirect: "manual" };
  const answer = await fetch(form.action, sent).catch(() => null);
  button.disabled = false;
  if (answer?.status === 422) return fill(await answer.text());
  if (answer?.status !== 204) return form.submit(); // a collision, a lost login, no server: the page says what to do
  await redraw();
  drawer.close();
  say("Saved.");
}

/* The row and the tabs as they are now; the whole page where the row has left this list. */
async function redraw() {
  const answer = await fetch(window.location.href, { redirect: "manual" }).catch(() => null);
  const page = answer?.ok ? parsed(await answer.text()) : null;
  const now = page?.querySelector(`a[data-quick="${opener}"]`)?.closest("tr");
  const row = rowLink()?.closest("tr");
  if (!now || !row) return window.location.reload();
  const cells = (tr) => [...tr.children].filter((cell) => !cell.classList.contains("action-checkbox"));
  const fresh = cells(now);
  cells(row).forEach((cell, i) => cell.replaceWith(fresh[i]));
  document.querySelector(".tabs")?.replaceWith(page.querySelector(".tabs"));
}

document.querySelector("#result_list")?.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-quick]");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
  event.preventDefault();
  open(link);
});
