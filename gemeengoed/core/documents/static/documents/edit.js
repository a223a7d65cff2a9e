// Changes in a textarea that the browser can undo.

// `change`: {from, to, insert, select: [start, end], go}; select is counted from the start of the text. With
// `go` the browser scrolls to what came in; else the text stays where it was.
export function apply(field, change) {
  const top = field.scrollTop;
  field.focus();
  field.setSelectionRange(change.from, change.to);
  const done = change.insert === ""
    ? document.execCommand("delete")
    : document.execCommand("insertText", false, change.insert);
  if (!done) {
    field.setRangeText(change.insert, change.from, change.to, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  if (change.select) field.setSelectionRange(...change.select);
  if (!change.go) field.scrollTop = top;
}

// Puts `text` where the selection is: in the line when it is one line, else as blocks of their own.
export function insertBlocks(field, text) {
  const { selectionStart: from, selectionEnd: to, value } = field;
  const trimmed = text.replace(/^\n+|\n+$/g, "");
  const oneLine = !trimmed.includes("\n") && !/^(#{1,6} |[-*] |\d+\. |> |\||!\[|```)/.test(trimmed);
  const insert = oneLine ? trimmed : before(value.slice(0, from)) + trimmed + after(value.slice(to));
  const end = from + insert.length;
  apply(field, { from, to, insert, select: [end, end], go: true });
}

const before = (text) => (!text || text.endsWith("\n\n") ? "" : text.endsWith("\n") ? "\n" : "\n\n");
const after = (text) => (text.startsWith("\n\n") ? "" : !text || text.startsWith("\n") ? "\n" : "\n\n");

// The last number among the notes in `text`.
export function lastNote(text) {
  return Math.max(0, ...[...text.matchAll(/\[\^(\d{1,6})\]/g)].map((found) => Number(found[1])));
}

// `text` with its numbered notes counted on from `last`.
export function renumber(text, last) {
  return last ? text.replace(/\[\^(\d{1,6})\]/g, (_all, number) => `[^${Number(number) + last}]`) : text;
}
