// The page where somebody writes: without it a plain textarea, with it toolbar, preview and keeping.
import { apply } from "./edit.js";
import { link } from "./marks.js";
import { open } from "./dialogs.js";
import * as coming from "./coming.js";
import * as drafts from "./drafts.js";
import * as pictures from "./pictures.js";
import * as preview from "./preview.js";
import * as toolbar from "./toolbar.js";

function start(root) {
  const field = root.querySelector("textarea");
  const form = field.form;
  const status = root.querySelector("[data-status]");
  const warning = root.querySelector("[data-warning]");
  const texts = root.dataset.texts;
  const writer = {
    root, field, form, texts,
    words: { ...root.querySelector("[data-words]").dataset },
    get token() { return form.elements.csrfmiddlewaretoken.value; },
    url: (name) => `${texts}${name}/${root.dataset.place}`,
    say(text) { if (status.textContent !== text) status.textContent = text; },
    warn(sentences) { warn(warning, sentences); },
  };
  root.classList.add("writer--live");
  root.querySelector("[data-without-script]").hidden = true;
  const seen = preview.start(writer);
  const pictured = pictures.start(writer);
  const came = coming.start(writer, pictured);
  drafts.start(writer);
  toolbar.start(root.querySelector("[data-toolbar]"), field, writer.words, {
    picture: pictured.choose,
    preview: seen.toggle,
    link: () => askLink(writer),
  });
  bringHere(writer, came);
  holdBackTooMuch(writer);
}

function warn(box, sentences) {
  box.hidden = !sentences.length;
  box.lastElementChild.replaceChildren(...sentences.map((sentence) => {
    const line = document.createElement("p");
    line.textContent = sentence;
    return line;
  }));
}

async function askLink({ root, field, words }) {
  const dialog = root.querySelector("[data-link-dialog]");
  const [address, said] = [dialog.querySelector("#link-address"), dialog.querySelector("#link-words")];
  const { selectionStart: from, selectionEnd: to } = field;
  const chosen = field.value.slice(from, to);
  const isAddress = /^https?:\/\/\S+$/.test(chosen);
  const done = await open(dialog, {
    ready() {
      address.value = isAddress ? chosen : "";
      said.value = isAddress ? "" : chosen;
      address.focus();
    },
    check() {
      if (address.value.trim()) return true;
      address.focus();
      return false;
    },
  });
  field.focus();
  if (!done) return;
  let target = address.value.trim();
  if (/^[\w-]+(\.[\w-]+)+/.test(target)) target = `https://${target}`;
  apply(field, link(field.value, from, to, said.value.trim() || target || words.link, target));
}

// A document that is chosen is read without leaving the page, so that the text can be undone.
function bringHere({ form }, came) {
  const button = form.elements.bring;
  const input = form.elements.document;
  button?.addEventListener("click", async (event) => {
    if (!input.files.length) return;
    event.preventDefault();
    button.disabled = true;
    await came.read(input.files[0]);
    input.value = "";
    button.disabled = false;
  });
}

// The server reads at most 5 MB of a form and would answer without it; a text may be 1 MB.
function holdBackTooMuch({ form, field, words, warn: tell }) {
  form.addEventListener("submit", (event) => {
    if (new Blob([field.value]).size < 4_000_000) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    tell([words.tooLarge]);
    field.focus();
  }, { capture: true });
}

for (const root of document.querySelectorAll("[data-writer]")) start(root);
