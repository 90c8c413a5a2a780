/* Half-filled forms survive a dead phone, a bad net and a login that ran out.

   <form data-warn>: leaving with unsaved text asks first, and what is written is kept in this browser, under the
   person and the address it is sent to (so never another plan's, another row's or another person's), until the server
   says it is saved. <form data-draft="registrer">: kept as well, under that word, too.
   It is offered with its day and put in only when asked. The first page after the sending decides: a receipt, or
   another page of ours without mistakes, means saved; the login and a page of errors do not. Version and one-time
   key are kept too: a draft of an older version meets the stale page, and what was already saved is not saved
   twice. Logging out forgets all. */
(() => {
  "use strict";

  const PREFIX = "kladde:";
  const KEEP_MS = 7 * 24 * 3600 * 1000;
  const SKIPPED = new Set(["csrfmiddlewaretoken"]);
  const KEPT = "form[data-draft], form[data-warn]";
  /* The server shows what was written: with its mistakes, a question, or beside what another wrote. */
  const SHOWN = "[data-errsum], [data-typed]";

  const person = () => document.querySelector("[data-user-name] data")?.value || "";
  const isKept = (form) => Boolean(person()) && form?.matches?.(KEPT) && form.dataset.draft !== "off";

  /* Where it is sent: there its mistakes are shown, too. */
  const targetOf = (form) => new URL(form.getAttribute("action") || "", location.href).pathname;

  function keyOf(form) {
    const own = form.dataset.draft || (form.getAttribute("action") ? "" : location.search);
    return `${PREFIX}${person()}:${targetOf(form)}:${own}`;
  }

  /* Which window it is: the next page of another says nothing of what this one sent. */
  function here() {
    try {
      const name = sessionStorage.getItem(PREFIX) || String(Math.random());
      sessionStorage.setItem(PREFIX, name);
      return name;
    } catch {
      return "1";
    }
  }

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
    const places = new Map(); // fields of one name have each their turn
    for (const field of fields(form)) {
      const choice = ["radio", "checkbox"].includes(field.type);
      const alike = saved.filter((s) => s.name === field.name && s.option === (choice ? field.value : null));
      const turn = places.get(field.name) || 0;
      if (!choice) places.set(field.name, turn + 1);
      const kept = alike[choice ? 0 : turn];
      if (!kept) continue;
      if (choice) field.checked = kept.value;
      else field.value = kept.value;
    }
    /* A choice that is no longer offered ("I dag", two days later) is the page's to place. */
    form.dispatchEvent(new CustomEvent("draft-put-in", { bubbles: true, detail: saved }));
    form.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function dayAndTime(ms) {
    const at = new Date(ms);
    const weekday = at.toLocaleDateString("da-DK", { weekday: "long" });
    const day = at.toLocaleDateString("da-DK", { day: "numeric", month: "long" });
    return `${weekday} den ${day} kl. ${at.getHours()}.${String(at.getMinutes()).padStart(2, "0")}`;
  }

  function button(text, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "btn btn-link btn-sm";
    made.textContent = text;
    made.addEventListener("click", act);
    return made;
  }

  function offer(form) {
    const key = keyOf(form);
    const draft = read(key);
    if (!draft || document.querySelector(SHOWN)) return;
    const line = document.createElement("p");
    line.className = "note no-print";
    line.setAttribute("role", "status");
    line.append(
      `Du skrev noget her ${dayAndTime(draft.at)}, som ikke blev gemt. `,
      button("Sæt det ind", () => {
        fill(form, draft.fields);
        keep(form, "");
        line.remove();
        form.querySelector("input:not([type=hidden]), textarea, select")?.focus();
      }),
      button("Kassér det", () => {
        localStorage.removeItem(key);
        line.remove();
      }),
    );
    form.prepend(line);
  }

  function settle() {
    const proof = document.querySelector("[data-draft-saved], [data-toast][data-level=success]");
    const isOpen = document.querySelector(SHOWN);
    for (const key of draftKeys()) {
      const draft = read(key);
      if (!draft || Date.now() - draft.at > KEEP_MS) localStorage.removeItem(key);
      else if (draft.sent === here()) {
        const isElsewhere = person() && !isOpen && ![draft.path, draft.target].includes(location.pathname);
        if (proof || isElsewhere) localStorage.removeItem(key);
        else write(key, { ...draft, sent: "" });
      }
    }
  }

  function keep(form, sent) {
    const path = location.pathname;
    write(keyOf(form), { at: Date.now(), sent, path, target: targetOf(form), fields: collect(form) });
  }

  document.addEventListener("input", (event) => {
    const form = event.target.closest?.("form");
    if (!event.isTrusted && !event.target.name) return;
    if (isKept(form)) keep(form, "");
    if (form?.hasAttribute("data-warn")) form.dataset.changed = "1";
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    delete form.dataset.changed;
    if (isKept(form)) keep(form, here());
    if (form.hasAttribute("data-forget-drafts")) draftKeys().forEach((key) => localStorage.removeItem(key));
  });

  /* A form that saves itself piece by piece: the server says (HX-Trigger: draft-saved) that nothing is unsaved. */
  document.addEventListener("draft-saved", (event) => {
    const form = event.target.closest?.(KEPT);
    if (form) localStorage.removeItem(keyOf(form));
  });

  window.addEventListener("beforeunload", (event) => {
    if (document.querySelector("form[data-changed]")) event.preventDefault();
  });

  document.addEventListener("DOMContentLoaded", () => {
    settle();
    document.querySelectorAll(KEPT).forEach((form) => isKept(form) && offer(form));
  });
})();
