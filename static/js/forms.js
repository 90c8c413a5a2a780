/* Steppers, buttons that say what they save, and no second click while the first is on its way. */
(() => {
  "use strict";

  /* "1.234" and "1 234" are 1234; an empty field is 0; anything else is not a number. */
  function whole(text) {
    const digits = text.trim().replace(/[.\s]/g, "");
    if (digits === "") return 0;
    return /^\d+$/.test(digits) ? Number(digits) : NaN;
  }

  function tell(input) {
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  /* <div data-stepper><button data-step="-1">…<input>…<button data-step="1"></div>; the input may have data-min, data-max. */
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-step]");
    const input = button?.closest("[data-stepper]")?.querySelector("input");
    if (!input) return;
    const now = whole(input.value);
    if (Number.isNaN(now)) return;
    const least = Number(input.dataset.min ?? 0);
    const most = Number(input.dataset.max ?? Infinity);
    input.value = String(Math.min(Math.max(now + Number(button.dataset.step), least), most));
    tell(input);
  });

  /* <button data-live-for="id_value" data-singular="familie" data-plural="familier">Gem</button> becomes
     "Gem 14 familier". data-verb is the word in front (default: Gem). */
  function label(button) {
    const field = document.getElementById(button.dataset.liveFor);
    if (!field) return;
    const verb = button.dataset.verb || "Gem";
    const count = whole(field.value);
    if (field.value.trim() === "" || Number.isNaN(count)) {
      button.textContent = verb;
      return;
    }
    const noun = count === 1 ? button.dataset.singular : button.dataset.plural;
    button.textContent = [verb, count.toLocaleString("da-DK"), noun].filter(Boolean).join(" ");
  }

  const relabel = () => document.querySelectorAll("[data-live-for]").forEach(label);

  /* A chosen option (or radio button) with data-singular and data-plural gives its noun to the form's button. */
  function takeNoun(control) {
    const chosen = control.selectedOptions?.[0] || control;
    const button = control.form?.querySelector("[data-live-for]");
    if (!button || !chosen.dataset?.plural) return;
    button.dataset.singular = chosen.dataset.singular;
    button.dataset.plural = chosen.dataset.plural;
  }

  document.addEventListener("input", relabel);
  document.addEventListener("change", (event) => {
    takeNoun(event.target);
    relabel();
  });

  /* A second click while the first is on its way does nothing. (The server would also make one row of two.) */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    setTimeout(() => delete form.dataset.sent, 5000);
  });

  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
    relabel();
  });
  document.addEventListener("DOMContentLoaded", () => {
    document.body.addEventListener("htmx:load", relabel);
  });
})();
