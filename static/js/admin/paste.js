/* Pasted HTML as a story's structure: what Word, Google Docs and web pages mean, without how they look.

   Styles are read with getAttribute: the Content Security Policy keeps the browser from applying them.
   Footnotes are moved into the text in paste-notes.js. */
import { bringNotesIn } from "newsroom/paste-notes"

const TEXT_BLOCKS = { P: "p", H1: "h2", H2: "h2", H3: "h3", H4: "h3", H5: "h3", H6: "h3" }
const LISTS = new Set(["UL", "OL"])
const PASSED = { LI: "li", BLOCKQUOTE: "blockquote" }
/* As in newsroom/lib/text/incoming/meaning.py: `UNSAID`, and what was deleted where it comes from. */
const DROPPED = new Set([
  "SCRIPT", "STYLE", "META", "LINK", "TITLE", "HEAD", "XML", "TEMPLATE", "IFRAME", "OBJECT", "SVG", "DEL",
  "IMG", "PICTURE", "VIDEO", "AUDIO", "INPUT", "BUTTON", "SELECT", "TEXTAREA", "NOSCRIPT", "COLGROUP",
])
const CODE = new Set(["CODE", "KBD", "SAMP", "TT"])
const SLANTED = new Set(["I", "EM", "VAR", "DFN"])
const PARTING = new Set([
  "DIV", "SECTION", "ARTICLE", "HEADER", "FOOTER", "MAIN", "ASIDE", "NAV", "FIGURE", "FIGCAPTION", "TABLE",
  "TBODY", "THEAD", "TFOOT", "TR", "TD", "TH", "CAPTION", "ADDRESS", "DL", "DT", "DD", "CENTER",
])
/* Word's own names for what has no element. */
const WORD_STYLES = { msotitle: "h2", msosubtitle: "h3", msoquote: "blockquote", msointensequote: "blockquote" }
const MAX_COLUMNS = 30
const INLINE_PARENTS = "p, h2, h3, li, td, th"

const styleOf = (node) =>
  (node.getAttribute("data-pasted-style") ?? node.getAttribute("style") ?? "").toLowerCase()
const declared = (node, property) =>
  new RegExp(`(?:^|;)\\s*${property}\\s*:\\s*([^;]+)`).exec(styleOf(node))?.[1].trim() ?? ""

const isBold = (node) => {
  const weight = declared(node, "font-weight")
  if (weight) return weight.startsWith("bold") || Number(weight) >= 600
  return node.tagName === "B" || node.tagName === "STRONG"
}
const isItalic = (node) => {
  const style = declared(node, "font-style")
  if (style) return style.startsWith("italic") || style.startsWith("oblique")
  return SLANTED.has(node.tagName)
}
const isStruck = (node) =>
  node.tagName === "S" || node.tagName === "STRIKE" || /line-through/.test(declared(node, "text-decoration(?:-line)?"))
const placeOf = (node) => {
  const place = declared(node, "vertical-align")
  if (node.tagName === "SUB" || node.tagName === "SUP") return place === "baseline" ? "" : node.tagName.toLowerCase()
  return { sub: "sub", super: "sup" }[place] ?? ""
}
const isHidden = (node) =>
  declared(node, "mso-list") === "ignore" || declared(node, "display") === "none" || declared(node, "mso-hide") === "all"

export function cleanPasted(html) {
  if (html.includes("data-pm-slice")) return html // copied in this editor: clean already
  // Styles are set aside before anything parses them, so that the policy has nothing to refuse.
  const quiet = html
    .replace(/<style[\s\S]*?<\/style\s*>/gi, "")
    .replace(/(<[a-z][^>]*?\s)style(\s*=)/gi, "$1data-pasted-style$2")
  const source = new DOMParser().parseFromString(quiet, "text/html")
  const target = document.implementation.createHTMLDocument("").body
  bringNotesIn(source.body)
  convertAll(source.body, target)
  tidy(target)
  return target.innerHTML
}

const make = (parent, tag) => parent.appendChild(parent.ownerDocument.createElement(tag))

function convertAll(from, to) {
  const nodes = [...from.childNodes]
  for (let i = 0; i < nodes.length; i++) {
    const run = []
    while (i < nodes.length && (wordLevel(nodes[i]) || (run.length && isBlank(nodes[i]))))
      run.push(nodes[i++])
    if (run.length) wordList(run.filter(wordLevel), to)
    if (i < nodes.length) convert(nodes[i], to)
  }
}

/* Whether the ends of lines in an element's text are seen as such. */
function keepsLines(node) {
  for (let over = node.parentElement; over; over = over.parentElement) {
    const spaces = declared(over, "white-space")
    if (spaces) return spaces.startsWith("pre")
  }
  return false
}

function convertText(node, to) {
  const ends = keepsLines(node) ? /\r\n|[\n\r\v\f\x85\u2028\u2029]/ : /[\v\x85\u2028\u2029]/
  node.data.split(ends).forEach((line, number) => {
    if (number) make(to, "br")
    to.append(line.replace(/[\t\r\n\f ]+/g, " "))
  })
}

function convert(node, to) {
  if (node.nodeType === Node.TEXT_NODE) {
    convertText(node, to)
    return
  }
  if (node.nodeType !== Node.ELEMENT_NODE) return
  const tag = node.tagName.toUpperCase()
  if (DROPPED.has(tag) || isHidden(node)) return
  if (tag === "BR") make(to, "br")
  else if (tag === "HR") make(to, "hr")
  else if (tag === "PRE") make(make(to, "pre"), "code").append(node.textContent.replace(/^\n+|\s+$/g, ""))
  else if (tag === "TABLE" && !to.closest("td, th, li") && convertTable(node, to)) return
  else if (tag in TEXT_BLOCKS) convertAll(node, make(to, wordStyle(node) ?? TEXT_BLOCKS[tag]))
  else if (LISTS.has(tag)) convertList(node, to)
  else if (tag === "LI" || tag === "BLOCKQUOTE") convertAll(node, make(to, PASSED[tag]))
  else if (PARTING.has(tag)) convertAll(node, make(to, "div"))
  else convertInline(node, to, tag)
}

const wordStyle = (node) => WORD_STYLES[(node.getAttribute("class") ?? "").toLowerCase()]

/* A table with its header row; false for a frame around other things. */
function convertTable(node, to) {
  const rows = [...node.rows].filter((row) => row.closest("table") === node && row.textContent.trim())
  if (!rows.length || (rows.length === 1 && rows[0].cells.length === 1)) return false
  const table = make(to, "table")
  const caption = node.caption?.textContent.replace(/\s+/g, " ").trim()
  if (caption) table.setAttribute("data-caption", caption)
  const heads = rows.findIndex((row) => !isHead(row))
  const hasHead = heads > 0 || (heads === 0 && rows.length > 1 && looksLikeHead(rows[0]) && !looksLikeHead(rows[1]))
  const below = [] // for how many rows more a column is taken from above
  rows.forEach((row, number) => {
    const made = make(table, "tr")
    const skip = () => {
      for (; below[made.cells.length] > 0; make(made, "td")) below[made.cells.length]--
    }
    for (const cell of row.cells) {
      skip()
      const inHead = hasHead && number < Math.max(heads, 1)
      const isRowHead = !inHead && cell.tagName === "TH" && cell === row.cells[0]
      const column = made.cells.length
      const into = make(made, inHead || isRowHead ? "th" : "td")
      convertAll(cell, into)
      if (into.tagName === "TH")
        for (const strong of into.querySelectorAll("strong")) strong.replaceWith(...strong.childNodes)
      for (let more = 1; more < Math.min(cell.colSpan, MAX_COLUMNS); more++) make(made, "td")
      for (let over = column; over < made.cells.length; over++) below[over] = cell.rowSpan - 1
    }
    skip()
  })
  return true
}

const isHead = (row) => row.parentElement.tagName === "THEAD" || [...row.cells].every((cell) => cell.tagName === "TH")

/* All its words are bold: how a header row looks in programs that have no other sign for it. */
function looksLikeHead(row) {
  const texts = row.ownerDocument.createTreeWalker(row, NodeFilter.SHOW_TEXT)
  while (texts.nextNode()) {
    if (!texts.currentNode.data.trim()) continue
    let over = texts.currentNode.parentElement
    while (over !== row && !isBold(over)) over = over.parentElement
    if (over === row) return false
  }
  return true
}

function convertInline(node, to, tag) {
  let inner = to
  if (node.hasAttribute("data-note")) {
    inner = make(inner, "small")
    inner.setAttribute("data-note", "")
  }
  if (CODE.has(tag) && !to.closest("code")) inner = make(inner, "code")
  const heading = to.closest("h2, h3")
  if (tag === "A" && /^(https?:|mailto:|\/(?!\/)|#(?!_))/i.test(node.getAttribute("href") ?? "")) {
    inner = make(inner, "a")
    inner.setAttribute("href", node.getAttribute("href"))
  }
  if (isBold(node) && !heading && !to.closest("strong")) inner = make(inner, "strong")
  if (isItalic(node) && !to.closest("em")) inner = make(inner, "em")
  if (isStruck(node) && !to.closest("s")) inner = make(inner, "s")
  const place = placeOf(node)
  if (place && !to.closest(place)) inner = make(inner, place)
  if (tag === "Q") inner.append("“")
  convertAll(node, inner)
  if (tag === "Q") inner.append("”")
}

/* Google Docs and old editors put a list beside the item that it belongs to. */
function convertList(node, to) {
  const parent = LISTS.has(to.tagName) ? (to.lastElementChild ?? make(to, "li")) : to
  const list = make(parent, node.tagName.toLowerCase())
  convertAll(node, list)
  if (node.tagName === "OL") numberList(node, list)
}

/* Items count as they are numbered: a list begins anew where a number does. */
function numberList(node, made) {
  const isNumber = (text) => /^(0|[1-9]\d{0,4})$/.test(text ?? "")
  const items = [...node.children].filter((child) => child.tagName === "LI")
  const start = node.getAttribute("start")
  let next = isNumber(start) ? Number(start) : node.reversed ? items.length : 1
  let list = made
  let follows = next
  list.setAttribute("start", String(next))
  const written = [...made.children].filter((child) => child.tagName === "LI")
  written.forEach((item, place) => {
    const value = items[place]?.getAttribute("value")
    if (isNumber(value)) next = Number(value)
    if (next !== follows) {
      const part = make(list.parentElement, "ol")
      list.after(part)
      part.setAttribute("start", String(Math.max(0, next)))
      list = part
    }
    if (list !== made) list.append(item)
    follows = next + 1
    next += node.reversed ? -1 : 1
  })
  if (!made.children.length) made.remove()
}

/* Word's lists are paragraphs that say `mso-list:l0 level2 lfo1` and bring their marker as text. */
function wordLevel(node) {
  if (node.nodeType !== Node.ELEMENT_NODE || !(node.tagName in TEXT_BLOCKS)) return 0
  return Number(/level(\d+)/.exec(declared(node, "mso-list"))?.[1] ?? 0)
}

function wordMarker(paragraph) {
  const marked = [...paragraph.querySelectorAll("*")].find((n) => declared(n, "mso-list") === "ignore")
  return marked?.textContent.trim() ?? ""
}

function wordList(paragraphs, to) {
  const open = [] // {level, list}
  for (const paragraph of paragraphs) {
    const level = wordLevel(paragraph)
    const tag = /^\(?(\d+|[a-z]|[ivxlc]+)[.)]/i.test(wordMarker(paragraph)) ? "ol" : "ul"
    while (open.length && open.at(-1).level > level) open.pop()
    if (open.length && open.at(-1).level === level && open.at(-1).list.tagName !== tag.toUpperCase()) open.pop()
    if (!open.length || open.at(-1).level < level) {
      const parent = open.length ? open.at(-1).list.lastElementChild : to
      open.push({ level, list: make(parent, tag) })
    }
    convertAll(paragraph, make(open.at(-1).list, "li"))
  }
}

const isBlank = (node) =>
  node.nodeType === Node.COMMENT_NODE ||
  (node.nodeType === Node.TEXT_NODE && !node.data.trim()) ||
  (node.tagName?.includes(":") && !node.textContent.trim())

/* What is left over: fixed spaces, empty blocks, breaks that only parted paragraphs. */
function tidy(root) {
  const texts = root.ownerDocument.createTreeWalker(root, NodeFilter.SHOW_TEXT)
  while (texts.nextNode()) texts.currentNode.data = texts.currentNode.data.replace(/[\u00a0 ]{2,}/g, " ")
  for (const br of root.querySelectorAll("br")) if (!br.closest(INLINE_PARENTS)) partAt(br)
  const empty = (node) => !node.textContent.trim() && !node.querySelector("hr, td")
  for (const node of [...root.querySelectorAll("p, h2, h3, li, ul, ol, div, blockquote, strong, em, a, s, sub, sup")].reverse())
    if (empty(node)) node.replaceWith(node.matches("strong, em, a, s, sub, sup") ? node.textContent : "")
}

/* Breaks outside paragraphs are how some programs write paragraphs. */
function partAt(br) {
  const parent = br.parentElement
  if (parent.matches("strong, em, a, s, sub, sup")) return
  const paragraph = br.ownerDocument.createElement("p")
  let before = br.previousSibling
  while (before && !before.matches?.("p, h2, h3, ul, ol, div, blockquote, hr")) {
    const next = before.previousSibling
    paragraph.prepend(before)
    before = next
  }
  br.replaceWith(paragraph)
}
