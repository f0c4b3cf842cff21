/* Lists on small screens, where a row is a card: each cell says the name of its column. */

const list = document.querySelector("#result_list")
const names = [...(list?.querySelectorAll("thead th") ?? [])].map((cell) => cell.querySelector(".text")?.textContent.trim() ?? "")
for (const row of list?.tBodies[0]?.rows ?? []) [...row.cells].forEach((cell, number) => cell.setAttribute("data-column", names[number] ?? ""))
