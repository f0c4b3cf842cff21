/* The way on to publishing without leaving the page: the form is saved from here, then the panel opens. What can't be saved
   so (an error in a field, two who changed the same, a story that is new) goes the way of the form. */

const place = document.querySelector("[data-typing]")
const form = place?.closest("form")
// the list of stories loads this, too, and knows no panels
const { openPanel, parsed, refresh } = form ? await import("newsroom/panel") : {}
const publish = place && !place.hasAttribute("data-reading") ? place.dataset.publish : undefined

let isPlain = false, isSaving = false, isHurried = false

async function save(button) {
  const body = new FormData(form)
  const answer = await fetch(form.action, { method: "POST", body, headers: { "X-Part": "save" }, redirect: "manual" })
  const page = parsed(answer.ok ? await answer.text() : "")
  const done = page.querySelector("[data-done]")
  if (!done) throw new Error(answer.status)
  if (done.dataset.merged !== undefined) return window.location.assign(publish) // the form is behind what is stored
  form.elements.seen_version.value = done.dataset.version
  form.dispatchEvent(new CustomEvent("story:saved", { detail: { at: done.dataset.at } }))
  refresh(page)
  return openPanel(publish, { from: () => form.querySelector("[data-steps] [name=_publish]") ?? button, hurry: isHurried })
}

if (publish) {
  document.addEventListener("keydown", ({ key, ctrlKey, metaKey }) => { isHurried = key === "Enter" && (ctrlKey || metaKey) }, { capture: true })
  document.addEventListener("pointerdown", () => { isHurried = false }, { capture: true })
  document.addEventListener("submit", async (event) => {
    const button = event.submitter
    if (event.target !== form || isPlain || button?.name !== "_publish") return
    event.preventDefault()
    event.stopPropagation()
    if (isSaving) return
    isSaving = true
    form.querySelector("#more-steps:popover-open")?.hidePopover()
    try {
      await save(button)
    } catch {
      isPlain = true
      form.requestSubmit(form.querySelector("[name=_publish]") ?? button)
    } finally {
      isSaving = false
    }
  }, { capture: true })
}
