/* The slider beside the number: each follows the other. Without JavaScript there is the number alone. */

for (const form of document.querySelectorAll("[data-cost]")) {
  const range = form.querySelector("[data-cost-range]");
  const field = form.querySelector("input[type=number]");
  range.hidden = false;
  range.value = field.value;
  range.addEventListener("input", () => {
    field.value = range.value;
  });
  field.addEventListener("input", () => {
    range.value = field.value;
  });
}
