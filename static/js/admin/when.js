/* A time that is typed is the schedule, and the button says what it will do: [data-when] with two radios and a time,
   [data-when-button] in the same form. */

const DAY = 86_400_000

function said(value) {
  const at = new Date(value)
  const midnight = (date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime()
  const days = Math.round((midnight(at) - midnight(new Date())) / DAY)
  const time = at.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" })
  if (days === 0 || days === 1) return `${days ? "tomorrow" : "today"} ${time}`
  const year = at.getFullYear() === new Date().getFullYear() ? {} : { year: "numeric" }
  return `${at.toLocaleDateString("en-GB", { day: "numeric", month: "long", ...year })}, ${time}`
}

function parts(when) {
  const form = when.closest("form")
  return { form, at: form.elements.at, radio: (name) => form.querySelector(`[name=when][value=${name}]`) }
}

function name(when) {
  const { form, at, radio } = parts(when)
  const button = form.querySelector("[data-when-button]")
  if (!button) return
  const isLater = radio("later").checked
  button.textContent = isLater ? `Schedule${at.value ? ` for ${said(at.value)}` : ""}` : "Publish"
}

export function dressWhen(root = document) {
  for (const when of root.querySelectorAll("[data-when]:not([data-dressed])")) {
    const { at, radio } = parts(when)
    when.dataset.dressed = ""
    at.addEventListener("input", () => {
      radio(at.value ? "later" : "now").checked = true
      name(when)
    })
    radio("now").addEventListener("change", () => {
      at.value = ""
      name(when)
    })
    radio("later").addEventListener("change", () => name(when))
    if (at.value) radio("later").checked = true // the browser kept it when one came back
    name(when)
  }
}

dressWhen()
