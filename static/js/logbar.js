/* The quick log bar: "Ud af" and "Antal møder" are asked for only where the chosen criterion needs them, and
   a saved number makes room for the next. Without script the server asks for what is missing. */
(() => {
  "use strict";

  function prepare(form) {
    const chosen = form.elements.criterion.selectedOptions[0];
    const part = form.querySelector("[data-logbar-base]");
    const label = chosen?.dataset.base || "";
    part.hidden = !label;
    form.classList.toggle("logbar--base", Boolean(label));
    part.querySelector("label").textContent = label;
    form.elements.base.required = Boolean(label);
    if (!label) form.elements.base.value = "";
  }

  document.addEventListener("DOMContentLoaded", () => {
    for (const form of document.querySelectorAll("[data-logbar]")) {
      prepare(form);
      form.elements.criterion.addEventListener("change", () => prepare(form));
      form.addEventListener("htmx:afterRequest", (event) => {
        if (event.target !== form || !document.querySelector("#log-result .logged")) return;
        form.elements.value.value = "";
        form.elements.base.value = "";
        form.elements.value.focus();
      });
    }
  });
})();
