/* Names, for those who can't see them, of controls that Django's admin leaves nameless: the parts of an
   autocomplete field, and fields in a table whose head is hidden. */

function nameAutocomplete(container) {
  const select = container.previousElementSibling
  const name = select?.getAttribute("aria-label") ?? select?.labels?.[0]?.textContent.trim()
  if (!name) return
  for (const part of container.querySelectorAll("[role=combobox], [role=textbox], [role=searchbox], input")) {
    if (part.getAttribute("aria-label") !== name) {
      part.removeAttribute("aria-labelledby")
      part.setAttribute("aria-label", name)
    }
  }
  // What is chosen stands in a list together with a button and a search field: not a list any more.
  for (const part of container.querySelectorAll("ul.select2-selection__rendered, ul.select2-selection__rendered > li"))
    if (part.getAttribute("role") !== "presentation") part.setAttribute("role", "presentation")
}

function nameCell(cell) {
  const column = [...cell.classList].find((name) => name.startsWith("field-"))?.slice("field-".length)
  const head = cell.closest("table")?.querySelector(`th.column-${column}`)?.textContent.trim()
  for (const control of cell.querySelectorAll("select, input:not([type=hidden]), textarea"))
    if (head && !control.hasAttribute("aria-label") && !control.closest(".select2-container"))
      control.setAttribute("aria-label", head)
}

function nameAll() {
  document.querySelectorAll(".tabular td[class*=field-]").forEach(nameCell)
  document.querySelectorAll(".select2-container").forEach(nameAutocomplete)
}

let due = false
new MutationObserver(() => {
  if (due) return
  due = true
  requestAnimationFrame(() => {
    due = false
    nameAll()
  })
}).observe(document.querySelector("#content") ?? document.body, { childList: true, subtree: true })
nameAll()
