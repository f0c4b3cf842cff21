/* The writing surface of stories: a toolbar in words, names for those who can't see it, clean pasting. */
import {
  Bold as BaseBold,
  Extension,
  Italic as BaseItalic,
  Plugin,
} from "django-prose-editor/editor"

import { cleanPasted } from "newsroom/paste"

// Pasted text keeps its asterisks and underscores: it is a text, not Markdown.
export const Bold = BaseBold.extend({ addPasteRules: () => [] })
export const Italic = BaseItalic.extend({ addPasteRules: () => [] })

const BUTTONS = {
  bold: { text: "B", name: "Bold", keys: "Control+B" },
  italic: { text: "I", name: "Italic", keys: "Control+I" },
  heading2: { text: "H2", name: "Heading" },
  heading3: { text: "H3", name: "Smaller heading" },
  bulletList: { text: "• List", name: "Bulleted list" },
  orderedList: { text: "1. List", name: "Numbered list" },
  blockquote: { text: "“ Quote", name: "Quotation" },
  horizontalRule: { text: "―", name: "Rule between parts", action: true },
  link: { text: "Link", name: "Link", keys: "Control+K" },
  unlink: { text: "Unlink", name: "Remove link", action: true },
  "history:undo": { text: "Undo", name: "Undo", action: true, keys: "Control+Z" },
  "history:redo": { text: "Redo", name: "Redo", action: true, keys: "Control+Y" },
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
  if (words.keys) button.setAttribute("aria-keyshortcuts", words.keys)
}

/* One stop for Tab, arrows between the buttons, as the ARIA practices have it for toolbars. */
const oneTabStop = (toolbar) => {
  const usable = () => [...toolbar.querySelectorAll("button:not(.hidden)")]
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

export const StoryEditor = Extension.create({
  name: "storyEditor",

  addOptions: () => ({ label: "Text", describedBy: "" }),

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
      "aria-multiline": "true",
      "aria-label": label,
      ...(describedBy ? { "aria-describedby": describedBy } : {}),
    }
    return [new Plugin({ props: { attributes, transformPastedHTML: cleanPasted } })]
  },
})
