/* Held replies on the desk's first page, decided where they stand: what became of one is said in its place, with Undo.
   Each is a form that works by itself. */

const told = document.querySelector("[data-told]")

function say(words) {
  if (told) told.textContent = words
}

async function send(address, body) {
  const answer = await fetch(address, { method: "POST", body, headers: { Accept: "application/json" }, credentials: "same-origin" })
  const isData = answer.headers.get("Content-Type")?.startsWith("application/json")
  const data = isData ? await answer.json() : {}
  if (answer.ok && isData && !answer.redirected) return data
  throw new Error(data.why ?? "Not saved: the server did not answer as it should. Reload this page, and try again.")
}

function button(words, act) {
  const made = document.createElement("button")
  made.type = "button"
  made.className = "second"
  made.textContent = words
  made.addEventListener("click", act)
  return made
}

/* The form's place: what became of the reply, and what can be done about that. */
function answer(form, words, ...buttons) {
  const box = document.createElement("div")
  box.className = "held-done"
  const text = document.createElement("p")
  text.textContent = words
  box.append(text, ...buttons)
  form.hidden = true
  form.parentElement.querySelector(".held-done")?.remove()
  form.after(box)
  say(words)
  return box
}

async function decide(form, submitter) {
  const body = new FormData(form, submitter)
  form.closest("[data-held]").setAttribute("aria-busy", "true")
  try {
    const { done, batch, decided, unchanged } = await send(form.action, body)
    const others = unchanged.map((each) => `${each.words}.`).join(" ")
    const words = decided.length ? done : `Left as it is: ${others || "it is gone."}`
    const undo = batch && button("Undo", () => takeBack(form, batch))
    const box = answer(form, words, ...(undo ? [undo] : []))
    box.querySelector("button")?.focus()
  } catch (error) {
    refuse(form, error)
  } finally {
    form.closest("[data-held]").removeAttribute("aria-busy")
  }
}

async function takeBack(form, batch) {
  const body = new FormData(form)
  body.set("batch", batch)
  try {
    const { done, decided: back } = await send(form.dataset.undo, body)
    for (const each of back) form.elements.namedItem(`seen-${each.pk}`).value = each.stand
    form.parentElement.querySelector(".held-done").remove()
    form.hidden = false
    form.querySelector("button").focus()
    say(done)
  } catch (error) {
    refuse(form, error)
  }
}

function refuse(form, error) {
  const words = error instanceof TypeError ? "Not saved: the server did not answer. Try again." : error.message
  let note = form.parentElement.querySelector(".errornote")
  if (!note) {
    note = document.createElement("p")
    note.className = "errornote"
    note.setAttribute("role", "alert")
    form.before(note)
  }
  note.textContent = words
}

for (const form of document.querySelectorAll("[data-decide]")) {
  form.addEventListener("submit", (event) => {
    if (!event.submitter) return
    event.preventDefault()
    form.parentElement.querySelector(".errornote")?.remove()
    for (const menu of form.querySelectorAll("[data-menu][open]")) menu.open = false
    decide(form, event.submitter)
  })
}
