// Comfort only: every page works without it.
"use strict";

// A row and its words light up together.
const light = (ids, on) => {
  for (const id of ids) {
    for (const mark of document.querySelectorAll(`.text mark[data-rows~="${CSS.escape(id)}"]`)) mark.classList.toggle("lit", on);
    document.querySelector(`.card[data-row="${CSS.escape(id)}"]`)?.classList.toggle("lit", on);
  }
};
for (const one of document.querySelectorAll(".card[data-row], .text mark[data-rows]")) {
  const ids = (one.dataset.row ?? one.dataset.rows).split(" ");
  one.addEventListener("pointerenter", () => light(ids, true));
  one.addEventListener("pointerleave", () => light(ids, false));
  one.addEventListener("focusin", () => light(ids, true));
  one.addEventListener("focusout", () => light(ids, false));
}

// Empty fields stay out of addresses, which are kept and passed on.
for (const form of document.querySelectorAll("form")) {
  form.addEventListener("formdata", (event) => {
    for (const [name, value] of [...event.formData]) if (value === "") event.formData.delete(name);
  });
}

// Slash leads to the search, as in other registers.
document.addEventListener("keydown", (event) => {
  const writing = event.target.closest?.("input, select, textarea");
  if (event.key === "/" && !writing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    document.getElementById("top-q")?.focus();
  }
});
