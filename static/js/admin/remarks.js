/* Remarks are made, answered and resolved without leaving the story: what is typed in the form stays. Without this, or where
   the server does not answer, their forms open a window of their own. */

const rail = document.querySelector("[data-rail]")
const parsed = (text) => new DOMParser().parseFromString(text, "text/html")

/* What somebody has begun to write in other fields of the panel goes on standing there. */
function keepTyped(before, after, sent) {
  for (const field of before.querySelectorAll("textarea, select")) {
    const next = after.querySelector(`[name="${field.name}"]`)
    if (!next || field.getAttribute("form") === sent || !field.value) continue
    next.value = field.value
    const fold = field.closest("details")
    if (fold?.open && field.matches("textarea")) next.closest("details").open = true
  }
}

function countOnTab(count) {
  const tab = document.querySelector('[data-rail-tabs] [href="#rail-remarks"]')
  tab?.querySelector(".rail-count")?.remove()
  if (!tab || !count) return
  const mark = document.createElement("span")
  mark.className = "rail-count"
  mark.textContent = count
  tab.append(" ", mark)
}

function put(page, form, isRefused) {
  const before = document.getElementById("remarks")
  const after = document.adoptNode(page.getElementById("remarks"))
  keepTyped(before, after, isRefused ? "" : form.id)
  before.replaceWith(after)
  document.querySelector("[data-remark-forms]").replaceWith(document.adoptNode(page.querySelector("[data-remark-forms]")))
  countOnTab(after.querySelectorAll(".remark:not(.remarks-resolved .remark)").length)
  const number = /\d+$/.exec(form.id)?.[0]
  const target = isRefused ? after.querySelector(".errornote") : after.querySelector(`#remark-${number}:not(.remarks-resolved *)`) ?? after.querySelector(".remark") ?? after.querySelector("h2")
  target.tabIndex = -1
  target.focus()
}

document.addEventListener("submit", async (event) => {
  const form = event.target
  if (!rail || !form.matches("[data-remark]")) return
  event.preventDefault()
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { "X-Part": "remarks" } })
    const page = parsed(await answer.text())
    if (![200, 422].includes(answer.status) || !page.getElementById("remarks")) throw new Error(answer.status)
    put(page, form, answer.status === 422)
  } catch {
    form.submit()
  }
})
