/* Pasted HTML as a story's structure: what Word, Google Docs and web pages mean, without how they look.

   Styles are read with getAttribute: the Content Security Policy keeps the browser from applying them.
   Footnotes are moved into the text in paste-notes.js. */
import { bringNotesIn } from "newsroom/paste-notes"

const TEXT_BLOCKS = { P: "p", H1: "h2", H2: "h2", H3: "h3", H4: "h3", H5: "h3", H6: "h3" }
const LISTS = new Set(["UL", "OL"])
const PASSED = { A: "a", STRONG: "strong", EM: "em", UL: "ul", OL: "ol", LI: "li", BLOCKQUOTE: "blockquote" }
const DROPPED = new Set([
  "SCRIPT", "STYLE", "META", "LINK", "TITLE", "HEAD", "XML", "TEMPLATE", "IFRAME", "OBJECT", "SVG", "MATH",
  "IMG", "PICTURE", "VIDEO", "AUDIO", "INPUT", "BUTTON", "SELECT", "TEXTAREA", "NOSCRIPT", "COLGROUP",
])
const PARTING = new Set([
  "DIV", "SECTION", "ARTICLE", "HEADER", "FOOTER", "MAIN", "ASIDE", "NAV", "FIGURE", "FIGCAPTION", "TABLE",
  "TBODY", "THEAD", "TFOOT", "TR", "TD", "TH", "CAPTION", "ADDRESS", "DL", "DT", "DD", "CENTER",
])
/* Word's own names for what has no element. */
const WORD_STYLES = { msotitle: "h2", msosubtitle: "h3", msoquote: "blockquote", msointensequote: "blockquote" }
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
  return node.tagName === "I" || node.tagName === "EM"
}

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

function convert(node, to) {
  if (node.nodeType === Node.TEXT_NODE) {
    to.append(node.data.replace(/[\t\r\n\f ]+/g, " "))
    return
  }
  if (node.nodeType !== Node.ELEMENT_NODE) return
  const tag = node.tagName.toUpperCase()
  if (DROPPED.has(tag) || declared(node, "mso-list") === "ignore" || declared(node, "display") === "none") return
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
  rows.forEach((row, number) => {
    const made = make(table, "tr")
    for (const cell of row.cells) {
      const inHead = hasHead && number < Math.max(heads, 1)
      const isRowHead = !inHead && cell.tagName === "TH" && cell === row.cells[0]
      const into = make(made, inHead || isRowHead ? "th" : "td")
      convertAll(cell, into)
      if (inHead) for (const strong of into.querySelectorAll("strong")) strong.replaceWith(...strong.childNodes)
      for (let more = 1; more < Math.min(cell.colSpan, 30); more++) make(made, "td")
    }
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
  if (tag === "CODE" && !to.closest("code")) inner = make(inner, "code")
  const heading = to.closest("h2, h3")
  if (tag === "A" && /^(https?:|mailto:)/i.test(node.getAttribute("href") ?? "")) {
    inner = make(inner, "a")
    inner.setAttribute("href", node.getAttribute("href"))
  }
  if (isBold(node) && !heading && !to.closest("strong")) inner = make(inner, "strong")
  if (isItalic(node) && !to.closest("em")) inner = make(inner, "em")
  convertAll(node, inner)
}

/* Google Docs and old editors put a list beside the item that it belongs to. */
function convertList(node, to) {
  const parent = LISTS.has(to.tagName) ? (to.lastElementChild ?? make(to, "li")) : to
  const list = make(parent, node.tagName.toLowerCase())
  const start = Number(node.getAttribute("start"))
  if (node.tagName === "OL" && start > 1) list.setAttribute("start", String(start))
  convertAll(node, list)
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
  while (texts.nextNode()) texts.currentNode.data = texts.currentNode.data.replace(/[\u00a0 ]+/g, " ")
  for (const br of root.querySelectorAll("br")) if (!br.closest(INLINE_PARENTS)) partAt(br)
  const empty = (node) => !node.textContent.trim() && !node.querySelector("hr, td")
  for (const node of [...root.querySelectorAll("p, h2, h3, li, ul, ol, div, blockquote, strong, em, a")].reverse())
    if (empty(node)) node.replaceWith(node.matches("strong, em, a") ? node.textContent : "")
}

/* Breaks outside paragraphs are how some programs write paragraphs. */
function partAt(br) {
  const parent = br.parentElement
  if (parent.matches("strong, em, a")) return
  const paragraph = br.ownerDocument.createElement("p")
  let before = br.previousSibling
  while (before && !before.matches?.("p, h2, h3, ul, ol, div, blockquote, hr")) {
    const next = before.previousSibling
    paragraph.prepend(before)
    before = next
  }
  br.replaceWith(paragraph)
}
