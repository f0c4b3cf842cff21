/* Players of others: each is loaded when a reader asks for it, and not before. Without this the link leads there. */
for (const embed of document.querySelectorAll("[data-player]")) {
  const { player, provider } = embed.dataset
  const link = embed.querySelector("a")
  const title = link.querySelector(".embed-title").textContent
  const button = document.createElement("button")
  button.type = "button"
  button.textContent = "Play here"
  button.setAttribute("aria-label", `Play here: ${title}`)
  const said = document.createElement("p")
  said.className = "embed-said"
  said.textContent = `This loads the video from ${provider}, which then learns your address.`
  button.addEventListener("click", () => {
    const frame = document.createElement("iframe")
    frame.src = player
    frame.title = title
    frame.allow = "autoplay; fullscreen; picture-in-picture"
    frame.referrerPolicy = "strict-origin-when-cross-origin"
    said.remove()
    button.replaceWith(frame)
    frame.focus()
  })
  embed.append(button, said)
}
