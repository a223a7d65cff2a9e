// The text as readers would see it, beside what is typed; with its figures and long sentences.
import { ask } from "./server.js";

const WAIT = 600; // milliseconds without a key

export function start(writer) {
  const { root, field, url, token, words, warn } = writer;
  const pane = root.querySelector("[data-preview]");
  const page = pane.firstElementChild;
  const figures = root.querySelector("[data-figures]");
  const long = root.querySelector("[data-long]");
  const button = root.querySelector('[data-do="preview"]');
  let timer = 0;
  let shown = null;
  let running = null;
  let warned = false; // of a text that cannot be shown

  async function show() {
    if (pane.hidden || field.value === shown) return;
    const text = field.value;
    running?.abort();
    running = new AbortController();
    const body = new URLSearchParams({ text });
    const answer = await ask(url("preview"), body, token, { signal: running.signal });
    if (answer.status === 422) { warn(answer.data.detail); warned = true; }
    if (!answer.ok) return;
    if (warned) { warn([]); warned = false; }
    shown = text;
    page.innerHTML = answer.data.html; // cleaned by the server, as every text is
    tell(answer.data);
    follow();
  }

  function tell(data) {
    figures.replaceChildren(...data.figures.flatMap((figure) => {
      const span = document.createElement("span");
      span.textContent = figure;
      return [span, " "];
    }));
    figures.hidden = false;
    const sentences = data.readability.long;
    long.hidden = !sentences.length && !data.problems.length;
    long.querySelector("summary").textContent = data.attention;
    long.querySelector("ol").replaceChildren(
      ...data.problems.map((problem) => item(problem)),
      ...sentences.map((one) => item(words.wordsLeft.replace("{count}", one.words).replace("{text}", one.text), one)),
    );
  }

  function item(text, sentence) {
    const made = document.createElement("li");
    if (!sentence) { made.textContent = text; return made; }
    const link = document.createElement("a");
    link.href = `#${sentence.id}`;
    link.textContent = text;
    link.addEventListener("click", (event) => { event.preventDefault(); select(sentence); });
    made.append(link);
    return made;
  }

  // The sentence in the text and in the preview.
  function select(sentence) {
    page.querySelector(`#${sentence.id}`)?.scrollIntoView({ block: "center" });
    const first = sentence.text.split(/\s+/).slice(0, 4).join(" ");
    const at = field.value.replace(/\n/g, " ").indexOf(first);
    if (at === -1) return;
    field.focus();
    field.setSelectionRange(at, at + first.length);
  }

  // The preview goes along with the text, by the same part of the way.
  function follow() {
    const way = field.scrollHeight - field.clientHeight;
    if (way > 0) pane.scrollTop = (field.scrollTop / way) * (pane.scrollHeight - pane.clientHeight);
  }

  field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(show, WAIT); });
  field.addEventListener("scroll", follow, { passive: true });
  const toggle = () => {
    pane.hidden = !pane.hidden;
    button.setAttribute("aria-pressed", String(!pane.hidden));
    root.classList.toggle("writer--alone", pane.hidden);
    shown = null;
    show();
  };
  pane.hidden = false;
  show();
  return { toggle, show };
}
