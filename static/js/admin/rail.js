/* The rail beside a story's text: links to its parts become tabs, as the ARIA practices have them. What leads to a field
   (a check, a remark, an error) opens the tab that it stands in. Which tab was open is remembered until the window closes. */

const KEPT = "newsroom.story.rail"

const rail = document.querySelector("[data-rail]")
const list = rail?.querySelector("[data-rail-tabs]")

function remembered(action) {
  try {
    return action(window.sessionStorage)
  } catch {
    return null
  }
}

const panelOf = (tab) => document.getElementById(tab.hash.slice(1))

function open(tab, tabs, { focus = false } = {}) {
  for (const other of tabs) {
    const isIt = other === tab
    other.setAttribute("aria-selected", String(isIt))
    other.tabIndex = isIt ? 0 : -1
    panelOf(other).toggleAttribute("data-open", isIt)
  }
  if (focus) tab.focus()
}

function dress(tab) {
  const panel = panelOf(tab)
  tab.id = `tab-${panel.id}`
  tab.setAttribute("role", "tab")
  tab.setAttribute("aria-controls", panel.id)
  panel.setAttribute("role", "tabpanel")
  panel.setAttribute("aria-labelledby", tab.id)
}

if (list) {
  const tabs = [...list.querySelectorAll("a")]
  list.setAttribute("role", "tablist")
  list.setAttribute("aria-orientation", "vertical")
  tabs.forEach(dress)
  const wrong = rail.querySelector(".errorlist")?.closest(".rail-panel")
  const last = remembered((store) => store.getItem(KEPT))
  const first = tabs.find((tab) => panelOf(tab) === wrong) ?? tabs.find((tab) => tab.hash === (location.hash || last))
  open(first ?? tabs.find((tab) => panelOf(tab).hasAttribute("data-open")), tabs)

  list.addEventListener("click", (event) => {
    const tab = event.target.closest("a")
    if (!tab) return
    event.preventDefault()
    open(tab, tabs)
    remembered((store) => store.setItem(KEPT, tab.hash))
  })
  list.addEventListener("keydown", (event) => {
    const here = tabs.indexOf(event.target)
    const to = { ArrowRight: here + 1, ArrowDown: here + 1, ArrowLeft: here - 1, ArrowUp: here - 1, Home: 0, End: tabs.length - 1 }[event.key]
    if (here < 0 || to === undefined) return
    event.preventDefault()
    open(tabs[(to + tabs.length) % tabs.length], tabs, { focus: true })
  })
  const reveal = (target) => {
    const panel = target?.closest(".rail-panel:not([data-open])")
    if (panel) open(tabs.find((tab) => panelOf(tab) === panel), tabs)
  }
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]:not([role=tab])')
    if (link) reveal(document.getElementById(link.hash.slice(1)))
  }, { capture: true })
  document.addEventListener("keydown", (event) => {
    const history = tabs.find((tab) => tab.hash === "#rail-history")
    if (!history || event.key.toLowerCase() !== "h" || !(event.ctrlKey || event.metaKey) || !event.shiftKey) return
    event.preventDefault()
    open(history, tabs, { focus: true })
  })
  window.addEventListener("hashchange", () => reveal(document.getElementById(location.hash.slice(1))))
  reveal(location.hash ? document.getElementById(location.hash.slice(1)) : null)
}
