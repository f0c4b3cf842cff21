/* Quotation marks and dashes as the language of the text has them, in one step that can be undone. */

import { pm } from "django-prose-editor/editor"

/* Double and single quotes, opening and closing; what a dash between words looks like. */
const STYLES = {
  en: ["“", "”", "‘", "’", "–"],
  de: ["„", "“", "‚", "‘", "–"],
  fr: ["«\u00a0", "\u00a0»", "“", "”", "–"],
  es: ["«", "»", "“", "”", "—"],
  it: ["«", "»", "“", "”", "–"],
  nl: ["“", "”", "‘", "’", "–"],
  pl: ["„", "”", "‚", "’", "–"],
  pt: ["“", "”", "‘", "’", "–"],
  da: ["»", "«", "›", "‹", "–"],
  sv: ["”", "”", "’", "’", "–"],
  nb: ["«", "»", "‘", "’", "–"],
  fi: ["”", "”", "’", "’", "–"],
  cs: ["„", "“", "‚", "‘", "–"],
  hu: ["„", "”", "»", "«", "–"],
  ru: ["«", "»", "„", "“", "—"],
  uk: ["«", "»", "„", "“", "—"],
  el: ["«", "»", "“", "”", "–"],
  he: ["”", "”", "’", "’", "–"],
  ja: ["「", "」", "『", "』", "—"],
  zh: ["“", "”", "‘", "’", "—"],
}
const LETTER = /[\p{L}\p{M}\p{N}]/u
const LEFT_ALONE = /(?:https?:\/\/|www\.)\S+|\S+@\S+\.\S+/g
const FLAT = /["']|(?<= )--?(?= )|(?<=[\p{L}\p{M}\p{N}])--(?=[\p{L}\p{N}])|\.\.\.|(?<=\d)-(?=\d)/gu

/* The places of a text at which something else should stand: [start, end, what]. `before` is what precedes it. */
export function corrections(text, language) {
  const [open, close, openSingle, closeSingle, dash] = STYLES[language.toLowerCase().split("-")[0]] ?? STYLES.en
  const kept = [...text.matchAll(LEFT_ALONE)].map((match) => [match.index, match.index + match[0].length])
  const made = []
  for (const match of text.matchAll(FLAT)) {
    const [start, end] = [match.index, match.index + match[0].length]
    if (kept.some(([from, to]) => start >= from && end <= to)) continue
    const before = text[start - 1] ?? " "
    const after = text[end] ?? " "
    const opens = /[\s([{«„“‚‘–—\ufffc/"']/.test(before) && !/\s/.test(after)
    let what
    if (match[0] === '"') what = /\d/.test(before) && !opened(text, start) ? "″" : opens ? open : close
    else if (match[0] === "'") what = opens && !/\d/.test(after) && closes(text, end) ? openSingle : opens ? "’" : LETTER.test(before) && LETTER.test(after) ? "’" : closeSingleOr(text, start, closeSingle)
    else if (match[0] === "...") what = "…"
    else if (/\d/.test(before) && /\d/.test(after)) what = ranges(text, start) ? "–" : match[0]
    else what = dash
    if (what !== match[0]) made.push([start, end, what])
  }
  return made
}

/* Whether a double quote is open at this place. */
const opened = (text, at) => (text.slice(0, at).split('"').length - 1) % 2 === 1
/* Whether a single quote that opens here is closed later: else it is an apostrophe (’90s, ’tis). */
const closes = (text, at) => /\S'(?![\p{L}\p{N}])/u.test(text.slice(at))
const closeSingleOr = (text, at, close) => (/(^|[\s([“„«])'\S/.test(text.slice(0, at)) ? close : "’")
/* A range of numbers, not a date, telephone number or score of several parts. */
const ranges = (text, at) => {
  const run = /[\d-]*$/.exec(text.slice(0, at))[0] + /^[\d-]*/.exec(text.slice(at))[0]
  return /^\d{1,4}-\d{1,4}$/.test(run) && !/\d[./:]$/.test(text.slice(0, at - run.split("-")[0].length))
}

/* Set the signs right in the whole text, but for code. Gives the number of places. */
export function setTypography(editor, language) {
  const { state } = editor
  const { tr, schema } = state
  const places = []
  state.doc.descendants((block, at) => {
    if (!block.isTextblock) return true
    if (block.type.spec.code) return false
    let text = ""
    block.forEach((child) => {
      const isCode = child.isText && schema.marks.code?.isInSet(child.marks)
      text += child.isText && !isCode ? child.text : "\ufffc".repeat(child.nodeSize)
    })
    for (const [start, end, what] of corrections(text, language)) places.push([at + 1 + start, at + 1 + end, what])
    return false
  })
  for (const [start, end, what] of places.reverse()) {
    const marks = state.doc.resolve(start + 1).marks()
    tr.replaceWith(start, end, schema.text(what, marks))
  }
  if (places.length) editor.view.dispatch(pm.history.closeHistory(tr))
  editor.commands.focus()
  return places.length
}
