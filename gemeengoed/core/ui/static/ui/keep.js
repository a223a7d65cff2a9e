// Keeps what somebody types until the server says that it is saved.
// Fields: textarea[data-keep], input[data-keep]. Kept in this browser only, per person and key.
(() => {
  "use strict";
  const root = document.documentElement;
  const person = root.dataset.person || "visitor";
  const WORDS = {
    nl: ["Je typte hier eerder iets dat nog niet bewaard is.", "Zet terug", "Gooi weg"],
    en: ["You typed something here before that is not saved yet.", "Put it back", "Throw it away"],
  };
  const [EARLIER, PUT_BACK, THROW_AWAY] = WORDS[root.lang.slice(0, 2)] || WORDS.en;
  const keyOf = (name) => `gemeengoed:${person}:${name}`;
  const store = {
    get(key) { try { return localStorage.getItem(key); } catch { return null; } },
    set(key, text) { try { localStorage.setItem(key, text); } catch { /* full or forbidden: typing goes on */ } },
    drop(key) { try { localStorage.removeItem(key); } catch { /* nothing kept, nothing to drop */ } },
  };

  function button(label, className, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = className;
    made.textContent = label;
    made.addEventListener("click", act);
    return made;
  }

  function offer(field, key, kept) {
    const box = document.createElement("div");
    const actions = document.createElement("div");
    const words = document.createElement("p");
    box.className = "message kept";
    box.setAttribute("role", "status");
    words.textContent = EARLIER;
    actions.className = "cluster";
    actions.append(
      button(PUT_BACK, "button button--secondary button--small", () => {
        field.value = kept;
        field.dispatchEvent(new Event("input", { bubbles: true }));
        box.remove();
        field.focus();
      }),
      button(THROW_AWAY, "button button--secondary button--small", () => {
        if (store.get(key) === kept) store.drop(key);
        box.remove();
        field.focus();
      }),
    );
    const inner = document.createElement("div");
    inner.append(words, actions);
    box.append(inner);
    field.before(box);
  }

  // What a page keeps on the server as well it tells by `field.keptOnServer` and an event 'change'.
  const unsaved = (field) => field.value !== field.defaultValue && field.value !== field.keptOnServer;

  function watch(field) {
    const key = keyOf(field.dataset.keep || location.pathname + "#" + field.name);
    const kept = store.get(key);
    if (kept !== null && kept !== "" && kept !== field.value) offer(field, key, kept);
    else store.drop(key);
    let timer = 0;
    const write = () => {
      clearTimeout(timer);
      if (!unsaved(field)) store.drop(key);
      else store.set(key, field.value);
    };
    field.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(write, 400);
    });
    field.addEventListener("change", write);
    field.form?.addEventListener("submit", write);
  }

  const fields = [...document.querySelectorAll("textarea[data-keep], input[data-keep]")];
  for (const done of document.querySelectorAll("[data-keep-clear]")) {
    for (const name of done.dataset.keepClear.split(" ")) store.drop(keyOf(name));
  }
  fields.forEach(watch);

  let leaving = false;
  for (const form of new Set(fields.map((field) => field.form))) {
    form?.addEventListener("submit", () => { leaving = true; });
  }
  addEventListener("pageshow", () => { leaving = false; });
  addEventListener("beforeunload", (event) => {
    if (!leaving && fields.some(unsaved)) event.preventDefault();
  });
})();
