// What is pasted or dropped: rich text becomes Markdown, pictures get words, documents are read.
import { insertBlocks, lastNote, renumber } from "./edit.js";
import { ask, reason } from "./server.js";

const DOCUMENT = /\.(docx|odt|docm|doc|dotx|rtf)$/i;

export function start(writer, pictures) {
  const { field, url, token, words, say, warn } = writer;
  let plainNext = false;

  async function rich(html, plain, files) {
    say(words.converting);
    const answer = await ask(`${writer.texts}convert/`, html, token, { headers: { "Content-Type": "text/html; charset=utf-8" } });
    if (!answer.ok) {
      insertBlocks(field, plain);
      say(`${words.plain} ${reason(answer, words)}`);
      return;
    }
    const { markdown, pictures: found, left_out: left } = answer.data;
    if (!markdown.trim() && files.length) { say(""); await pictures.add(files); return; }
    insertBlocks(field, renumber(markdown, lastNote(field.value)));
    say(words.converted);
    warn(left);
    if (found.length) await pictures.place(found);
  }

  async function read(file) {
    const body = new FormData();
    body.append("document", file, file.name);
    body.append("text", field.value);
    say(words.reading);
    const answer = await ask(url("file"), body, token);
    say("");
    if (!answer.ok) { warn([reason(answer, words)]); return; }
    insertBlocks(field, answer.data.markdown);
    for (const name of ["title", "summary"]) {
      const beside = field.form.elements[name];
      if (answer.data[name] && beside && !beside.value.trim()) beside.value = answer.data[name];
    }
    say(words.converted);
    warn(answer.data.left_out);
  }

  async function take(files) {
    const images = files.filter(pictures.isPicture);
    const document = files.find((file) => DOCUMENT.test(file.name));
    if (images.length) await pictures.add(images);
    if (document) await read(document);
  }

  field.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() === "v" && (event.ctrlKey || event.metaKey)) plainNext = event.shiftKey;
  });
  field.addEventListener("paste", (event) => {
    const plainly = plainNext;
    plainNext = false;
    const html = event.clipboardData.getData("text/html");
    const plain = event.clipboardData.getData("text/plain");
    const files = [...event.clipboardData.files].filter(pictures.isPicture);
    if (plainly || (!html && !files.length)) return; // the browser pastes plain text itself
    event.preventDefault();
    if (html) rich(html, plain, files);
    else pictures.add(files);
  });
  field.addEventListener("dragover", (event) => {
    if (event.dataTransfer.types.includes("Files")) event.preventDefault();
  });
  field.addEventListener("drop", (event) => {
    const files = [...event.dataTransfer.files];
    if (!files.length) return; // dragged words: the browser knows what to do
    event.preventDefault();
    take(files);
  });
  return { read };
}
