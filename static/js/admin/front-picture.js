/* The picture of a place is chosen in the same dialogue as those of stories, or sent from there; the list by typing stays. */

const field = document.querySelector("#id_slot-picture")

if (field) {
  const button = document.createElement("button")
  button.type = "button"
  button.className = "second"
  button.textContent = "Choose or send a picture…"
  field.closest(".field").querySelector("label").after(button)
  button.addEventListener("click", async () => {
    const { choosePictures } = await import("newsroom/picture-chooser")
    const [picture] = await choosePictures()
    if (!picture) return
    field.replaceChildren(new Option("", ""), new Option(picture.alt || picture.caption || `Picture ${picture.id}`, picture.id, true, true))
    field.dispatchEvent(new Event("change", { bubbles: true }))
    window.django?.jQuery(field).trigger("change.select2")
  })
}
