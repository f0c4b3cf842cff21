/* A picture's focal point, set by click or with the arrow keys. The two numbers below it work without this. */

const STEP = 0.02
const clamp = (value) => Math.min(1, Math.max(0, value))

function bind(frame) {
  const inputs = [document.getElementById(frame.dataset.x), document.getElementById(frame.dataset.y)]
  if (!inputs.every(Boolean)) return
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
  }
  const write = (point) => {
    point.forEach((value, i) => {
      inputs[i].value = clamp(value).toFixed(2)
    })
    show()
  }
  frame.addEventListener("click", (event) => {
    const box = frame.querySelector("img").getBoundingClientRect()
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
