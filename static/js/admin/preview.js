/* The page as it will look, beside the form, made anew a moment after each change. It is shown in a sandbox: nothing in it
   runs, and nothing leads away. The next one is made behind the one that is seen, so that nothing flickers or jumps. */

const PAUSE = 500
const OPEN = "newsroom.story.preview"

const pane = document.querySelector("[data-preview]")
const form = pane?.closest("form")
const columns = document.querySelector("[data-columns]")
const toggle = document.querySelector(".bar-preview")

let chosen = pane?.querySelector("[aria-pressed=true]")
let shown, asked, due

function remembered(action) {
  try {
    return action(window.sessionStorage)
  } catch {
    return null
  }
}

/* As wide as the screen that was chosen, made smaller where the pane is narrower. */
function fit() {
  const place = pane.querySelector("[data-preview-frame]")
  const width = Number(chosen.dataset.width)
  const scale = Math.min(1, place.clientWidth / width)
  for (const frame of place.children) {
    frame.style.width = `${width}px`
    frame.style.height = `${place.clientHeight / scale}px`
    frame.style.transform = `scale(${scale})`
    frame.style.left = `${Math.max(0, (place.clientWidth - width * scale) / 2)}px`
  }
}

function put(page) {
  const place = pane.querySelector("[data-preview-frame]")
  const next = document.createElement("iframe")
  next.title = "The story as readers will see it"
  next.setAttribute("sandbox", "allow-same-origin")
  next.setAttribute("data-next", "")
  next.srcdoc = page
  next.addEventListener("load", () => {
    const { documentElement } = next.contentDocument
    const theme = document.documentElement.dataset.theme
    if (theme === "dark" || theme === "light") documentElement.style.colorScheme = theme
    if (shown?.contentWindow) next.contentWindow.scrollTo(0, shown.contentWindow.scrollY)
    next.removeAttribute("data-next")
    for (const other of [...place.children]) if (other !== next) other.remove()
    shown = next
  }, { once: true })
  for (const waiting of place.querySelectorAll("[data-next]")) waiting.remove()
  place.append(next)
  fit()
}

async function make() {
  if (pane.hidden) return
  asked?.abort()
  asked = new AbortController()
  const failed = pane.querySelector("[data-preview-failed]")
  try {
    const answer = await fetch(`${pane.dataset.preview}?surface=${chosen.dataset.surface ?? "page"}`, {
      method: "POST",
      body: new FormData(form),
      signal: AbortSignal.any([asked.signal, AbortSignal.timeout(15_000)]),
    })
    if (!answer.ok || answer.redirected) throw new Error(answer.status)
    put(await answer.text())
    failed.hidden = true
  } catch (error) {
    if (error.name !== "AbortError") failed.hidden = false
  }
}

function later() {
  clearTimeout(due)
  due = setTimeout(make, PAUSE)
}

function open(isOpen) {
  pane.hidden = !isOpen
  columns.toggleAttribute("data-previewed", isOpen)
  toggle.setAttribute("aria-expanded", String(isOpen))
  remembered((store) => store.setItem(OPEN, isOpen ? "1" : ""))
  if (isOpen) make()
}

if (form && toggle) {
  toggle.hidden = false
  for (const button of document.querySelectorAll("[data-preview-toggle]"))
    button.addEventListener("click", () => {
      open(pane.hidden)
      if (pane.hidden) toggle.focus()
    })
  for (const button of pane.querySelectorAll("[data-width]"))
    button.addEventListener("click", () => {
      for (const other of pane.querySelectorAll("[data-width]")) other.setAttribute("aria-pressed", String(other === button))
      const isOther = chosen.dataset.surface !== button.dataset.surface
      chosen = button
      if (isOther) shown = undefined
      if (isOther) make()
      else fit()
    })
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "p" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
    event.preventDefault()
    open(pane.hidden)
  })
  form.addEventListener("input", later)
  form.addEventListener("change", later)
  window.django?.jQuery(form).on("change select2:select select2:clear formset:added formset:removed", later)
  new ResizeObserver(fit).observe(pane)
  // where it would cover the form, nobody has asked for it
  const isBeside = window.matchMedia("(min-width: 1024px)").matches
  if (isBeside && remembered((store) => store.getItem(OPEN)) === "1") open(true)
}
