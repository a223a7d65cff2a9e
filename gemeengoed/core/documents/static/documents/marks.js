// What each button does to the text: from (text, start, end) to a change, as in edit.js.
import { lastNote } from "./edit.js";

// Around the selection, or taken away when it is there already.
function around(text, start, end, mark, placeholder) {
  const inside = text.slice(start, end);
  if (text.slice(start - mark.length, start) === mark && text.slice(end, end + mark.length) === mark) {
    return { from: start - mark.length, to: end + mark.length, insert: inside, select: [start - mark.length, end - mark.length] };
  }
  const lead = inside.match(/^\s*/)[0].length;
  const trail = inside.trim() ? inside.match(/\s*$/)[0].length : 0;
  const from = start + lead;
  const to = end - trail;
  const words = text.slice(from, to) || placeholder;
  return { from, to, insert: mark + words + mark, select: [from + mark.length, from + mark.length + words.length] };
}

// Every line of the selection gets what `prefix(index)` says, or loses it when all have it.
function lines(text, start, end, prefix, has, placeholder) {
  const from = text.lastIndexOf("\n", start - 1) + 1;
  const next = text.indexOf("\n", end > start && text[end - 1] === "\n" ? end - 1 : end);
  const to = next === -1 ? text.length : next;
  const chosen = text.slice(from, to) || placeholder;
  const all = chosen.split("\n");
  const off = all.every((line) => has.test(line));
  const made = all.map((line, index) => (off ? line.replace(has, "") : prefix(index) + line)).join("\n");
  const gap = off || !from || text.slice(0, from).endsWith("\n\n") ? "" : "\n";
  const begin = from + gap.length;
  const words = all.length === 1 && !off ? begin + prefix(0).length : begin;
  return { from, to, insert: gap + made, select: [words, begin + made.length] };
}

// A heading: one sign more each time, from ## to ####, and back to none.
function heading(text, start, _end, placeholder) {
  const from = text.lastIndexOf("\n", start - 1) + 1;
  const next = text.indexOf("\n", start);
  const to = next === -1 ? text.length : next;
  const [, signs, words] = text.slice(from, to).match(/^(#{0,6}) ?(.*)$/);
  const wanted = signs.length >= 4 ? "" : signs.length >= 2 ? `${signs}#` : "##";
  const insert = (wanted ? `${wanted} ` : "") + (words || placeholder);
  return { from, to, insert, select: [from + insert.length - (words || placeholder).length, from + insert.length] };
}

// A block of its own; `words` within it are selected.
function block(text, start, end, made, words) {
  const lead = text.slice(0, start);
  const gap = !lead || lead.endsWith("\n\n") ? "" : lead.endsWith("\n") ? "\n" : "\n\n";
  const rest = text.slice(end);
  const close = !rest || rest.startsWith("\n\n") ? "\n" : rest.startsWith("\n") ? "\n" : "\n\n";
  const at = start + gap.length + made.indexOf(words);
  return { from: start, to: end, insert: gap + made + close, select: [at, at + words.length] };
}

function quoted(text, start, end, mark, words, placeholder) {
  const inside = text.slice(start, end).trim() || placeholder;
  const made = `${mark}\n${inside.split("\n").map((line) => (line ? `> ${line}` : ">")).join("\n")}`;
  return block(text, start, end, made, words || inside.split("\n")[0]);
}

// [^2] where the caret is, and its words at the end, selected. One change, so one step back.
function note(text, _start, end, placeholder) {
  const number = lastNote(text) + 1;
  const rest = text.slice(end).replace(/\s+$/, "");
  const definitions = /(^|\n)\[\^[^\]\n]+\]:[^\n]*(\n(?: {4}[^\n]*)?)*$/.test(rest);
  const insert = `[^${number}]${rest}${definitions ? "\n" : "\n\n"}[^${number}]: ${placeholder}\n`;
  const at = end + insert.length - placeholder.length - 1;
  return { from: end, to: text.length, insert, select: [at, at + placeholder.length], go: true };
}

function table(text, start, end, words) {
  const head = [1, 2, 3].map((number) => `${words.column} ${number}`);
  const row = `| ${head.map((name) => " ".repeat(name.length)).join(" | ")} |`;
  const made = `${words.caption}\n\n| ${head.join(" | ")} |\n| ${head.map(() => "---").join(" | ")} |\n${row}\n${row}`;
  return block(text, start, end, made, words.caption);
}

export function link(text, start, end, words, address) {
  const clean = address.trim().replace(/[()\s<>\\]/g, (sign) => encodeURIComponent(sign).replace("(", "%28").replace(")", "%29"));
  const insert = `[${words.replace(/([[\]])/g, "\\$1")}](${clean})`;
  return { from: start, to: end, insert, select: [start + insert.length, start + insert.length] };
}

export const ACTIONS = {
  bold: (text, start, end, words) => around(text, start, end, "**", words.bold),
  italic: (text, start, end, words) => around(text, start, end, "*", words.italic),
  heading: (text, start, end, words) => heading(text, start, end, words.heading),
  list: (text, start, end, words) => lines(text, start, end, () => "- ", /^- /, words.item),
  numbered: (text, start, end, words) => lines(text, start, end, (index) => `${index + 1}. `, /^\d+\. /, words.item),
  quote: (text, start, end, words) => lines(text, start, end, () => "> ", /^> ?/, words.quotation),
  note: (text, start, end, words) => note(text, start, end, words.note),
  table: (text, start, end, words) => table(text, start, end, words),
  callout: (text, start, end, words) => quoted(text, start, end, "> [!NOTE]", "", words.callout),
  details: (text, start, end, words) => quoted(text, start, end, `> [!DETAILS] ${words.summary}`, words.summary, words.inside),
};
