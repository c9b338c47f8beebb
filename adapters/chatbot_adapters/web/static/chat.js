// Live on top of a page that works without: sends without leaving the page, and shows answers as they come.
"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const { body } = document;
  const log = byId("log");
  const status = byId("status");
  const note = byId("note");
  const input = byId("text");
  const upload = byId("upload");
  const texts = body.dataset;
  let last = body.dataset.last;
  let source = null;
  let failing = 0;
  let triedText = null;
  let answers = 0; // how many have come, to know whether one came before the server's word that it took the question

  document.documentElement.classList.add("live");

  const freshKey = () =>
    Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");

  const parsed = (html) => {
    const template = document.createElement("template");
    template.innerHTML = html; // made and escaped by our own server
    return template.content.firstElementChild;
  };

  const say = (text) => {
    if (status.textContent.trim() !== text) status.textContent = text;
  };

  const complain = (text, form) => {
    const [where, field] = form === upload ? [byId("file-note"), byId("file")] : [note, input];
    where.textContent = text;
    if (text) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
    if (text && form === upload) field.focus();
  };

  const nearEnd = () => window.innerHeight + window.scrollY >= document.documentElement.scrollHeight - 240;

  // After something was sent the page follows: what came first since (the question, or the answer to a button) stands
  // at the top, and its answers below it, until the person scrolls away.
  let following = false;
  let first = null;

  const follow = (entry, wasNearEnd) => {
    if (following && (!first || first.offsetHeight > window.innerHeight / 2)) first = entry;
    if (following || wasNearEnd) (following ? first : entry).scrollIntoView({ block: "start" });
  };

  const letGo = () => {
    following = false;
  };
  for (const name of ["wheel", "touchmove"]) window.addEventListener(name, letGo, { passive: true });
  window.addEventListener("keydown", (event) => {
    if (["PageUp", "PageDown", "Home", "End"].includes(event.key)) letGo();
  });

  // The person asked for the form by a command or a button, so the focus may go there, unless they type already.
  const mayMoveFocus = () => {
    const at = document.activeElement;
    return !at || at === body || (at === input && (!input.value || input.value === triedText)) || at.matches(".actions button");
  };

  const show = (html) => {
    const entry = parsed(html);
    if (!entry) return;
    const old = byId(entry.id);
    const wasNearEnd = nearEnd();
    if (old) {
      const held = old.contains(document.activeElement);
      old.replaceWith(entry);
      if (held) entry.focus();
      return;
    }
    byId("start")?.remove();
    log.append(entry);
    if (!entry.matches(".mine")) {
      answers += 1;
      say("");
    }
    const field = entry.querySelector(".asks input:not([type=hidden]), .asks select");
    if (field && mayMoveFocus()) field.focus({ preventScroll: true });
    follow(entry, wasNearEnd);
  };

  const away = (id) => {
    const entry = byId(id);
    const held = entry?.contains(document.activeElement);
    entry?.remove();
    if (held) input.focus();
  };

  const listen = () => {
    source = new EventSource(`/stream?after=${last}`);
    const on = (name, act) =>
      source.addEventListener(name, (event) => {
        if (event.lastEventId) last = event.lastEventId;
        act(event.data);
      });
    on("show", show);
    on("away", away);
    on("nothing", () => {});
    on("idle", () => say(""));
    source.onopen = () => {
      clearTimeout(failing);
      if (status.textContent === texts.broken) say("");
    };
    source.onerror = () => {
      clearTimeout(failing);
      failing = setTimeout(() => {
        if (source.readyState === EventSource.OPEN) return;
        say(texts.broken);
        if (source.readyState === EventSource.CLOSED) listen(); // after an error page it does not try again itself
      }, 2000);
    };
  };

  // Browsers allow six connections to a host: a tab that nobody looks at gives its own back.
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) source.close();
    else if (source.readyState === EventSource.CLOSED) listen();
  });

  const taken = (form, answer, answersBefore) => {
    const key = form.querySelector("[name=key]");
    if (key) key.value = freshKey();
    complain("", form);
    if (form === upload) byId("file").value = "";
    if (form.id === "composer") {
      if (input.value === triedText) input.value = ""; // else the next message is already being written
      triedText = null;
    }
    if (answer.new && answers === answersBefore) say(texts.typing);
    else if (form === upload && !answer.new) say("");
    if (form.matches(".asks")) {
      const done = document.createElement("p");
      done.textContent = answer.note || texts.sent;
      (form.closest("details") || form).replaceWith(done);
      input.focus();
    }
    if (form.matches(".starters")) input.focus();
  };

  const refused = (form, answer) => {
    if (answer.html) {
      const entry = parsed(answer.html);
      form.closest(".entry").replaceWith(entry);
      (entry.querySelector("[aria-invalid=true]") || entry).focus();
    } else {
      complain(answer.error, form);
      if (form === upload) say("");
      if (form.id === "composer") input.focus();
    }
  };

  const send = async (form, submitter) => {
    if (form.dataset.busy) {
      if (form.id === "composer" && input.value !== triedText) form.dataset.next = "1"; // sent once the last one is
      return;
    }
    if (form.id === "composer") {
      if (triedText !== null && triedText !== input.value) form.elements.key.value = freshKey();
      triedText = input.value;
    }
    if (form === upload) {
      if (byId("file").files[0]?.size > Number(upload.dataset.most)) return complain(upload.dataset.large, form);
      complain("", form);
      say(texts.reading);
    }
    form.dataset.busy = "1";
    const answersBefore = answers;
    following = true;
    first = null;
    const data = new FormData(form);
    if (submitter?.name) data.append(submitter.name, submitter.value);
    try {
      const response = await fetch(form.getAttribute("action"), {
        method: "POST",
        body: data,
        headers: { Accept: "application/json" },
      });
      const answer = await response.json();
      if (response.ok) taken(form, answer, answersBefore);
      else refused(form, answer);
    } catch {
      complain(form === upload ? texts.lost : texts.offline, form);
      if (form === upload) say("");
    } finally {
      delete form.dataset.busy;
    }
    if (form.dataset.next) {
      delete form.dataset.next;
      if (input.value.trim()) send(form);
    }
  };

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-live]")) return;
    event.preventDefault();
    send(event.target, event.submitter);
  });

  byId("file").addEventListener("change", () => {
    upload.elements.key.value = freshKey(); // another file is another message, whatever became of the last one
    complain("", upload);
  });

  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    input.form.requestSubmit();
  });

  listen();
  if (!location.hash && !log.querySelector("[aria-invalid]")) byId("latest")?.scrollIntoView({ block: "start" });
})();
