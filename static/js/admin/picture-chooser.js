/* A dialogue in which pictures are chosen from the library, or sent to it. */
import { make, sending, takesFiles } from "newsroom/picture-sending"

const CHOOSE = "/admin/articles/picture/choose/"
const PAUSE = 250 // ms after the last key
const ACCEPT = "image/jpeg,image/png,image/webp,image/avif,image/gif"

let styles
/* Its styles are asked for when it is opened first. */
const styled = () =>
  (styles ??= new Promise((done) => {
    const link = make("link", { rel: "stylesheet", href: import.meta.resolve("newsroom/pictures.css") })
    link.addEventListener("load", done)
    link.addEventListener("error", done)
    document.head.append(link)
  }))

const nameOf = (picture) => picture.alt || picture.caption || `Picture ${picture.id}, without a text alternative`

/* Resolves to the chosen pictures, each { id, alt, caption, credit, width, height, thumb, medium }; to [] when cancelled.
   With `several` more than one may be chosen; `files` are sent to the library at once. */
export async function choosePictures({ several = false, files = [] } = {}) {
  const before = document.activeElement
  await styled()
  const dialog = frame(several)
  const part = (name) => dialog.querySelector(`[data-part=${name}]`)
  const grid = part("grid")
  const chosen = new Map() // in the order in which they were chosen
  const pictures = new Map()
  let answer = []

  const done = new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove()
      before?.focus?.()
      resolve(answer)
    })
  })
  const use = () => {
    answer = [...chosen.values()]
    if (answer.length) dialog.close()
  }

  const options = () => [...grid.children]
  const show = () => {
    for (const option of options()) option.setAttribute("aria-selected", String(chosen.has(option.dataset.id)))
    part("use").disabled = chosen.size === 0
    part("use").textContent = chosen.size > 1 ? `Use ${chosen.size} pictures` : "Use picture"
  }
  const stand = (option) => {
    for (const each of options()) each.tabIndex = each === option ? 0 : -1
  }
  const choose = (option, { keep = false } = {}) => {
    const { id } = option.dataset
    if (!several) chosen.clear()
    if (several && chosen.has(id) && !keep) chosen.delete(id)
    else chosen.set(id, pictures.get(id))
    stand(option)
    show()
  }

  function put(picture, { first = false } = {}) {
    const id = String(picture.id)
    pictures.set(id, picture)
    grid.querySelector(`[data-id="${id}"]`)?.remove()
    const image = make("img", { src: picture.thumb, alt: "", width: 160, height: 160, loading: "lazy" })
    const words = make("span", { class: "chooser-words" }, nameOf(picture))
    const option = make("li", { role: "option", "data-id": id, tabindex: -1, "aria-selected": "false" }, image, words)
    if (picture.credit) option.append(make("span", { class: "chooser-credit" }, picture.credit))
    if (first) grid.prepend(option)
    else grid.append(option)
    if (!options().some((each) => each.tabIndex === 0)) option.tabIndex = 0
    return option
  }

  const sent = [] // what came from here: an answer that was asked for before may not know of it
  let asked, page
  async function look(next) {
    asked?.abort()
    const mine = (asked = new AbortController())
    const known = sent.length
    const query = new URLSearchParams({ q: part("search").value.trim(), page: next })
    try {
      const told = await fetch(`${CHOOSE}?${query}`, {
        redirect: "error",
        signal: AbortSignal.any([mine.signal, AbortSignal.timeout(15_000)]),
      })
      if (!told.ok) throw new Error(told.status)
      const { results, more } = await told.json()
      page = next
      const focused = next === 1 ? document.activeElement.closest("[role=option]") : null
      if (next === 1) grid.replaceChildren()
      const made = results.map((picture) => put(picture))
      for (const picture of sent.slice(known)) put(picture, { first: true })
      part("more").hidden = !more
      part("empty").hidden = grid.children.length > 0
      say(grid.children.length ? `${grid.children.length}${more ? " and more" : ""} pictures` : "No picture is found")
      show()
      const there = focused ? (grid.querySelector(`[data-id="${focused.dataset.id}"]`) ?? grid.firstElementChild) : next > 1 && made[0]
      if (there) {
        stand(there)
        there.focus()
      } else if (focused) part("search").focus()
    } catch {
      if (!mine.signal.aborted) say("The library does not answer. Try again in a moment.", true)
    }
  }
  const say = (words, trouble = false) => {
    part("said").textContent = words
    part("said").classList.toggle("chooser-trouble", trouble)
  }

  const send = sending(part("sending"), {
    said: say,
    kept(picture) {
      sent.push(picture)
      const option = put(picture, { first: true })
      part("empty").hidden = true
      choose(option, { keep: true })
      if (dialog.contains(document.activeElement) && !document.activeElement.matches("input")) option.focus()
    },
  })

  let due
  part("search").addEventListener("input", () => {
    clearTimeout(due)
    due = setTimeout(() => look(1), PAUSE)
  })
  part("search").addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" && grid.firstElementChild) {
      event.preventDefault()
      grid.querySelector("[tabindex='0']").focus()
    }
    if (event.key === "Enter") event.preventDefault()
  })
  part("more").addEventListener("click", () => look(page + 1))
  part("files").addEventListener("change", (event) => {
    send([...event.target.files])
    event.target.value = ""
  })
  part("cancel").addEventListener("click", () => dialog.close())
  part("use").addEventListener("click", use)
  grid.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]")
    if (option) choose(option)
  })
  grid.addEventListener("dblclick", (event) => {
    const option = event.target.closest("[role=option]")
    if (option) {
      choose(option, { keep: true })
      use()
    }
  })
  grid.addEventListener("keydown", (event) => {
    const option = event.target.closest("[role=option]")
    if (!option) return
    const all = options()
    const at = all.indexOf(option)
    const inRow = all.filter((each) => each.offsetTop === all[0].offsetTop).length
    const move = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: inRow, ArrowUp: -inRow, Home: -at, End: all.length - 1 - at }
    if (event.key in move) {
      const target = all[at + move[event.key]]
      if (target) {
        stand(target)
        target.focus()
      }
    } else if (event.key === " ") choose(option)
    else if (event.key === "Enter") {
      choose(option, { keep: true })
      use()
    } else return
    event.preventDefault()
  })
  takesFiles(dialog, send)
  for (const kind of ["keydown", "paste", "drop"]) dialog.addEventListener(kind, (event) => event.stopPropagation())

  document.body.append(dialog)
  dialog.showModal()
  part("search").focus()
  look(1)
  if (files.length) send([...files])
  return done
}

function frame(several) {
  const files = make("input", { type: "file", multiple: true, accept: ACCEPT, class: "visually-hidden", "data-part": "files" })
  return make(
    "dialog",
    { class: "chooser", "aria-labelledby": "chooser-title" },
    make("h2", { id: "chooser-title" }, several ? "Choose pictures" : "Choose a picture"),
    make(
      "div",
      { class: "chooser-head" },
      make("label", {}, "Search the library ", make("input", { type: "search", "data-part": "search", autocomplete: "off" })),
      make("p", { class: "chooser-drop" }, "Drop or paste new pictures here, or ", make("label", { class: "chooser-files" }, files, make("span", {}, "choose files")), "."),
    ),
    make("ul", { class: "sendings", "data-part": "sending" }),
    make("div", { class: "chooser-list" },
      make("ul", { role: "listbox", "aria-label": "Pictures", "aria-multiselectable": several ? "true" : false, "data-part": "grid" }),
      make("p", { class: "quiet", "data-part": "empty", hidden: true }, "No picture is found. Search for other words, or drop a new one here."),
      make("button", { type: "button", class: "button second", "data-part": "more", hidden: true }, "Show more"),
    ),
    make(
      "div",
      { class: "chooser-foot" },
      make("p", { role: "status", "data-part": "said" }),
      make("button", { type: "button", class: "button second", "data-part": "cancel" }, "Cancel"),
      make("button", { type: "button", class: "button default", "data-part": "use", disabled: true }, "Use picture"),
    ),
  )
}
