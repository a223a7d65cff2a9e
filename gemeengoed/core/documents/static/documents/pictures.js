// Pictures by button, drop or paste: first what they show, then the upload.
import { apply, insertBlocks } from "./edit.js";
import { open, REST } from "./dialogs.js";
import { ask, reason } from "./server.js";

export function start(writer) {
  const { root, field, url, token, words, say } = writer;
  const dialog = root.querySelector("[data-picture-dialog]");
  const at = (name) => dialog.querySelector(name);
  const [file, alt, caption, credit] = ["file", "alt", "caption", "credit"].map((name) => at(`#picture-${name}`));
  const error = at("#picture-error");

  // Asks for the words of `picture` (a File, or null to choose one) and stores it; its line, or null.
  function askAndStore(picture, given = "", place = null) {
    return open(dialog, {
      ready() {
        file.value = "";
        [alt.value, caption.value, credit.value] = [given, "", ""];
        wrong("");
        at("[data-choose]").hidden = Boolean(picture);
        of(place);
        thumbnail(picture);
        (picture ? alt : file).focus();
      },
      async check() {
        const body = new FormData();
        const chosen = picture || file.files[0];
        if (chosen) body.append("picture", chosen, chosen.name || "picture");
        body.append("alt", alt.value);
        body.append("caption", caption.value);
        body.append("credit", credit.value);
        say(words.uploading);
        const answer = await ask(url("picture"), body, token);
        say("");
        if (answer.ok) return answer.data.line;
        const fields = answer.data.fields;
        wrong(fields ? Object.values(fields).flat().join(" ") : reason(answer, words));
        (fields?.alt ? alt : fields?.picture && !picture ? file : alt).focus();
        return null;
      },
    });
  }

  function wrong(text) {
    error.textContent = text;
    error.hidden = !text;
    alt.toggleAttribute("aria-invalid", false);
    if (text) alt.setAttribute("aria-invalid", "true");
  }

  function of(place) {
    const line = at("[data-of]");
    line.dataset.words ||= line.textContent;
    line.hidden = !place || place[1] < 2;
    at("[data-rest]").hidden = !place || place[0] >= place[1];
    if (place) line.textContent = line.dataset.words.replace("{number}", place[0]).replace("{total}", place[1]);
  }

  function thumbnail(picture) {
    const image = at("[data-thumbnail]");
    image.hidden = true;
    if (!picture) return;
    const reader = new FileReader(); // a data: address, which the page allows
    reader.onload = () => { image.src = reader.result; image.hidden = false; };
    reader.readAsDataURL(picture);
  }

  async function add(files) {
    let added = 0;
    for (const [index, picture] of files.entries()) {
      const line = await askAndStore(picture, "", [index + 1, files.length]);
      if (line === REST) break;
      if (!line) continue;
      insertBlocks(field, line);
      added += 1;
    }
    field.focus();
    say(added ? words.added : words.skipped);
  }

  // Pictures that came with a pasted text stand in it as `![…](picture:3)` until they are stored.
  async function place(pictures) {
    let line = null;
    for (const [index, picture] of pictures.entries()) {
      if (line === REST) { replace(picture, picture.alt); continue; }
      const bytes = Uint8Array.from(atob(picture.data), (sign) => sign.charCodeAt(0));
      const name = `picture-${picture.number}.${picture.media_type.split("/")[1] || "png"}`;
      const blob = new File([bytes], name, { type: picture.media_type });
      line = await askAndStore(blob, picture.alt, [index + 1, pictures.length]);
      replace(picture, line && line !== REST ? line : picture.alt);
    }
    field.focus();
  }

  function replace(picture, instead) {
    const mark = new RegExp(`!\\[(?:\\\\.|[^\\]\\\\])*\\]\\(picture:${picture.number}(?: "[^"\\n]*")?\\)`);
    const found = mark.exec(field.value);
    if (found) apply(field, { from: found.index, to: found.index + found[0].length, insert: instead });
  }

  const isPicture = (one) => one.type.startsWith("image/");
  const toChoose = async () => {
    const line = await askAndStore(null);
    field.focus();
    if (line) insertBlocks(field, line);
    say(line ? words.added : words.skipped);
  };
  return { add, place, isPicture, choose: toChoose };
}
