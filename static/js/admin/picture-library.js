/* The library takes files: dropped or pasted anywhere on its page, or chosen. Each appears with what was read from it. */
import { make, sending, takesFiles } from "newsroom/picture-sending"

const place = document.querySelector("[data-library]")

function card(picture) {
  const link = make(
    "a",
    { href: picture.page, class: "library-open" },
    make("img", { src: picture.thumb, alt: "", width: 320, height: 320 }),
    make("span", { class: "library-words" }, picture.alt || picture.caption || `Picture ${picture.id}`),
  )
  const item = make("li", { class: "library-card" }, link)
  if (picture.taken.length) {
    const rows = picture.taken.map(({ label, value }) => make("div", {}, make("dt", {}, label), make("dd", { title: value }, value)))
    item.append(make("span", { class: "library-credit" }, "Taken from the file:"), make("dl", {}, ...rows))
  }
  if (!picture.alt) item.append(make("span", { class: "library-marks" }, make("span", { class: "pill pill--warn" }, "No text alternative")))
  return item
}

if (place) {
  const part = (name) => place.querySelector(`[data-${name}]`)
  const send = sending(part("sending"), {
    said: (words) => { part("said").textContent = words },
    kept: (picture) => part("new").prepend(card(picture)),
  })
  const input = place.querySelector("input[type=file]")
  input.addEventListener("change", () => {
    send([...input.files])
    input.value = ""
  })
  takesFiles(document.body, send)
  place.hidden = false
}
