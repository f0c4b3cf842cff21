/* Footnotes of pasted texts, from where programs list them to the place in the text that they belong to.

   Word, LibreOffice, Google Docs and WordPress all write a link to the note and, in the note, a link back. */

const BLOCKS = "p, div, li"
const after = (one, other) => Boolean(one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING)

export function bringNotesIn(body) {
  const named = new Map()
  for (const node of body.querySelectorAll("[id], a[name]"))
    for (const name of [node.id, node.getAttribute("name")]) if (name && !named.has(name)) named.set(name, node)
  const links = [...body.querySelectorAll('a[href^="#"]')]
  const lists = new Set()
  for (const link of links) {
    const target = named.get(link.getAttribute("href").slice(1))
    if (!target || !after(link, target)) continue
    const note = target.closest('li, div[id], div[data-pasted-style*="footnote"], div[data-pasted-style*="endnote"]') ?? target.closest(BLOCKS)
    const own = [link.id, link.name, link.closest("sup")?.id].filter(Boolean).map((name) => `#${name}`)
    const back = links.find((each) => note?.contains(each) && own.includes(each.getAttribute("href")))
    if (!back || note.contains(link)) continue
    const place = link.closest("sup") ?? link
    place.replaceWith(asNote(note, back))
    lists.add(note.parentElement)
    note.remove()
  }
  for (const list of lists) if (list !== body && !list.textContent.trim()) list.remove()
}

function asNote(note, back) {
  const made = note.ownerDocument.createElement("small")
  made.setAttribute("data-note", "")
  ;(back.closest("sup") ?? back).remove()
  const parts = note.matches("p") || !note.querySelector("p") ? [note] : [...note.querySelectorAll("p")]
  for (const part of parts) made.append(...(made.hasChildNodes() ? [" "] : []), ...part.childNodes)
  const first = made.firstChild
  if (first?.nodeType === Node.TEXT_NODE) first.data = first.data.trimStart()
  return made
}
