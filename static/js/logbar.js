/* The quick log bar: "Ud af" and "Antal møder" are asked for only where the chosen criterion needs them, "Heraf nye"
   where it does not, and a saved number makes room for the next. Without script the server asks for what is missing. */
(() => {
  "use strict";

  function prepare(form) {
    const chosen = form.elements.criterion.selectedOptions[0];
    const part = form.querySelector("[data-logbar-base]");
    const label = chosen?.dataset.base || "";
    part.hidden = !label;
    form.querySelector("[data-logbar-new]").hidden = Boolean(label);
    part.querySelector("label").textContent = label;
    form.elements.base.required = Boolean(label);
    form.elements[label ? "new" : "base"].value = "";
  }

  /* Each mistake below the bar leads to its field; the field is marked as well. */
  function mark(form) {
    const wrong = [...document.querySelectorAll("#log-result a[href^='#']")].map((link) => link.hash.slice(1));
    for (const field of form.elements) {
      const isWrong = Boolean(field.id) && wrong.includes(field.id);
      field.classList.toggle("is-invalid", isWrong);
      if (isWrong) field.setAttribute("aria-invalid", "true");
      else field.removeAttribute("aria-invalid");
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    for (const form of document.querySelectorAll("[data-logbar]")) {
      prepare(form);
      form.elements.criterion.addEventListener("change", () => prepare(form));
      form.addEventListener("htmx:afterRequest", (event) => {
        if (event.target !== form) return;
        mark(form);
        if (!document.querySelector("#log-result .logged")) return;
        for (const name of ["value", "base", "new"]) form.elements[name].value = "";
        form.elements.value.focus();
      });
    }
  });
})();
