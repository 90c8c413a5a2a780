/* What every page does by itself: messages that go away, menus that close, filters that send themselves, print.
   Without script all of it still works by hand. */
(() => {
  "use strict";

  const TOAST_MS = 10000;

  /* A message stays ten seconds, and as long as somebody points at it or stands in it. */
  function startToast(toast) {
    let timer;
    const stop = () => clearTimeout(timer);
    const start = () => {
      stop();
      timer = setTimeout(() => toast.remove(), TOAST_MS);
    };
    toast.addEventListener("mouseenter", stop);
    toast.addEventListener("mouseleave", start);
    toast.addEventListener("focusin", stop);
    toast.addEventListener("focusout", start);
    start();
  }

  function closeToast(toast) {
    const hadFocus = toast.contains(document.activeElement);
    toast.remove();
    if (hadFocus) document.getElementById("indhold")?.focus();
  }

  document.addEventListener("click", (event) => {
    const close = event.target.closest("[data-toast-close]");
    if (close) closeToast(close.closest("[data-toast]"));
    if (event.target.closest("[data-print]")) window.print();
    for (const open of document.querySelectorAll("details[data-closes-outside][open]")) {
      if (!open.contains(event.target)) open.open = false;
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const toast = document.activeElement?.closest("[data-toast]") || document.querySelector("[data-toast]");
    if (toast) closeToast(toast);
    for (const open of document.querySelectorAll("details[data-closes-outside][open]")) {
      open.open = false;
      open.querySelector("summary").focus();
    }
  });

  /* <form data-autosubmit>: sent at each choice; the focus comes back to the field that was changed. */
  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (!form?.hasAttribute("data-autosubmit")) return;
    sessionStorage.setItem("focus", event.target.id);
    form.requestSubmit();
  });

  function returnFocus() {
    const id = sessionStorage.getItem("focus");
    sessionStorage.removeItem("focus");
    if (id) document.getElementById(id)?.focus();
  }

  function prepare(root) {
    root.querySelectorAll("[data-toast]").forEach(startToast);
    root.querySelectorAll("[data-print]").forEach((button) => (button.hidden = false));
    root.querySelectorAll("[data-autosubmit] [data-without-script]").forEach((button) => (button.hidden = true));
    root.querySelector("[data-errsum]")?.focus();
  }

  document.addEventListener("DOMContentLoaded", () => {
    prepare(document);
    returnFocus();
    document.body.addEventListener("htmx:load", (event) => {
      if (event.detail.elt !== document.body) prepare(event.detail.elt.parentElement || document);
    });
  });
})();
