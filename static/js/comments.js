/* The comments page: how many characters are left, and a word when a text could not be saved on its own. */
(() => {
  "use strict";

  /* <span data-counter-for="id of a field" data-most="300"> */
  function count(line) {
    const field = document.getElementById(line.dataset.counterFor);
    if (!field) return;
    const left = Number(line.dataset.most) - field.value.length;
    line.textContent = left === 1 ? "1 tegn tilbage" : `${left} tegn tilbage`;
  }

  const countAll = () => document.querySelectorAll("[data-counter-for]").forEach(count);

  function sayNotSaved(event) {
    const line = event.detail.target;
    if (line) line.textContent = "Ikke gemt. Tjek nettet, eller om du er logget ud, og tryk så »Gem tekster«.";
  }

  document.addEventListener("input", countAll);
  document.addEventListener("DOMContentLoaded", () => {
    countAll();
    document.body.addEventListener("htmx:sendError", sayNotSaved);
    document.body.addEventListener("htmx:responseError", sayNotSaved);
  });
})();
