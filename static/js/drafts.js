/* Half-filled forms survive a dead phone, a bad net and a login that ran out.

   <form data-draft="register">: what is written is kept in this browser, under the person's name, until the server
   says it is saved: a page after the sending that holds a message of success or an element with data-draft-saved.
   Version and one-time key are kept too: a draft of an older version meets the stale page, and what was already
   saved is not saved twice. <form data-warn>: leaving with unsaved text asks first. Logging out forgets all. */
(() => {
  "use strict";

  const PREFIX = "kladde:";
  const KEEP_MS = 7 * 24 * 3600 * 1000;
  const SKIPPED = new Set(["csrfmiddlewaretoken"]);

  const person = () => document.querySelector("[data-user-name]")?.textContent.trim() || "";
  const keyOf = (form) => `${PREFIX}${person()}:${form.dataset.draft}`;

  function read(key) {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  }

  function write(key, draft) {
    try {
      localStorage.setItem(key, JSON.stringify(draft));
    } catch {
      /* Full or forbidden: the form works as any other. */
    }
  }

  const draftKeys = () => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));

  const fields = (form) =>
    [...form.elements].filter((f) => f.name && !SKIPPED.has(f.name) && !["file", "password", "submit"].includes(f.type));

  function collect(form) {
    return fields(form).map((f) => ({
      name: f.name,
      option: ["radio", "checkbox"].includes(f.type) ? f.value : null,
      value: ["radio", "checkbox"].includes(f.type) ? f.checked : f.value,
    }));
  }

  function fill(form, saved) {
    for (const field of fields(form)) {
      const choice = ["radio", "checkbox"].includes(field.type);
      const kept = saved.find((s) => s.name === field.name && s.option === (choice ? field.value : null));
      if (!kept) continue;
      if (choice) field.checked = kept.value;
      else field.value = kept.value;
    }
    form.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function notice(form, draft, key) {
    const at = new Date(draft.at);
    const time = `${at.getHours()}.${String(at.getMinutes()).padStart(2, "0")}`;
    const line = document.createElement("p");
    line.className = "note";
    line.setAttribute("role", "status");
    line.append(`Det, du skrev kl. ${time} uden at gemme, er sat ind igen. `);
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-link btn-sm";
    button.textContent = "Kassér det";
    button.addEventListener("click", () => {
      localStorage.removeItem(key);
      form.reset();
      form.dispatchEvent(new Event("input", { bubbles: true }));
      localStorage.removeItem(key);
      line.remove();
    });
    line.append(button);
    form.prepend(line);
  }

  /* What was typed comes back, unless the server already shows it with its errors. */
  function restore(form) {
    const key = keyOf(form);
    const draft = read(key);
    if (!draft || document.querySelector("[data-errsum]")) return;
    fill(form, draft.fields);
    notice(form, draft, key);
  }

  function forgetSavedAndOld() {
    const saved = document.querySelector("[data-draft-saved], [data-toast][data-level=success]");
    for (const key of draftKeys()) {
      const draft = read(key);
      if (!draft || (saved && draft.sent) || Date.now() - draft.at > KEEP_MS) localStorage.removeItem(key);
    }
  }

  function keep(form, sent) {
    write(keyOf(form), { at: Date.now(), sent, fields: collect(form) });
  }

  document.addEventListener("input", (event) => {
    const form = event.target.closest?.("form");
    if (!event.isTrusted && !event.target.name) return;
    if (form?.dataset.draft) keep(form, false);
    if (form?.hasAttribute("data-warn")) form.dataset.changed = "1";
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    delete form.dataset.changed;
    if (form.dataset.draft) keep(form, true);
    if (form.hasAttribute("data-forget-drafts")) draftKeys().forEach((key) => localStorage.removeItem(key));
  });

  /* A form that saves itself piece by piece: the server says (HX-Trigger: draft-saved) that nothing is unsaved. */
  document.addEventListener("draft-saved", (event) => {
    const form = event.target.closest?.("form[data-draft]");
    if (form) localStorage.removeItem(keyOf(form));
  });

  window.addEventListener("beforeunload", (event) => {
    if (document.querySelector("form[data-changed]")) event.preventDefault();
  });

  document.addEventListener("DOMContentLoaded", () => {
    forgetSavedAndOld();
    document.querySelectorAll("form[data-draft]").forEach(restore);
  });
})();
