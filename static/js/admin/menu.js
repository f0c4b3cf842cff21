/* Menus that open at their button: [popover][data-step-menu], opened by [popovertarget]. They lie in the browser's top layer,
   so nothing cuts them off; Escape and a click elsewhere close them, and give the focus back. Here they are put above or
   below their button, whole inside the window. Without this they open at the foot of the window. */

const GAP = 6, EDGE = 8

const buttonOf = (menu) => document.querySelector(`[popovertarget="${menu.id}"]`)

function put(menu) {
  const button = buttonOf(menu)?.getBoundingClientRect()
  if (!button) return
  const [above, below] = [button.top - GAP - EDGE, innerHeight - button.bottom - GAP - EDGE]
  Object.assign(menu.style, { maxHeight: "none", inset: "auto", margin: "0" })
  const { width, height } = menu.getBoundingClientRect()
  const isAbove = below < height && above > below
  menu.style.maxHeight = `${Math.max(isAbove ? above : below, 96)}px`
  const fits = button.left + width <= document.documentElement.clientWidth - EDGE
  menu.style.left = `${Math.max(EDGE, fits ? button.left : button.right - width)}px`
  menu.style.top = `${isAbove ? Math.max(EDGE, button.top - GAP - height) : button.bottom + GAP}px`
}

const open = () => document.querySelectorAll("[data-step-menu]:popover-open")

document.addEventListener("beforetoggle", ({ target, newState }) => {
  if (newState === "open" && target.matches?.("[data-step-menu]")) requestAnimationFrame(() => put(target))
}, { capture: true })
for (const kind of ["resize", "scroll"]) addEventListener(kind, () => open().forEach(put), { passive: true, capture: true })
