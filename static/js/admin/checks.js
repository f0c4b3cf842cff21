/* Asks the checks again some seconds after one has typed, and takes one to what they found. */

const PAUSE = 2500

const panel = document.querySelector("[data-checks]")
const form = panel?.closest("form")

const summary = (found) => {
  const musts = found.querySelectorAll(".finding--must").length
  const all = found.querySelectorAll(".finding").length
  return all ? `Checks: ${musts} to mend before publishing, ${all - musts} to look at` : "Checks: nothing to mend"
}

let asked
const ask = async () => {
  asked?.abort()
  asked = new AbortController()
  const failed = panel.querySelector("[data-checks-failed]")
  const body = new FormData(form)
  body.set("story", panel.dataset.story ?? "")
  try {
    const answer = await fetch(panel.dataset.checks, {
      method: "POST",
      body,
      signal: AbortSignal.any([asked.signal, AbortSignal.timeout(15_000)]),
    })
    if (!answer.ok || answer.redirected) throw new Error(answer.status)
    const page = new DOMParser().parseFromString(await answer.text(), "text/html")
    show(document.adoptNode(page.querySelector("[data-findings]")))
    failed.hidden = true
  } catch (error) {
    if (error.name !== "AbortError") failed.hidden = false
  }
}

const show = (found) => {
  const shown = panel.querySelector("[data-findings]")
  if (shown.isEqualNode(found)) return
  const focused = [...shown.querySelectorAll("a")].indexOf(document.activeElement)
  shown.replaceWith(found)
  if (focused >= 0) found.querySelectorAll("a")[focused]?.focus()
  panel.querySelector("[data-checks-said]").textContent = summary(found)
  const tab = document.querySelector('[data-rail-tabs] [href="#rail-checks"]')
  const count = found.querySelectorAll(".finding").length
  tab?.querySelector(".rail-count")?.remove()
  if (tab && count) {
    const mark = document.createElement("span")
    mark.className = "rail-count"
    mark.textContent = count
    tab.append(" ", mark)
  }
}

/* The paragraph of the text in which these words stand, selected. */
const selectIn = (surface, where) => {
  const flat = (text) => text.replace(/\s+/g, " ")
  const block = [...surface.querySelectorAll("p, h2, h3, li")].find((each) => flat(each.textContent).includes(flat(where)))
  if (!block) return
  surface.focus()
  const range = document.createRange()
  range.selectNodeContents(block)
  getSelection().removeAllRanges()
  getSelection().addRange(range)
  block.scrollIntoView({ block: "center" })
}

const take = (event) => {
  const link = event.target.closest("a[data-field]")
  if (!link) return
  const { field, where } = link.dataset
  const surface = document.querySelector(`.field-${field} .ProseMirror`)
  const target = surface ?? document.getElementById(link.hash.slice(1))
  if (!target) return
  event.preventDefault()
  target.scrollIntoView({ block: "center" })
  if (surface && where) selectIn(surface, where)
  else (target.matches("input, select, textarea, .ProseMirror") ? target : target.querySelector("select, input:not([type=hidden])"))?.focus()
}

if (form) {
  let due
  const later = () => {
    clearTimeout(due)
    due = setTimeout(ask, PAUSE)
  }
  form.addEventListener("input", later)
  form.addEventListener("change", later)
  window.django?.jQuery(form).on("change select2:select select2:clear formset:added formset:removed", later) // what is chosen by typing
  form.addEventListener("click", take) // remarks lead there, too
}
