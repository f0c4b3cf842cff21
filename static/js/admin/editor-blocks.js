/* The blocks of story texts that are more than running text. docs/story-text.md says how each is stored. */
import {
  CodeBlock as BaseCodeBlock,
  Document as BaseDocument,
  Mark,
  Node,
  Table as BaseTable,
  TableCell as BaseCell,
  TableHeader as BaseHeader,
} from "django-prose-editor/editor"

import { ask, make } from "newsroom/editor-dialogs"

const NAMES = "/admin/articles/article/blocks/"

/* What pictures and stories are called, and who wants to hear of it. */
const known = { picture: new Map(), story: new Map() }
const waiting = { picture: new Map(), story: new Map() }

export function remember(kind, found) {
  for (const each of found) {
    known[kind].set(String(each.id), each)
    for (const tell of waiting[kind].get(String(each.id)) ?? []) tell()
  }
}

let asking
function wanted(kind, id, tell) {
  if (!waiting[kind].has(id)) waiting[kind].set(id, new Set())
  waiting[kind].get(id).add(tell)
  asking ??= setTimeout(async () => {
    asking = undefined
    const missing = (kind) => [...waiting[kind].keys()].filter((id) => !known[kind].has(id)).join(",")
    const query = new URLSearchParams({ pictures: missing("picture"), stories: missing("story") })
    if (![...query.values()].some(Boolean)) return
    try {
      const answer = await fetch(`${NAMES}?${query}`)
      if (!answer.ok) return
      const names = await answer.json()
      remember("picture", names.pictures)
      remember("story", names.stories)
    } catch {
      // offline: the blocks say their numbers
    }
  }, 0)
}

/* A view of a block: a frame with what can't be typed in, and, where there is one, the line that can. */
function blockView({ name, kind, label, line, placeholder, fill }) {
  return () =>
    ({ node, editor, getPos }) => {
      const shown = make("div", { className: "block-shown", contentEditable: "false" })
      const dom = make("figure", { className: `block block--${name}`, role: "group", "aria-label": label }, shown)
      const contentDOM = line ? make("figcaption", { "data-placeholder": placeholder }) : undefined
      if (contentDOM) dom.append(contentDOM)
      let current = node
      const update = () => {
        fill({ shown, dom, node: current, editor, getPos })
        contentDOM?.classList.toggle("is-empty", current.content.size === 0)
      }
      const id = kind && String(node.attrs[kind])
      if (id) wanted(kind, id, update)
      update()
      return {
        dom,
        contentDOM,
        update(next) {
          if (next.type !== current.type || (id && String(next.attrs[kind]) !== id)) return false
          current = next
          update()
          return true
        },
        stopEvent: ({ target, type }) =>
          shown.contains(target) && (Boolean(target.closest("button")) || !/^(drag|drop|mousedown)/.test(type)),
        ignoreMutation: (mutation) => !contentDOM?.contains(mutation.target) || mutation.type === "attributes",
        destroy: () => id && waiting[kind].get(id)?.delete(update),
      }
    }
}

const editButton = (words, label, act) => {
  const button = make("button", { type: "button", textContent: words, "aria-label": label })
  button.addEventListener("click", act)
  return button
}

const setAttributes = (editor, getPos, values) => {
  const { tr, doc } = editor.state
  const node = doc.nodeAt(getPos())
  editor.view.dispatch(tr.setNodeMarkup(getPos(), undefined, { ...node.attrs, ...values }))
  editor.commands.focus()
}

const attribute = (name, empty = "") => ({
  default: empty,
  parseHTML: (element) => element.getAttribute(`data-${name}`) ?? empty,
  renderHTML: (attrs) => (attrs[name] ? { [`data-${name}`]: attrs[name] } : {}),
})

const inCaption = (dom) => dom.querySelector(":scope > figcaption") ?? document.createElement("figcaption")

/* What a block is, for those who hear it; not stored. */
const named = (label) => ({ role: "group", "aria-label": label })

export const CodeBlock = BaseCodeBlock.extend({ group: "structure" })

export const Document = BaseDocument.extend({ content: "(block | structure)+" })

// -- quotations and boxes

export const Caption = Node.create({
  name: "caption",
  content: "inline*",
  isolating: true,
  parseHTML: () => [
    { tag: "figcaption", context: "signedQuote/" },
    { tag: "figcaption", context: "gallery/" },
  ],
  renderHTML: () => ["figcaption", { class: "block-line" }, 0],
})

/* The cursor into an empty paragraph after the outermost block: the one that is there, or a new one. */
export function leaveBlock(editor) {
  const { $from } = editor.state.selection
  if (!$from.depth) return false
  const after = $from.after(1)
  const next = editor.state.doc.nodeAt(after)
  const there = next?.type.name === "paragraph" && !next.content.size
  const chain = there ? editor.chain() : editor.chain().insertContentAt(after, { type: "paragraph" })
  return chain.setTextSelection(after + 1).scrollIntoView().run()
}

export const SignedQuote = Node.create({
  name: "signedQuote",
  group: "structure",
  content: "blockquote caption",
  isolating: true,
  defining: true,
  parseHTML: () => [{ tag: "figure[data-block=quote]" }],
  renderHTML: () => ["figure", { "data-block": "quote", ...named("Quotation with source") }, 0],
})

export const PullSource = Node.create({
  name: "pullSource",
  content: "inline*",
  isolating: true,
  parseHTML: () => [{ tag: "footer", context: "pullQuote/" }],
  renderHTML: () => ["footer", { class: "block-line" }, 0],
})

export const PullQuote = Node.create({
  name: "pullQuote",
  group: "structure",
  content: "paragraph+ pullSource",
  isolating: true,
  defining: true,
  parseHTML: () => [{ tag: "aside[data-block=pull-quote]" }],
  renderHTML: () => ["aside", { "data-block": "pull-quote", ...named("Pull quote"), role: "note" }, 0],
})

export const KeyPoints = Node.create({
  name: "keyPoints",
  group: "structure",
  content: "(paragraph | bulletList | orderedList)+",
  isolating: true,
  defining: true,
  parseHTML: () => [{ tag: "aside[data-block=key-points]" }],
  renderHTML: () => ["aside", { "data-block": "key-points", ...named("Key points"), role: "note" }, 0],
})

// -- pictures

/* The words of a picture here; empty ones are the library's. */
async function askWords({ editor, getPos, node }) {
  const own = known.picture.get(String(node.attrs.picture)) ?? {}
  const from = (word) => (own[word] ? `Empty: as kept with the picture, “${own[word]}”.` : "Nothing is kept with the picture.")
  const given = await ask(
    "The words of this picture",
    [
      { name: "alt", label: "Text alternative", kind: "text", value: node.attrs.alt, longest: 300, help: from("alt") },
      { name: "decorative", label: "Decorative: it tells nothing that the text doesn’t", kind: "tick", value: node.attrs.decorative },
      { name: "credit", label: "Credit", value: node.attrs.credit, longest: 200, help: from("credit") },
    ],
    "Keep",
  )
  if (given) setAttributes(editor, getPos, given)
}

const pictureFacts = (node) => {
  const own = known.picture.get(String(node.attrs.picture)) ?? {}
  const alt = node.attrs.alt || own.alt
  const told = node.attrs.decorative ? "Decorative" : alt ? `Alt: ${alt}` : "No text alternative"
  return { own, told: [told, node.attrs.credit || own.credit].filter(Boolean).join(" · ") }
}

export const Picture = Node.create({
  name: "picture",
  group: "structure",
  content: "inline*",
  isolating: true,
  draggable: true,
  addAttributes: () => ({
    picture: attribute("picture"),
    alt: attribute("alt"),
    credit: attribute("credit"),
    decorative: {
      default: false,
      parseHTML: (element) => element.hasAttribute("data-decorative"),
      renderHTML: (attrs) => (attrs.decorative ? { "data-decorative": "" } : {}),
    },
  }),
  parseHTML: () => [{ tag: "figure[data-picture]", contentElement: inCaption }],
  renderHTML: ({ HTMLAttributes }) => ["figure", HTMLAttributes, ["figcaption", 0]],
  addNodeView: blockView({
    name: "picture",
    kind: "picture",
    label: "Picture",
    line: true,
    placeholder: "Caption: as kept with the picture",
    fill({ shown, dom, node, editor, getPos }) {
      const { own, told } = pictureFacts(node)
      dom.setAttribute("aria-label", `Picture: ${node.attrs.alt || own.alt || own.caption || node.attrs.picture}`)
      const image = own.medium
        ? make("img", { src: own.medium, alt: "", draggable: false })
        : make("p", { textContent: `Picture ${node.attrs.picture}` })
      const facts = make("p", { className: "block-facts", textContent: told })
      const act = () => askWords({ editor, getPos, node: editor.state.doc.nodeAt(getPos()) })
      facts.prepend(editButton("Words…", "Text alternative and credit of this picture", act))
      shown.replaceChildren(image, facts)
    },
  }),
})

export const Gallery = Node.create({
  name: "gallery",
  group: "structure",
  content: "picture+ caption",
  isolating: true,
  parseHTML: () => [{ tag: "figure[data-block=gallery]" }],
  renderHTML: () => ["figure", { "data-block": "gallery", ...named("Gallery") }, 0],
})

// -- what stands elsewhere

export const Embed = Node.create({
  name: "embed",
  group: "structure",
  content: "text*",
  marks: "",
  isolating: true,
  draggable: true,
  addAttributes: () => ({ embed: attribute("embed") }),
  parseHTML: () => [{ tag: "figure[data-embed]", contentElement: inCaption }],
  renderHTML: ({ HTMLAttributes }) => ["figure", HTMLAttributes, ["figcaption", 0]],
  addNodeView: blockView({
    name: "embed",
    label: "Embed",
    line: true,
    placeholder: "Title: what readers see before they follow it",
    fill({ shown, node }) {
      shown.replaceChildren(make("p", { className: "block-facts", textContent: node.attrs.embed }))
    },
  }),
})

export const RelatedStory = Node.create({
  name: "relatedStory",
  group: "structure",
  atom: true,
  draggable: true,
  addAttributes: () => ({ story: attribute("story") }),
  parseHTML: () => [{ tag: "aside[data-story]" }],
  renderHTML: ({ HTMLAttributes }) => ["aside", HTMLAttributes],
  addNodeView: blockView({
    name: "story",
    kind: "story",
    label: "Related story",
    fill({ shown, dom, node }) {
      const story = known.story.get(String(node.attrs.story))
      const label = story ? story.label : `Story ${node.attrs.story}`
      dom.setAttribute("aria-label", `Related story: ${label}`)
      const hint = make("p", { className: "block-facts", textContent: story?.hint ?? "" })
      shown.replaceChildren(make("p", {}, make("small", { textContent: "Read also " }), make("strong", { textContent: label })), hint)
    },
  }),
})

// -- footnotes

export const Footnote = Mark.create({
  name: "footnote",
  priority: 1100, // outside links and emphasis
  excludes: "footnote",
  keepOnSplit: false,
  parseHTML: () => [{ tag: "small[data-note]" }],
  renderHTML: () => ["small", { "data-note": "" }, 0],
  addKeyboardShortcuts() {
    /* Where a note ends, the next key writes after it. */
    const leave = ({ editor }) => {
      const { selection, storedMarks, schema, tr } = editor.state
      const { $from, empty } = selection
      const type = schema.marks.footnote
      if (!empty || !type.isInSet(storedMarks ?? $from.marks())) return false
      if ($from.nodeAfter && type.isInSet($from.nodeAfter.marks)) return false
      editor.view.dispatch(tr.removeStoredMark(type))
      return true
    }
    const enter = (props) => Boolean(props.editor.state.selection.$from.nodeAfter) && leave(props)
    return { ArrowRight: leave, Enter: enter, Escape: leave, "Mod-Alt-f": ({ editor }) => editor.commands.toggleMark("footnote") }
  },
})

// -- tables: rows of paragraphs, without merged cells, widths or alignment

const cells = {
  content: "paragraph+",
  addAttributes: () => ({
    colspan: { default: 1, parseHTML: () => 1, rendered: false },
    rowspan: { default: 1, parseHTML: () => 1, rendered: false },
    colwidth: { default: null, parseHTML: () => null, rendered: false },
  }),
}
export const TableCell = BaseCell.extend(cells)
export const TableHeader = BaseHeader.extend(cells)
export const Table = BaseTable.extend({
  group: "structure",
  addMenuItems: () => {},
  addNodeView: () => null,
  addAttributes: () => ({
    caption: {
      default: "",
      parseHTML: (element) => element.querySelector("caption")?.textContent ?? element.getAttribute("data-caption") ?? "",
      renderHTML: ({ caption }) => (caption ? { "data-caption": caption } : {}),
    },
  }),
  parseHTML: () => [{ tag: "caption", ignore: true }, { tag: "table" }],
})
