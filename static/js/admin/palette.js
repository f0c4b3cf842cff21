/* The palette: one field that leads to any story, person or page, and does what the buttons of this page do.
   Ctrl+K or Cmd+K opens it; ? shows the shortcuts of this page. Without scripts the link leads to a page of its own. */

const WAIT = 120 // ms after the last key
const KEYS_OFF = "newsroom.list.keys-off"

const link = document.querySelector("[data-palette]")
let dialog, input, list, asked, due
let answered // the question that the list answers
let hurried // Enter, pressed before the list answered what was typed

const make = (tag, attributes = {}, ...inside) => {
  const node = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value)
  node.append(...inside)
  return node
}

function kept(action) {
  try {
    return action(window.localStorage)
  } catch {
    return null
  }
}

/* What can be done on this page: its own buttons and tabs, by their words. */
function acts(words) {
  const buttons = document.querySelectorAll(".submit-row button:not([hidden]), .more-steps-menu :is(a, button), [data-rail-tabs] a, [data-command]")
  return [...buttons]
    .map((button) => ({ kind: "act", label: button.textContent.replace(/\d+\s*$/, "").trim(), hint: "On this page", button }))
    .filter(({ label }) => words.length && words.every((word) => label.toLowerCase().includes(word)))
}

function choose(option) {
  for (const other of list.children) other.setAttribute("aria-selected", String(other === option))
  if (option) {
    input.setAttribute("aria-activedescendant", option.id)
    option.scrollIntoView({ block: "nearest" })
  } else input.removeAttribute("aria-activedescendant")
}

function show(question, hits) {
  answered = question
  list.replaceChildren(
    ...hits.map((hit, number) => {
      const option = make("li", { role: "option", id: `palette-${number}` }, make("span", {}, hit.label), make("span", { class: "quiet" }, hit.hint))
      option.addEventListener("click", (event) => go(hit, event))
      option.addEventListener("pointermove", () => choose(option))
      option.hit = hit
      return option
    }),
  )
  if (!hits.length) list.append(make("li", { class: "quiet", role: "option", "aria-disabled": "true" }, "Nothing found. Try one word, or a part of one."))
  choose(hits.length ? list.firstChild : null)
  if (hurried && hits.length) go(hits[0], hurried)
  hurried = undefined
}

function go(hit, event) {
  dialog.close()
  if (hit.button) hit.button.click()
  else if (event.ctrlKey || event.metaKey) window.open(hit.href, "_blank", "noopener")
  else window.location.assign(hit.href)
}

async function ask() {
  const question = input.value.trim()
  asked?.abort()
  asked = new AbortController()
  try {
    const answer = await fetch(`${link.href}?q=${encodeURIComponent(question)}`, { signal: asked.signal })
    if (!answer.ok || answer.redirected) throw new Error(answer.status)
    const { results } = await answer.json()
    show(question, [...acts(question.toLowerCase().split(/\s+/).filter(Boolean)), ...results])
  } catch (error) {
    if (error.name !== "AbortError") show(question, [])
  }
}

function build() {
  input = make("input", { type: "text", role: "combobox", "aria-expanded": "true", "aria-controls": "palette-list", "aria-autocomplete": "list", "aria-label": "Go to a story, a person, a page", placeholder: "Story, person, page or action", autocomplete: "off", spellcheck: "false" })
  list = make("ul", { role: "listbox", id: "palette-list", "aria-label": "Found" })
  dialog = make("dialog", { class: "palette", "aria-label": "Go to" }, input, list)
  document.body.append(dialog)
  input.addEventListener("input", () => {
    hurried = undefined
    clearTimeout(due)
    due = setTimeout(ask, WAIT)
  })
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && answered !== input.value.trim()) {
      event.preventDefault()
      hurried = event
      return
    }
    const options = [...list.querySelectorAll("[aria-selected]")]
    const here = options.findIndex((option) => option.getAttribute("aria-selected") === "true")
    if (event.key === "Enter" && options[here]?.hit) {
      event.preventDefault()
      go(options[here].hit, event)
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault()
      const step = event.key === "ArrowDown" ? 1 : -1
      choose(options[(here + step + options.length) % options.length])
    }
  })
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close() })
  dialog.addEventListener("close", () => {
    hurried = undefined
    clearTimeout(due)
    asked?.abort()
  })
}

function open() {
  if (!dialog) build()
  input.value = ""
  answered = undefined
  list.replaceChildren()
  dialog.showModal()
  input.focus()
  ask()
}

const isTyping = (node) => node.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable=true], dialog")

/* Pages without a sheet of their own say their shortcuts in [data-shortcuts]. */
function sheet() {
  const said = document.querySelector("[data-shortcuts]")
  if (!said || document.querySelector("[data-keys]")) return
  said.showModal()
}

if (link) {
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey) return
    event.preventDefault()
    open()
  })
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented) return
    if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey) {
      event.preventDefault()
      if (!document.querySelector("dialog[open]")) open()
    } else if (event.key === "?" && !event.ctrlKey && !event.metaKey && !isTyping(event.target) && kept((store) => store.getItem(KEYS_OFF)) !== "1") sheet()
  })
  const off = document.querySelector("[data-shortcuts] [data-keys-off]")
  if (off) {
    off.checked = kept((store) => store.getItem(KEYS_OFF)) === "1"
    off.addEventListener("change", () => kept((store) => store.setItem(KEYS_OFF, off.checked ? "1" : "0")))
  }
  for (const opener of document.querySelectorAll("[data-shortcuts-open]")) {
    opener.hidden = false
    opener.addEventListener("click", () => document.querySelector("[data-shortcuts]").showModal())
  }
}
