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
  const words = new Map() // what is said here of pictures that the library has no words for, by their numbers
  const use = async () => {
    try {
      for (const picture of chosen.values()) await keepWords(picture, words.get(String(picture.id)))
    } catch {
      return say("The words could not be kept. Try again in a moment.", true)
    }
    answer = [...chosen.values()]
    if (answer.length) dialog.close()
  }
  /* Asked where the picture is added: what is to be seen, and whose it is, of the one chosen last. */
  const ask = () => {
    const picture = [...chosen.values()].at(-1)
    const id = String(picture?.id ?? "")
    if (part("ask").dataset.of === id) return
    part("ask").dataset.of = id
    const lacks = picture ? ["alt", "credit"].filter((name) => !picture[name]) : []
    part("ask").hidden = !lacks.length
    for (const name of ["alt", "credit"]) {
      const field = part(`ask-${name}`)
      field.closest("label").hidden = !lacks.includes(name)
      field.value = words.get(id)?.[name] ?? ""
      field.oninput = () => words.set(id, { ...words.get(id), [name]: field.value })
    }
  }

  const options = () => [...grid.children]
  const show = () => {
    for (const option of options()) option.setAttribute("aria-selected", String(chosen.has(option.dataset.id)))
    ask()
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
  part("ask").addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return
    event.preventDefault()
    use()
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

async function keepWords(picture, said) {
  const given = Object.entries(said ?? {}).filter(([, text]) => text.trim())
  if (!given.length) return
  const body = new URLSearchParams(given)
  const token = /(?:^|; )csrftoken=([^;]*)/.exec(document.cookie)?.[1] ?? ""
  const answer = await fetch(picture.words, { method: "POST", body, headers: { "X-CSRFToken": token }, redirect: "error" })
  if (!answer.ok) throw new Error(answer.status)
  Object.assign(picture, await answer.json())
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
      { class: "chooser-ask", role: "group", "aria-label": "Kept with the picture", "data-part": "ask", hidden: true },
      make("label", {}, "What is to be seen, for those who can’t see it ", make("input", { type: "text", maxlength: 300, "data-part": "ask-alt", autocomplete: "off" })),
      make("label", {}, "Credit ", make("input", { type: "text", maxlength: 200, "data-part": "ask-credit", autocomplete: "off" })),
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
