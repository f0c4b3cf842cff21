/* Panels: what a link or button with [data-panel] leads to, over the page from the right, asked for with X-Part. The same
   address is a page without scripts. Escape, × and a click beside it close it, and the focus goes back. A form in it is sent
   from here; what it answers stands in its place, and once it is done ([data-done]) the page says what holds now. */

import { dressWhen } from "newsroom/when"

let panel, opener, isHurried

function make() {
  panel = document.createElement("dialog")
  panel.className = "panel"
  panel.setAttribute("aria-labelledby", "panel-title")
  panel.addEventListener("click", (event) => {
    if (event.target === panel || event.target.closest("[data-panel-close]")) return panel.close()
    const link = event.target.closest("a[href^='#']") // what leads to a field leads there
    if (link) panel.close()
  })
  panel.addEventListener("close", () => {
    panel.replaceChildren()
    const to = typeof opener === "function" ? opener() : opener
    if (to?.isConnected) to.focus()
  })
  panel.addEventListener("submit", send)
  panel.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    event.stopPropagation()
    const form = panel.querySelector("form")
    form?.requestSubmit(form.querySelector("[type=submit].default"))
  })
  ;(document.querySelector("#content") ?? document.body).append(panel)
}

export const parsed = (text) => new DOMParser().parseFromString(text, "text/html")
const adopt = (nodes) => [...nodes].map((node) => document.adoptNode(node))

async function ask(address, options = {}) {
  const answer = await fetch(address, { ...options, headers: { "X-Part": "panel" } })
  if (answer.redirected && !answer.url.includes("/admin/articles/")) throw new Error("logged out")
  if (![200, 409, 422].includes(answer.status)) throw new Error(answer.status)
  return parsed(await answer.text())
}

function show(page) {
  if (page.querySelector("[data-done]")) return finish(page)
  panel.replaceChildren(...adopt(page.body.childNodes))
  dressWhen(panel)
  const wrong = panel.querySelector(".errornote, .errorlist")
  if (wrong) {
    wrong.tabIndex = -1
    wrong.focus()
    wrong.scrollIntoView({ block: "center" })
  }
}

/* The parts of the page that an answer brings anew. */
export function refresh(page) {
  for (const fresh of page.querySelectorAll("[data-fresh]"))
    document.querySelector(`[data-${fresh.dataset.fresh}]`)?.replaceChildren(...adopt(fresh.childNodes))
}

function finish(page) {
  refresh(page)
  const told = page.querySelector("[data-told]")
  const before = opener
  opener = () => {
    const back = typeof before === "function" ? before() : before
    return back?.isConnected && back.checkVisibility() ? back : document.querySelector("[data-standing] a, .submit-row button")
  }
  panel.close()
  if (told) tell(...adopt(told.childNodes))
}

/* Said where one looks, and to screen readers: above the bar at the foot, in place of what was said before. */
export function tell(...words) {
  const line = document.createElement("li")
  line.className = "success"
  line.setAttribute("role", "status")
  document.querySelectorAll(".messagelist").forEach((list) => list.remove())
  const list = document.createElement("ul")
  list.className = "messagelist messagelist--here told"
  list.append(line)
  document.querySelector(".submit-row")?.prepend(list)
  line.append(...words)
}

function fail(error) {
  const note = document.createElement("p")
  note.className = "errornote"
  note.setAttribute("role", "alert")
  note.textContent = error.message === "logged out" ? "You are logged out. Log in in a new window, then try again." : "The server did not answer as it should. Nothing was lost; try again."
  panel.querySelector(".errornote")?.remove()
  if (panel.querySelector("form")) panel.querySelector("form").prepend(note)
  else panel.append(note)
}

async function send(event) {
  const { target: form, submitter } = event
  if (form.method === "dialog") return
  event.preventDefault()
  if (panel.ariaBusy === "true") return
  panel.ariaBusy = "true"
  const body = new FormData(form, submitter)
  const query = form.method === "get" ? `?${new URLSearchParams(body)}` : ""
  try {
    show(await ask(form.action + query, query ? {} : { method: "POST", body }))
  } catch (error) {
    fail(error)
  } finally {
    panel.ariaBusy = "false"
  }
}

/* Open what stands at an address. `hurry`: publish at once what needs no second look. */
export async function openPanel(address, { from = document.activeElement, hurry = false } = {}) {
  if (!panel) make()
  ;[opener, isHurried] = [from, hurry]
  if (!panel.open) panel.showModal()
  panel.ariaBusy = "true"
  try {
    show(await ask(address))
  } catch (error) {
    fail(error)
  } finally {
    panel.ariaBusy = "false"
  }
  const form = panel.querySelector("form[data-quick]")
  if (isHurried && form) form.requestSubmit(form.querySelector("[type=submit].default"))
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-panel]")
  if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return
  event.preventDefault()
  const menu = link.closest("[popover]")
  menu?.hidePopover()
  openPanel(link.href, { from: menu ? document.querySelector(`[popovertarget="${menu.id}"]`) : link })
})
