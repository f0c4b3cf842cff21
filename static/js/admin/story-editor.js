/* The writing surface of stories: a toolbar in words, names for those who can't see it, clean pasting. */
import {
  Bold as BaseBold,
  Extension,
  Italic as BaseItalic,
  Link as BaseLink,
  Plugin,
} from "django-prose-editor/editor"

import { chooseLink, make } from "newsroom/editor-dialogs"
import { INSERTS, TABLE } from "newsroom/editor-insert"
import { cleanPasted } from "newsroom/paste"
import { setTypography } from "newsroom/typography"

export * from "newsroom/editor-blocks"
export { Inserting } from "newsroom/editor-insert"

// Pasted text keeps its asterisks and underscores: it is a text, not Markdown.
export const Bold = BaseBold.extend({ addPasteRules: () => [] })
export const Italic = BaseItalic.extend({ addPasteRules: () => [] })

/* Link what is selected, or put the words of a link in. */
async function setLink(editor) {
  if (editor.isActive("link")) editor.commands.extendMarkRange("link")
  const { from, to, empty } = editor.state.selection
  const given = await chooseLink(editor.getAttributes("link").href)
  const chain = editor.chain().focus().setTextSelection({ from, to })
  if (!given) chain.run()
  else if (!given.href) chain.unsetLink().run()
  else if (!empty) chain.setLink({ href: given.href }).setTextSelection(to).run()
  else {
    const marks = [{ type: "link", attrs: { href: given.href } }]
    chain.insertContent([{ type: "text", text: given.label || given.href, marks }, { type: "text", text: " " }]).run()
  }
}

export const Link = BaseLink.extend({
  addOptions() {
    return { ...this.parent?.(), shouldAutoLink: (address) => /^https?:\/\//i.test(address) } // not "here.So"
  },
  addKeyboardShortcuts: () => ({}), // see StoryEditor: nobody else is to hear of Ctrl+K in the text
  addCommands() {
    return { ...this.parent?.(), addLink: () => ({ editor }) => Boolean(setLink(editor)) }
  },
  addMenuItems({ menu, buttons }) {
    const active = (editor) => editor.isActive("link")
    menu.defineItem({ name: "link", groups: "link", command: setLink, active, button: buttons.text("Link") })
  },
})

const BUTTONS = {
  bold: { text: "B", name: "Bold", keys: "Control+B" },
  italic: { text: "I", name: "Italic", keys: "Control+I" },
  strike: { text: "S̶", name: "Struck out" },
  subscript: { text: "x₂", name: "Lowered, as in H₂O" },
  superscript: { text: "x²", name: "Raised, as in m²" },
  heading2: { text: "H2", name: "Heading" },
  heading3: { text: "H3", name: "Smaller heading" },
  bulletList: { text: "•", name: "Bulleted list" },
  orderedList: { text: "1.", name: "Numbered list" },
  code: { text: "{ }", name: "Code in a sentence" },
  blockquote: { text: "“", name: "Quotation" },
  horizontalRule: { text: "―", name: "Rule between parts", action: true },
  link: { text: "Link", name: "Link", keys: "Control+K" },
  insert: { text: "Insert ▾", name: "Insert", action: true, menu: true },
  table: { text: "Table ▾", name: "Table", action: true, menu: true },
  typography: { text: "“…”", name: "Typography: quotation marks and dashes", action: true },
  "history:undo": { text: "↶", name: "Undo", action: true, keys: "Control+Z" },
  "history:redo": { text: "↷", name: "Redo", action: true, keys: "Control+Y" },
}

const isOn = (editor, name) => {
  const heading = /^heading(\d)$/.exec(name)
  return heading
    ? editor.isActive("heading", { level: Number(heading[1]) })
    : editor.isActive(name)
}

const dressButton = (button) => {
  const words = BUTTONS[button.dataset.name]
  if (!words) return
  button.classList.remove("material-icons", "prose-menubar__button--heading")
  button.textContent = words.text
  button.title = words.name
  button.setAttribute("aria-label", words.name)
  if (words.menu) button.setAttribute("aria-haspopup", "menu")
  if (words.keys) button.setAttribute("aria-keyshortcuts", words.keys)
}

/* A menu under its button: arrows and Home and End in it, Escape leads back to the text. */
function openMenu(editor, button, items) {
  const menu = make("div", { role: "menu", className: "editor-menu", popover: "auto", "aria-label": button.title })
  for (const { label, run } of items) {
    const item = make("button", { type: "button", role: "menuitem", tabIndex: -1, textContent: label })
    item.addEventListener("click", () => {
      menu.hidePopover()
      run(editor)
    })
    menu.append(item)
  }
  menu.addEventListener("keydown", (event) => {
    const here = [...menu.children].indexOf(document.activeElement)
    const count = menu.children.length
    const to = { ArrowDown: here + 1, ArrowUp: here - 1 + count, Home: 0, End: count - 1 }[event.key]
    if (event.key === "Tab") menu.hidePopover()
    if (event.key === "Escape") setTimeout(() => editor.commands.focus(), 0)
    if (to === undefined) return
    event.preventDefault()
    menu.children[to % count].focus()
  })
  menu.addEventListener("toggle", (event) => {
    button.setAttribute("aria-expanded", String(event.newState === "open"))
    if (event.newState === "closed") menu.remove()
  })
  button.after(menu)
  const { left, bottom } = button.getBoundingClientRect()
  menu.style.left = `${Math.max(8, Math.min(left, window.innerWidth - 248))}px`
  menu.style.top = `${bottom + 2}px`
  menu.style.maxHeight = `${Math.max(160, window.innerHeight - bottom - 12)}px`
  menu.showPopover()
  menu.firstElementChild.focus()
}

/* One stop for Tab, arrows between the buttons, as the ARIA practices have it for toolbars. */
const oneTabStop = (toolbar) => {
  const usable = () => [...toolbar.querySelectorAll("button[data-name]:not(.hidden)")]
  const stop = (button) => {
    for (const other of toolbar.querySelectorAll("button")) other.tabIndex = -1
    button.tabIndex = 0
  }
  stop(usable()[0])
  toolbar.addEventListener("focusin", (event) => stop(event.target))
  toolbar.addEventListener("keydown", (event) => {
    const buttons = usable()
    const here = buttons.indexOf(document.activeElement)
    const to = {
      ArrowRight: (here + 1) % buttons.length,
      ArrowLeft: (here - 1 + buttons.length) % buttons.length,
      Home: 0,
      End: buttons.length - 1,
    }[event.key]
    if (to === undefined) return
    event.preventDefault()
    buttons[to].focus()
  })
}

const dressToolbar = (editor, label) => {
  const toolbar = editor.view.dom.previousElementSibling
  toolbar.setAttribute("role", "toolbar")
  toolbar.setAttribute("aria-label", `Formatting of ${label.toLowerCase()}`)
  const buttons = [...toolbar.querySelectorAll("button[data-name]")]
  buttons.forEach(dressButton)
  oneTabStop(toolbar)
  const update = () => {
    for (const button of buttons) {
      const { action } = BUTTONS[button.dataset.name] ?? { action: true }
      const on = !action && isOn(editor, button.dataset.name)
      if (!action) button.setAttribute("aria-pressed", String(on))
      button.classList.toggle("active", on)
      button.setAttribute("aria-disabled", String(button.classList.contains("disabled")))
    }
  }
  editor.on("transaction", update)
  update()
}

const say = (editor, count) => {
  const toolbar = editor.view.dom.previousElementSibling
  const said = toolbar.querySelector("[role=status]") ?? toolbar.appendChild(make("span", { role: "status", className: "editor-said" }))
  said.textContent = count ? `${count} changed; undo takes all back` : "Nothing to change"
  setTimeout(() => (said.textContent = ""), 6000)
}

/* The cursor stays clear of the toolbar above the text and the bar below it, and so does what is inserted. */
const covered = {
  get top() { return (document.querySelector(".prose-menubar")?.offsetHeight ?? 0) + 24 },
  get bottom() { return (document.querySelector(".submit-row")?.offsetHeight ?? 0) + 32 },
  left: 0,
  right: 0,
}

export const StoryEditor = Extension.create({
  name: "storyEditor",

  addOptions: () => ({ label: "Text", describedBy: "", language: "en" }),

  addMenuItems({ menu, buttons }) {
    const { language } = this.options
    const item = (name, command, more = {}) => {
      const button = buttons.text(name)
      menu.defineItem({ name, groups: name, button, command: (editor) => command(editor, button), ...more })
    }
    item("insert", (editor, button) => openMenu(editor, button, INSERTS))
    item("table", (editor, button) => openMenu(editor, button, TABLE), { hidden: (editor) => !editor.isActive("table") })
    item("typography", (editor) => say(editor, setTypography(editor, language)))
  },

  onCreate() {
    const { editor } = this
    dressToolbar(editor, this.options.label)
    const textarea = editor.view.dom.parentElement.querySelector("textarea")
    document
      .querySelector(`label[for="${textarea?.id}"]`)
      ?.addEventListener("click", () => editor.commands.focus())
  },

  addProseMirrorPlugins() {
    const { label, describedBy } = this.options
    const attributes = {
      role: "textbox",
      dir: "auto",
      "aria-multiline": "true",
      "aria-label": label,
      ...(describedBy ? { "aria-describedby": describedBy } : {}),
    }
    const { editor } = this
    const handleKeyDown = (view, event) => {
      if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || event.key.toLowerCase() !== "k") return false
      event.preventDefault()
      event.stopPropagation()
      setLink(editor)
      return true
    }
    const props = { attributes, transformPastedHTML: cleanPasted, handleKeyDown, scrollThreshold: covered, scrollMargin: covered }
    return [new Plugin({ props })]
  },
})
