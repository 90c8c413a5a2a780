/* Logging: "Anden dag" opens the date, and Enter and the arrows move in the week's sheet. Works without. */
(() => {
  "use strict";

  document.documentElement.classList.add("js-on");

  /* The date shows only when another day than today and yesterday is chosen. */
  function showOtherDay(form, focus) {
    const box = form.querySelector("[data-other-day]");
    if (!box) return;
    const open = form.querySelector("input[name=when][value=other]")?.checked ?? true;
    box.classList.toggle("is-open", open);
    if (open && focus) box.querySelector("input").focus();
  }

  document.addEventListener("change", (event) => {
    if (event.target.name === "when") showOtherDay(event.target.form, true);
  });
  /* A draft's "I dag" is the day it was written: no longer offered, it is "Anden dag" with that date. */
  document.addEventListener("draft-put-in", (event) => {
    const form = event.target;
    const day = event.detail.find((kept) => kept.name === "when" && kept.value === true)?.option;
    if (!/^\d{4}-\d\d-\d\d$/.test(day || "") || form.querySelector(`input[name=when][value="${day}"]`)) return;
    form.querySelector("input[name=when][value=other]").checked = true;
    form.elements.on.value = day;
  });
  document.addEventListener("input", (event) => {
    if (event.target.tagName === "FORM") showOtherDay(event.target, false);
  });

  /* What is opened by a mistake in it stays open until the form is sent. */
  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-other-day]").forEach((box) => showOtherDay(box.closest("form"), false));
  });

  /* "Alle er nye" writes the number once more. */
  document.addEventListener("DOMContentLoaded", () => {
    for (const button of document.querySelectorAll("[data-copy]")) {
      button.hidden = false;
      button.addEventListener("click", () => {
        const into = document.getElementById(button.dataset.into);
        into.value = document.getElementById(button.dataset.copy).value;
        into.dispatchEvent(new Event("input", { bubbles: true }));
      });
    }
  });

  /* Down, up and Enter go to the next cell of the column; Enter on the last one leaves it to the form. */
  function neighbour(input, rows) {
    const cell = input.closest("td");
    const step = rows > 0 ? "nextElementSibling" : "previousElementSibling";
    let row = cell.parentElement[step];
    while (row) {
      const found = row.children[cell.cellIndex]?.querySelector("input:not([type=hidden])");
      if (found) return found;
      row = row[step];
    }
    return null;
  }

  document.addEventListener("keydown", (event) => {
    if (!event.target.matches?.("[data-sheet] input") || event.altKey || event.ctrlKey || event.metaKey) return;
    const rows = { ArrowDown: 1, Enter: event.shiftKey ? -1 : 1, ArrowUp: -1 }[event.key];
    if (!rows) return;
    const next = neighbour(event.target, rows);
    if (event.key === "Enter" || next) event.preventDefault();
    next?.focus();
    next?.select();
  });
})();
