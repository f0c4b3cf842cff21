/* More about a reply beside its card: links with data-drawer are shown there. Each leads to a page of its own, which
   opens where the drawer can't be filled. */

const box = document.querySelector("[data-drawer-box]");
const inner = box?.querySelector("[data-drawer-body]");
const told = document.querySelector("[data-told]");

function fill(text, address) {
  const page = new DOMParser().parseFromString(text, "text/html");
  const content = page.querySelector("#content");
  if (!content) return false;
  page.querySelectorAll("link[rel=stylesheet]").forEach((sheet) => {
    if (!document.querySelector(`link[href="${sheet.getAttribute("href")}"]`)) document.head.append(document.adoptNode(sheet));
  });
  content.querySelectorAll("form").forEach((form) => { if (!form.getAttribute("action")) form.action = address; });
  inner.replaceChildren(...[...content.childNodes].map((node) => document.adoptNode(node)));
  return true;
}

let asked = null;

async function open(link) {
  if (asked === link.href) return; // pressed twice: it is on its way
  asked = link.href;
  const answer = await fetch(link.href, { redirect: "manual" }).catch(() => null);
  if (asked !== link.href) return;
  asked = null;
  if (!answer?.ok || !fill(await answer.text(), link.href)) return window.location.assign(link.href);
  box.showModal();
  const { hash } = new URL(link.href);
  const wanted = hash ? inner.querySelector(hash) : null;
  wanted?.scrollIntoView({ block: "start" });
  const field = "input:not([type=hidden]), textarea";
  const first = wanted?.matches(field) ? wanted : wanted?.parentElement.querySelector(field);
  const words = inner.querySelector("[data-answers] textarea");
  (first ?? words ?? inner.querySelector("a, button, textarea"))?.focus();
}

async function save(event) {
  const form = event.target;
  if (form.method !== "post") return;
  event.preventDefault();
  const data = new FormData(form, event.submitter);
  const answer = await fetch(form.action, { method: "POST", body: data }).catch(() => null);
  if (answer?.status === 422) return fill(await answer.text(), form.action);
  if (!answer?.ok) return form.submit(); // a lost login, no server: the page says what to do
  box.close();
  if (form.dataset.answers) document.dispatchEvent(new CustomEvent("desk:answered", { detail: form.dataset.answers }));
  else told.textContent = "Saved.";
}

if (box) {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-drawer]");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
    event.preventDefault();
    open(link);
  });
  inner.addEventListener("submit", save);
  box.addEventListener("click", (event) => { if (event.target === box) box.close(); });
}
