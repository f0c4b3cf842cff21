/* Moves what stands in the calendar: drags it to another day, or by Shift and the arrows. The form that every movable
   thing carries does the moving; without this it is used by hand. */

const calendar = document.querySelector("[data-calendar]");
const says = document.querySelector("[data-calendar-says]");
const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
let dragged = null;

function move(thing, day) {
  const at = thing.querySelector("[name=at]");
  const [date, time] = at.value.split("T");
  if (day === date && !thing.closest(".tray")) return;
  at.value = `${day}T${time}`;
  says.textContent = `Moving to ${day} …`;
  thing.querySelector("form").requestSubmit();
}

function later(day, days) {
  const date = new Date(`${day}T12:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

document.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.("[data-happening]") ?? null;
  if (dragged) event.dataTransfer.effectAllowed = "move";
});
document.addEventListener("dragend", () => { dragged = null; });

calendar.addEventListener("dragover", (event) => {
  if (!dragged) return;
  event.preventDefault();
  for (const cell of calendar.querySelectorAll(".over")) cell.classList.remove("over");
  event.target.closest("[data-day]")?.classList.add("over");
});
calendar.addEventListener("drop", (event) => {
  const day = event.target.closest("[data-day]")?.dataset.day;
  if (!dragged || !day) return;
  event.preventDefault();
  move(dragged, day);
});

document.addEventListener("keydown", (event) => {
  const thing = event.target.closest?.("[data-happening]");
  const days = STEPS[event.key];
  if (!thing || !days || !event.shiftKey || event.target.closest("input")) return;
  event.preventDefault();
  move(thing, later(thing.querySelector("[name=at]").value.split("T")[0], days));
});
