/* Menus, `details[data-menu]`: open and shut without this; with it they close by Escape, by a click elsewhere and when
   the focus leaves them, and the arrows lead from entry to entry. */

const menus = () => document.querySelectorAll("details[data-menu][open]")

function close(menu, { focus = false } = {}) {
  menu.open = false
  if (focus) menu.querySelector("summary").focus()
}

/* Those entries that can be seen, without the menu's own word. */
function entries(menu) {
  return [...menu.querySelectorAll("a[href], button, summary")].filter((each) => each.parentElement !== menu && each.checkVisibility())
}

/* A panel that would reach over the window's edge opens to the other side; one menu at a time is open. */
document.addEventListener(
  "toggle",
  ({ target: menu }) => {
    if (!menu.matches?.("details[data-menu][open]")) return
    for (const other of menus()) if (!other.contains(menu) && !menu.contains(other)) close(other)
    delete menu.dataset.side
    const { right } = menu.querySelector(".menu-panel").getBoundingClientRect()
    if (right > document.documentElement.clientWidth) menu.dataset.side = "end"
  },
  true,
)

document.addEventListener("click", (event) => {
  for (const menu of menus()) if (!menu.contains(event.target)) close(menu)
})

document.addEventListener("focusin", (event) => {
  for (const menu of menus()) if (!menu.contains(event.target)) close(menu)
})

document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.("details[data-menu]")
  if (event.key === "Escape") {
    for (const open of menus()) {
      event.preventDefault()
      close(open, { focus: open === menu })
    }
    return
  }
  if (!menu || !["ArrowDown", "ArrowUp", "Home", "End"].includes(event.key)) return
  const isWord = event.target.parentElement === menu
  if (isWord && !menu.open && event.key !== "ArrowDown") return
  event.preventDefault()
  menu.open = true
  const found = entries(menu)
  const here = found.indexOf(event.target)
  const to = { ArrowDown: here + 1, ArrowUp: here < 0 ? found.length - 1 : here - 1, Home: 0, End: found.length - 1 }[event.key]
  found[(to + found.length) % found.length]?.focus()
})
