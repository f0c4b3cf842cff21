/* Moves the cards of the board: drags them to another column, or by Shift and the arrows. The form that every card carries
   does the moving, and the server says why where it refuses; without this its buttons do. */

const board = document.querySelector("[data-board]")
const says = document.querySelector("[data-board-says]")
const columns = [...board.querySelectorAll("[data-column]")]
let dragged = null

const name = (column) => column.querySelector("h2").firstChild.textContent.trim() || column.querySelector("h2 a").textContent
const clear = () => board.querySelectorAll(".over, .is-dragged").forEach((each) => each.classList.remove("over", "is-dragged"))

function move(card, column) {
  if (!column || column === card.closest("[data-column]")) return
  const form = card.querySelector("form")
  const to = document.createElement("input")
  to.type = "hidden"
  to.name = "to"
  to.value = column.dataset.column
  form.append(to)
  says.textContent = `Moving to ${name(column)} …`
  form.requestSubmit()
}

board.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.("[data-card][draggable=true]") ?? null
  if (!dragged) return
  dragged.classList.add("is-dragged")
  event.dataTransfer.effectAllowed = "move"
  event.dataTransfer.setData("text/plain", dragged.querySelector(".headline").textContent)
})
board.addEventListener("dragover", (event) => {
  const column = event.target.closest("[data-column]")
  if (!dragged || !column) return
  event.preventDefault()
  for (const each of columns) each.classList.toggle("over", each === column && !column.contains(dragged))
})
board.addEventListener("drop", (event) => {
  if (!dragged) return
  event.preventDefault()
  move(dragged, event.target.closest("[data-column]"))
  clear()
})
board.addEventListener("dragend", () => {
  dragged = null
  clear()
})

board.addEventListener("keydown", (event) => {
  const card = event.target.closest("[data-card]")
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
  if (!card || !step || !event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return
  event.preventDefault()
  const to = columns[columns.indexOf(card.closest("[data-column]")) + step]
  if (card.getAttribute("draggable") !== "true") says.textContent = "What is scheduled or live is moved on its own page."
  else if (to) move(card, to)
})
