/* Small dialogues of the writing surface: words to fill in, an address or a story to choose. */

const FIND = "/admin/find/"
const PAUSE = 200 // ms after the last key
let serial = 0

export const make = (tag, attributes = {}, ...children) => {
  const node = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (name in node && !/^aria|^role|^list$/.test(name)) node[name] = value
    else node.setAttribute(name, value)
  }
  node.append(...children)
  return node
}

const isAddress = (text) => /^(https?:\/\/|mailto:|\/(?!\/)|#)\S+$/i.test(text)
const asAddress = (text) =>
  isAddress(text) ? text : /^[\w-]+(\.[\w-]+)+(\/\S*)?$/.test(text) ? `https://${text}` : ""

/* A dialogue with a form. Resolves to what `read` gives when it is sent, to null when it is left. */
function open(title, parts, buttons, read) {
  const id = `editor-dialog-${++serial}`
  const form = make("form", { method: "dialog" }, make("h2", { id, textContent: title }), ...parts)
  const dialog = make("dialog", { className: "editor-dialog", "aria-labelledby": id }, form)
  form.append(make("p", { className: "editor-dialog-acts" }, ...buttons, cancelButton(dialog)))
  return new Promise((resolve) => {
    let answer = null
    form.addEventListener("submit", (event) => {
      const given = read(event.submitter?.value)
      if (given === undefined) event.preventDefault()
      else answer = given
    })
    dialog.addEventListener("keydown", (event) => event.stopPropagation())
    dialog.addEventListener("close", () => {
      dialog.remove()
      resolve(answer)
    })
    document.body.append(dialog)
    dialog.showModal()
  })
}

const cancelButton = (dialog) => {
  const button = make("button", { type: "button", textContent: "Cancel", className: "editor-dialog-quiet" })
  button.addEventListener("click", () => dialog.close())
  return button
}

/* Fields are { name, label, value, help, kind }, of kind "line", "text" or "tick". Resolves to their values, or null. */
export function ask(title, fields, act) {
  const controls = {}
  const parts = fields.map(({ name, label, value, help, kind = "line", longest = 500 }) => {
    const id = `editor-field-${++serial}`
    const tag = kind === "text" ? "textarea" : "input"
    const control = make(tag, { id, name, maxLength: longest })
    if (kind === "tick") Object.assign(control, { type: "checkbox", checked: Boolean(value) })
    else control.value = value ?? ""
    controls[name] = control
    const words = make("label", { htmlFor: id, textContent: label })
    const row = make("div", { className: kind === "tick" ? "editor-tick" : "" })
    row.append(...(kind === "tick" ? [control, words] : [words, control]))
    if (help) {
      control.setAttribute("aria-describedby", `${id}-help`)
      row.append(make("p", { id: `${id}-help`, className: "help", textContent: help }))
    }
    return row
  })
  const send = make("button", { type: "submit", textContent: act, className: "default" })
  return open(title, parts, [send], () =>
    Object.fromEntries(
      Object.entries(controls).map(([name, c]) => [name, c.type === "checkbox" ? c.checked : c.value.trim()]),
    ),
  )
}

/* A field with what is found under it: arrows choose, Enter takes. */
function finder({ label, value, help, fits }) {
  const id = `editor-field-${++serial}`
  const list = make("ul", { id: `${id}-list`, role: "listbox", "aria-label": "Found", hidden: true })
  const input = make("input", {
    id, value: value ?? "", autocomplete: "off", role: "combobox",
    "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list", "aria-describedby": `${id}-help`,
  })
  const said = make("p", { id: `${id}-help`, className: "help", textContent: help, role: "status" })
  const state = { input, chosen: null, said }
  let results = []
  let here = -1
  let timer

  const show = () => {
    list.replaceChildren(
      ...results.map((result, number) =>
        make(
          "li",
          { id: `${id}-${number}`, role: "option", "aria-selected": String(number === here) },
          make("strong", { textContent: result.label }),
          make("span", { textContent: ` ${result.hint}` }),
        ),
      ),
    )
    list.hidden = !results.length
    input.setAttribute("aria-expanded", String(results.length > 0))
    if (here >= 0) input.setAttribute("aria-activedescendant", `${id}-${here}`)
    else input.removeAttribute("aria-activedescendant")
  }
  const take = (result) => {
    state.chosen = result
    input.value = result.address || result.label
    said.textContent = result.label
    results = []
    here = -1
    show()
  }
  const search = async () => {
    const query = input.value.trim()
    if (query.length < 2 || isAddress(query)) results = []
    else {
      try {
        const answer = await fetch(`${FIND}?${new URLSearchParams({ q: query, kind: "story" })}`)
        if (!answer.ok) throw new Error(String(answer.status))
        const found = (await answer.json()).results.filter(fits)
        if (query !== input.value.trim()) return
        results = found.slice(0, 8)
        said.textContent = results.length ? `${results.length} found. Choose with the arrow keys.` : "No story found."
      } catch {
        said.textContent = "Stories can’t be searched at the moment."
      }
    }
    here = -1
    show()
  }
  input.addEventListener("input", () => {
    state.chosen = null
    clearTimeout(timer)
    timer = setTimeout(search, PAUSE)
  })
  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step && results.length) {
      event.preventDefault()
      here = (here + step + results.length) % results.length
      show()
    } else if (event.key === "Enter" && here >= 0) {
      event.preventDefault()
      take(results[here])
    } else if (event.key === "Escape" && results.length) {
      event.preventDefault()
      results = []
      show()
    }
  })
  list.addEventListener("click", (event) => {
    const number = [...list.children].indexOf(event.target.closest("li"))
    if (number >= 0) take(results[number])
    input.focus()
  })
  state.part = make("div", {}, make("label", { htmlFor: id, textContent: label }), input, list, said)
  return state
}

/* Resolves to { href, label }, to { href: "" } where the link is to go, or to null. */
export function chooseLink(href) {
  const help = "An address, or words of a story of ours."
  const found = finder({ label: "Leads to", value: href, help, fits: (result) => result.address })
  const buttons = [make("button", { type: "submit", textContent: href ? "Change link" : "Link", className: "default" })]
  if (href) buttons.push(make("button", { type: "submit", value: "remove", textContent: "Remove link" }))
  return open("Link", [found.part], buttons, (act) => {
    if (act === "remove") return { href: "" }
    const address = found.chosen?.address || asAddress(found.input.value.trim())
    if (address) return { href: address, label: found.chosen?.label ?? "" }
    found.said.textContent = "That is no address. Choose a story that was found, or paste an address."
    return undefined
  })
}

/* Resolves to { id, label, hint } of one of our stories, or to null. */
export function chooseStory() {
  const help = "Words of its headline. Readers see the box while that story is live."
  const found = finder({ label: "Story", value: "", help, fits: (result) => result.kind === "story" })
  const button = make("button", { type: "submit", textContent: "Insert", className: "default" })
  return open("Related story", [found.part], [button], () => {
    if (found.chosen) return found.chosen
    found.said.textContent = "Choose one of the stories that are found."
    return undefined
  })
}
