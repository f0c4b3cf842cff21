/* The lead picture is chosen in the same dialogue as those of the text, or sent from there; the list by typing stays. */

const field = document.querySelector("#id_lead_picture")

if (field) {
  const button = document.createElement("button")
  button.type = "button"
  button.className = "second choose-lead"
  button.textContent = "Choose or send a picture…"
  field.closest(".related-widget-wrapper").after(button)
  button.addEventListener("click", async () => {
    const { choosePictures } = await import("newsroom/picture-chooser")
    const [picture] = await choosePictures()
    if (!picture) return
    field.replaceChildren(new Option(picture.alt || picture.caption || `Picture ${picture.id}`, picture.id, true, true))
    field.dispatchEvent(new Event("change", { bubbles: true }))
    window.django?.jQuery(field).trigger("change.select2")
    const shown = document.querySelector(".field-lead_preview img")
    if (shown) Object.assign(shown, { src: picture.medium, alt: picture.alt })
  })
}
