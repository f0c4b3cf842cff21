/* Putting blocks into a story's text: from the menu, by pasting, by dropping. */
import { Extension, Plugin, pm } from "django-prose-editor/editor"

import { leaveBlock, remember } from "newsroom/editor-blocks"
import { ask, chooseStory } from "newsroom/editor-dialogs"

const { NodeSelection, Selection } = pm.state
/* Addresses that become an embed when they are pasted alone; the server knows what to make of them. */
const PLAYED =
  /^https?:\/\/(?:(?:www\.|m\.)?youtube\.com\/(?:watch\?\S*v=|shorts\/|live\/)|youtu\.be\/|(?:www\.)?vimeo\.com\/\d)\S+$/i

/* Put a block after the one in which the cursor is, or in place of an empty paragraph. */
export function insertBlock(editor, json) {
  const { state, view } = editor
  const node = state.schema.nodeFromJSON(json)
  const { $from, to } = state.selection
  let [start, end] = [to, to]
  if ($from.depth) {
    const outer = $from.node(1)
    start = outer.type.name === "paragraph" && !outer.content.size ? $from.before(1) : $from.after(1)
    end = $from.after(1)
  }
  const { tr } = state
  tr.replaceWith(start, end, node)
  const after = start + node.nodeSize
  if (!tr.doc.nodeAt(after)?.isTextblock) tr.insert(after, state.schema.nodes.paragraph.create())
  const inside = Selection.findFrom(tr.doc.resolve(start), 1, true)
  tr.setSelection(inside && inside.from < after ? inside : NodeSelection.create(tr.doc, start))
  view.dispatch(tr.scrollIntoView())
  view.focus()
  show(view.nodeDOM(start))
}

/* All of it, not the line with the cursor alone; a picture once it is there. */
function show(block) {
  if (!block?.scrollIntoView) return
  block.scrollIntoView({ block: "nearest" })
  for (const picture of block.querySelectorAll("img")) picture.addEventListener("load", () => block.scrollIntoView({ block: "nearest" }), { once: true })
}

const paragraph = (text) => ({ type: "paragraph", content: text ? [{ type: "text", text }] : [] })
const picture = ({ id }) => ({ type: "picture", attrs: { picture: String(id) } })

const selectedText = ({ state }) => {
  const { from, to } = state.selection
  return state.doc.textBetween(from, to, " ").trim()
}

export async function insertPictures(editor, { files = [], gallery = false } = {}) {
  const { choosePictures } = await import("newsroom/picture-chooser")
  const chosen = await choosePictures({ several: true, files })
  remember("picture", chosen)
  if (!chosen.length) editor.commands.focus()
  else if (gallery) insertBlock(editor, { type: "gallery", content: [...chosen.map(picture), { type: "caption" }] })
  else for (const each of chosen) insertBlock(editor, picture(each))
}

async function insertEmbed(editor) {
  const given = await ask(
    "Embed",
    [
      { name: "address", label: "Address", longest: 2000, help: "Of a video, or of any page. Nothing is loaded from there until a reader asks for it." },
      { name: "title", label: "Title", help: "What readers see before they follow it." },
    ],
    "Insert",
  )
  if (given && /^https?:\/\/\S+$/i.test(given.address)) insertBlock(editor, embed(given.address, given.title))
  else editor.commands.focus()
}

const embed = (address, title = "") => ({
  type: "embed",
  attrs: { embed: address },
  content: title ? [{ type: "text", text: title }] : [],
})

async function insertStory(editor) {
  const story = await chooseStory()
  if (!story) return editor.commands.focus()
  remember("story", [story])
  insertBlock(editor, { type: "relatedStory", attrs: { story: String(story.id) } })
}

function insertTable(editor) {
  const row = (type) => ({ type: "tableRow", content: [0, 1, 2].map(() => ({ type, content: [paragraph()] })) })
  insertBlock(editor, { type: "table", content: [row("tableHeader"), row("tableCell"), row("tableCell")] })
}

function insertNote(editor) {
  if (!editor.state.selection.empty) return editor.chain().focus().toggleMark("footnote").run()
  const note = { type: "text", text: "Note", marks: [{ type: "footnote" }] }
  const { from } = editor.state.selection
  return editor.chain().focus().insertContent(note).setTextSelection({ from, to: from + 4 }).run()
}

export const INSERTS = [
  { label: "Pictures…", run: (editor) => insertPictures(editor) },
  { label: "Gallery…", run: (editor) => insertPictures(editor, { gallery: true }) },
  {
    label: "Quotation with source",
    run: (editor) =>
      insertBlock(editor, {
        type: "signedQuote",
        content: [{ type: "blockquote", content: [paragraph(selectedText(editor))] }, { type: "caption" }],
      }),
  },
  {
    label: "Pull quote",
    run: (editor) =>
      insertBlock(editor, { type: "pullQuote", content: [paragraph(selectedText(editor)), { type: "pullSource" }] }),
  },
  {
    label: "Key points",
    run: (editor) =>
      insertBlock(editor, {
        type: "keyPoints",
        content: [{ type: "bulletList", content: [{ type: "listItem", content: [paragraph()] }] }],
      }),
  },
  { label: "Table", run: insertTable },
  { label: "Footnote", run: insertNote },
  { label: "Related story…", run: insertStory },
  { label: "Embed…", run: insertEmbed },
  { label: "Code", run: (editor) => editor.chain().focus().toggleCodeBlock().run() },
]

async function captionTable(editor) {
  const { caption } = editor.getAttributes("table")
  const given = await ask("Table", [{ name: "caption", label: "Caption", value: caption, longest: 300 }], "Keep")
  if (given) editor.chain().focus().updateAttributes("table", given).run()
  else editor.commands.focus()
}

const command = (name) => (editor) => editor.chain().focus()[name]().run()
export const TABLE = [
  { label: "Caption…", run: captionTable },
  { label: "Row above", run: command("addRowBefore") },
  { label: "Row below", run: command("addRowAfter") },
  { label: "Column before", run: command("addColumnBefore") },
  { label: "Column after", run: command("addColumnAfter") },
  { label: "Header row on or off", run: command("toggleHeaderRow") },
  { label: "Header column on or off", run: command("toggleHeaderColumn") },
  { label: "Remove row", run: command("deleteRow") },
  { label: "Remove column", run: command("deleteColumn") },
  { label: "Remove table", run: command("deleteTable") },
]

/* Have the selected blocks and the one above them, or below, change places: the other goes, so the cursor stays. */
function moveBlocks({ state, view }, isUp) {
  const { doc, selection, tr } = state
  const { $from, $to } = selection
  const first = $from.index(0)
  const end = $to.depth ? $to.index(0) + 1 : $to.index(0)
  const other = doc.maybeChild(isUp ? first - 1 : end)
  if (!other) return true
  const start = $from.posAtIndex(first, 0)
  const after = $from.posAtIndex(end, 0)
  if (isUp) tr.insert(after, other).delete(start - other.nodeSize, start)
  else tr.delete(after, after + other.nodeSize).insert(start, other)
  view.dispatch(pm.history.closeHistory(tr).scrollIntoView())
  return true
}

/* The lines of blocks that hold one: a caption, a title, a source. */
const isLine = (node) => ["picture", "embed", "caption", "pullSource"].includes(node.type.name)

const picturesOf = (data) => [...(data?.files ?? [])].filter((file) => file.type.startsWith("image/"))
/* Word sends a picture of the text beside the text itself; a copied picture comes with nothing but its tag. */
const holdsText = (html) => new DOMParser().parseFromString(html, "text/html").body.textContent.trim() !== ""

export const Inserting = Extension.create({
  name: "inserting",
  priority: 200,

  addKeyboardShortcuts() {
    const after = ({ editor }) => {
      const { selection, schema, tr } = editor.state
      if (!(selection instanceof NodeSelection) || !selection.node.isBlock || selection.$from.depth) return false
      tr.insert(selection.to, schema.nodes.paragraph.create())
      tr.setSelection(Selection.near(tr.doc.resolve(selection.to + 1)))
      editor.view.dispatch(tr.scrollIntoView())
      return true
    }
    /* An empty paragraph at the end of a box, as one leaves a list. */
    const leaveBox = ({ editor }) => {
      const { $from, empty } = editor.state.selection
      const isLast = empty && $from.depth === 2 && $from.index(1) === $from.node(1).childCount - 1
      if (!isLast || $from.parent.content.size || $from.node(1).type.name !== "keyPoints") return false
      if ($from.node(1).childCount > 1) editor.view.dispatch(editor.state.tr.delete($from.before(2), $from.after(2)))
      return leaveBlock(editor)
    }
    const leaveLine = ({ editor }) => isLine(editor.state.selection.$from.parent) && leaveBlock(editor)
    return {
      Enter: (props) => after(props) || leaveLine(props) || leaveBox(props),
      "Alt-Enter": (props) => after(props) || leaveBlock(props.editor),
      "Alt-Shift-ArrowUp": ({ editor }) => moveBlocks(editor, true),
      "Alt-Shift-ArrowDown": ({ editor }) => moveBlocks(editor, false),
    }
  },

  addProseMirrorPlugins() {
    const { editor } = this
    return [
      new Plugin({
        props: {
          handlePaste(view, event) {
            view.dispatch(pm.history.closeHistory(view.state.tr)) // undone by itself, however fast it came
            const data = event.clipboardData
            const files = picturesOf(data)
            if (files.length && !holdsText(data.getData("text/html"))) {
              insertPictures(editor, { files })
              return true
            }
            const text = data?.getData("text/plain").trim() ?? ""
            const { $from, empty } = view.state.selection
            const alone = empty && $from.depth === 1 && $from.parent.type.name === "paragraph" && !$from.parent.content.size
            if (!alone || !PLAYED.test(text)) return false
            view.dispatch(view.state.tr.insertText(text)) // what undoing the embed leads back to
            const { tr, schema, selection } = view.state
            const node = schema.nodeFromJSON(embed(text))
            const start = selection.$from.before(1)
            tr.replaceWith(start, selection.$from.after(1), [node, schema.nodes.paragraph.create()])
            tr.setSelection(Selection.near(tr.doc.resolve(start + 1)))
            view.dispatch(pm.history.closeHistory(tr).scrollIntoView())
            return true
          },
          handleDrop(view, event) {
            const files = picturesOf(event.dataTransfer)
            if (!files.length) return false
            const at = view.posAtCoords({ left: event.clientX, top: event.clientY })
            if (at) view.dispatch(view.state.tr.setSelection(Selection.near(view.state.doc.resolve(at.pos))))
            insertPictures(editor, { files })
            event.preventDefault()
            return true
          },
        },
      }),
    ]
  },
})
