/* How long what one writes is: under fields that are cut off somewhere, and for the whole text in the bar. */

const A_MINUTE = 230 // words

const count = (text, singular, plural = `${singular}s`) => `${text.toLocaleString()} ${text === 1 ? singular : plural}`

/* As newsroom/lib/text/scripts/words.py counts: the letters of scripts without spaces, of Thai and its neighbours a third. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}]/gu
const BY_DICTIONARY = /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]\p{M}*/gu
function countWords(text) {
  const letters = text.match(UNSPACED)?.length ?? 0
  const thirds = Math.ceil((text.match(BY_DICTIONARY)?.length ?? 0) / 3)
  const rest = text.replace(UNSPACED, " ").replace(BY_DICTIONARY, " ").replace(/\d+(?:[.,:]\d+)*/g, "0")
  return letters + thirds + (rest.match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}\u200c\u200d]*(?:['’·][\p{L}\p{N}][\p{L}\p{N}\p{M}]*)*/gu)?.length ?? 0)
}

function counter(field) {
  const most = Number(field.dataset.most)
  const note = document.createElement("p")
  note.className = "counter"
  note.id = `${field.id}_counter`
  field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") ?? ""} ${note.id}`.trim())
  field.after(note)
  const show = () => {
    const length = [...field.value.trim()].length
    const over = length - most
    note.textContent = over > 0 ? `${count(length, "character")}, ${over} more than are shown everywhere` : length ? `${length} of ${most}` : ""
    note.toggleAttribute("data-over", over > 0)
  }
  field.addEventListener("input", show)
  show()
}

function words() {
  const place = document.querySelector("[data-words]")
  const written = document.querySelector("#id_body")?.value ?? document.querySelector(".field-text .prose")?.innerHTML ?? ""
  const text = new DOMParser().parseFromString(written.replace(/</g, " <"), "text/html").body.textContent
  const found = countWords(text)
  place.textContent = found ? `${count(found, "word")}, ${count(Math.max(1, Math.round(found / A_MINUTE)), "minute")}` : ""
}

document.querySelectorAll("[data-most]").forEach(counter)
if (document.querySelector("[data-words]")) {
  let due
  const later = () => {
    clearTimeout(due)
    due = setTimeout(words, 400)
  }
  document.querySelector(".story-writing")?.addEventListener("input", later)
  words()
  later()
}
