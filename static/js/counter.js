/* <span data-counter-for="id of a field" data-most="300">: says how many characters are left while one writes. */
(() => {
  "use strict";

  function count(line) {
    const field = document.getElementById(line.dataset.counterFor);
    if (!field) return;
    const left = Number(line.dataset.most) - field.value.length;
    line.textContent = left === 1 ? "1 tegn tilbage" : `${left} tegn tilbage`;
  }

  const countAll = () => document.querySelectorAll("[data-counter-for]").forEach(count);

  document.addEventListener("input", countAll);
  document.addEventListener("DOMContentLoaded", countAll);
})();
