/* A picture's focal point, set by click or with the arrow keys; its crops follow. The two numbers below it work without
   this. */

const STEP = 0.02
const clamp = (value) => Math.min(1, Math.max(0, value))

/* The part of the whole that a crop shows: as large as it goes, as near to the focal point as the edges allow. */
function follow(crop, [x, y], whole) {
  const [width, height] = [crop, whole].map((image) => image.getAttribute("width") / image.getAttribute("height"))
  const part = [Math.min(1, width / height), Math.min(1, height / width)] // its share of the whole, across and down
  const place = [x, y].map((at, i) => (part[i] < 1 ? clamp((at - part[i] / 2) / (1 - part[i])) : 0.5))
  if (crop.dataset.whole) {
    crop.style.aspectRatio = width
    crop.src = crop.dataset.whole
    delete crop.dataset.whole
  }
  crop.style.objectPosition = place.map((share) => `${(share * 100).toFixed(1)}%`).join(" ")
}

function bind(frame) {
  const inputs = [document.getElementById(frame.dataset.x), document.getElementById(frame.dataset.y)]
  if (!inputs.every(Boolean)) return
  const whole = frame.querySelector("img")
  const crops = document.querySelectorAll("img[data-crop]")
  const mark = frame.appendChild(document.createElement("span"))
  mark.className = "focal-mark"
  frame.tabIndex = 0
  frame.setAttribute("role", "group")
  frame.setAttribute("aria-label", "Focal point: move it with the arrow keys")
  const read = () => inputs.map((input) => clamp(Number(input.value) || 0))
  const show = () => {
    const [x, y] = read()
    mark.style.left = `${x * 100}%`
    mark.style.top = `${y * 100}%`
    for (const crop of crops) follow(crop, [x, y], whole)
  }
  const write = (point) => {
    point.forEach((value, i) => {
      inputs[i].value = clamp(value).toFixed(2)
    })
    show()
  }
  frame.addEventListener("click", (event) => {
    const box = whole.getBoundingClientRect()
    write([(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height])
  })
  frame.addEventListener("keydown", (event) => {
    const move = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key]
    if (!move) return
    event.preventDefault()
    write(read().map((value, i) => value + move[i] * STEP))
  })
  for (const input of inputs) input.addEventListener("input", show)
  show()
}

for (const frame of document.querySelectorAll("[data-focal-point]")) bind(frame)
