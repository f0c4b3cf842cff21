/* Files on their way to the library, each in a row of its own: how far it is, what it waits for, or why it was refused. */
import { dropUpload, Refused, sendPicture } from "newsroom/picture-upload"

const AT_ONCE = 2

export function make(tag, attributes = {}, ...inside) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, "")
    else if (value !== false && value !== null) element.setAttribute(name, value)
  }
  element.append(...inside)
  return element
}

/* Rows in `list`; `kept` is called with each picture that has come, `said` with what a listener should hear. */
export function sending(list, { kept, said = () => {} }) {
  const queue = []
  let running = 0

  const next = () => {
    while (running < AT_ONCE && queue.length) {
      running += 1
      queue.shift()().finally(() => {
        running -= 1
        next()
      })
    }
  }

  function row(file) {
    const name = file.name || "Pasted picture"
    const bar = make("progress", { max: 1, value: 0, "aria-label": `Sending ${name}` })
    const words = make("span", { class: "sending-words" }, "Waits for its turn")
    const acts = make("span", { class: "sending-acts" })
    const item = make("li", { class: "sending" }, make("span", { class: "sending-name" }, name), bar, words, acts)
    const state = {}
    let giveUp = new AbortController()

    const button = (text, act) => {
      const made = make("button", { type: "button", class: "link", "aria-label": `${text}: ${name}` }, text)
      made.addEventListener("click", act)
      return made
    }
    const leave = () => {
      giveUp.abort()
      dropUpload(state)
      const after = item.nextElementSibling?.querySelector("button")
      item.remove()
      ;(after ?? list.querySelector("button"))?.focus()
    }

    async function send() {
      if (!item.isConnected) return
      giveUp = new AbortController()
      item.classList.remove("sending--failed")
      bar.hidden = false
      words.textContent = "Begins"
      acts.replaceChildren(button("Cancel", leave))
      let share = 0
      const tell = (waits) => {
        words.textContent = waits ? "The connection is lost. Goes on when it is back." : `${Math.round(share * 100)} %`
        if (share === 1 && !waits) words.textContent = "Has come, is being looked at"
      }
      try {
        const picture = await sendPicture(file, {
          state,
          signal: giveUp.signal,
          waiting: tell,
          progress: (done) => {
            bar.value = share = done
            tell(false)
          },
        })
        item.remove()
        said(`${name} is in the library.`)
        kept(picture, file)
      } catch (error) {
        if (giveUp.signal.aborted) return
        item.classList.add("sending--failed")
        bar.hidden = true
        words.textContent = error instanceof Refused ? error.message : "Something went wrong. Send it again."
        said(`${name} is not kept: the reason stands beside it.`)
        const again = button("Send again", () => {
          queue.push(send)
          next()
        })
        acts.replaceChildren(again, button("Remove", leave))
      }
    }
    list.append(item)
    return send
  }

  return (files) => {
    for (const file of files) queue.push(row(file))
    next()
  }
}

/* Has `place` take the files that are dropped on it or pasted into it. */
export function takesFiles(place, take) {
  const holds = (event) => event.dataTransfer?.types.includes("Files")
  let inside = 0
  const mark = (by) => {
    inside = Math.max(0, inside + by)
    place.toggleAttribute("data-dropping", inside > 0)
  }
  place.addEventListener("dragenter", (event) => holds(event) && mark(1))
  place.addEventListener("dragleave", (event) => holds(event) && mark(-1))
  place.addEventListener("dragover", (event) => holds(event) && event.preventDefault())
  place.addEventListener("drop", (event) => {
    if (!holds(event)) return
    event.preventDefault()
    mark(-inside)
    take([...event.dataTransfer.files])
  })
  place.addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files ?? [])]
    if (!files.length) return
    event.preventDefault()
    take(files)
  })
}
