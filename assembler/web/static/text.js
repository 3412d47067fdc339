// The text: YAML with line numbers and findings, in a text area of our own.
import { ask, current, page, tell } from "./api.js";
import { changeText, kept, settle } from "./changes.js";
import { make, showDifference, shown } from "./findings.js";

const at = (id) => document.getElementById(id);
const text = at("text");
const colours = at("colours");
const numbers = at("numbers");
let problems = [];
let places = { revision: 0, byPath: {} };

// Colours

const LINE = /^(\s*(?:- +)*)((?:[^\s#:'"[{][^#:]*|'[^']*'|"[^"]*")(?=\s*:(?:\s|$)))?(.*?)((?<!\S)#(?:\s.*)?)?$/s;

function coloured(line, marks) {
  const [, indent, name, rest, comment] = LINE.exec(line) ?? [null, "", "", line, ""];
  const parts = [indent, name ? make("span", { className: "name" }, name) : "", rest, comment ? make("span", { className: "comment" }, comment) : ""];
  const element = make("span", { className: "line" }, ...parts, "\n");
  if (marks.length) element.classList.add(marks.some((problem) => problem.severity === "error") ? "error" : "warning");
  return element;
}

let drawn = [];

export function draw() {
  const lines = text.value.split("\n");
  const byLine = Map.groupBy(problems.filter((problem) => problem.line), (problem) => problem.line);
  const fresh = lines.map((line, index) => `${(byLine.get(index + 1) ?? []).map((problem) => problem.severity).join()}\0${line}`);
  let first = 0;
  while (first < fresh.length && first < drawn.length && fresh[first] === drawn[first]) first += 1;
  let last = 0;
  while (last < fresh.length - first && last < drawn.length - first && fresh.at(-1 - last) === drawn.at(-1 - last)) last += 1;
  const old = [...colours.children].slice(first, drawn.length - last);
  const before = colours.children[drawn.length - last] ?? null;
  for (const line of old) line.remove();
  for (let index = first; index < fresh.length - last; index += 1) colours.insertBefore(coloured(lines[index], byLine.get(index + 1) ?? []), before);
  if (drawn.length !== fresh.length) numbers.textContent = lines.map((_, index) => index + 1).join("\n");
  drawn = fresh;
  follow();
}

function follow() {
  colours.style.transform = `translate(${-text.scrollLeft}px, ${-text.scrollTop}px)`;
  numbers.style.transform = `translateY(${-text.scrollTop}px)`;
}
text.addEventListener("scroll", follow);

// Findings

export function place(found) {
  problems = found;
  draw();
  at("list").replaceChildren(...problems.slice(0, 200).map(listed));
  tellLine();
}

function listed(problem) {
  const finding = shown(problem);
  const go = make("button", { type: "button", className: "quiet" }, problem.line ? `Line ${problem.line}` : "—");
  go.disabled = !problem.line;
  go.addEventListener("click", () => goToLine(problem.line, problem.column));
  return make("li", {}, go, finding);
}

const lineAt = (index) => text.value.slice(0, index).split("\n").length;

function tellLine() {
  const line = lineAt(text.selectionStart);
  const here = problems.filter((problem) => problem.line === line).map((problem) => problem.message);
  at("at-line").textContent = here.length ? `Line ${line}: ${here.join(" ")}` : "";
}

export function goToLine(line, column = 1) {
  const lines = text.value.split("\n");
  const start = lines.slice(0, line - 1).reduce((sum, other) => sum + other.length + 1, 0);
  const index = start + [...(lines[line - 1] ?? "")].slice(0, column - 1).join("").length;
  text.focus();
  text.setSelectionRange(index, index);
  const height = parseFloat(getComputedStyle(text).lineHeight);
  text.scrollTop = Math.max(0, (line - 1) * height - text.clientHeight / 3);
}

// Typing

text.addEventListener("input", () => {
  draw();
  changeText(text.value, `text:${lineAt(text.selectionStart)}`);
});

page.addEventListener("state", () => {
  if (current.text === null || current.text === text.value) return draw();
  const old = text.value;
  let first = 0;
  while (first < old.length && old[first] === current.text[first]) first += 1;
  let last = 0;
  while (last < Math.min(old.length, current.text.length) - first && old.at(-1 - last) === current.text.at(-1 - last)) last += 1;
  const { scrollTop, selectionStart } = text;
  const isBehind = selectionStart >= old.length - last;
  const caret = isBehind ? selectionStart + current.text.length - old.length : Math.min(selectionStart, first);
  text.value = current.text;
  text.setSelectionRange(caret, caret);
  text.scrollTop = scrollTop;
  return draw();
});

// What was typed and does not fit the newest text stays here, with the lines that differ.

async function tellKept() {
  const entry = kept.get("text");
  at("kept-text").hidden = !entry;
  const answer = entry && (await ask("POST", "/deal/difference", {}, { typed: entry.what.text }));
  if (answer) showDifference(at("kept-lines"), answer.difference);
}
page.addEventListener("kept", tellKept);
tellKept();
at("keep-text").addEventListener("click", () => settle("text", true));
at("leave-text").addEventListener("click", () => settle("text", false));

// Terms: where the caret stands, and where a term stands

async function byPath() {
  const revision = current.state?.revision;
  if (places.revision !== revision) {
    const answer = await ask("GET", "/deal/places");
    if (answer) places = { revision, byPath: answer.places };
  }
  return places.byPath;
}

text.addEventListener("selectionchange", caretMoved);
text.addEventListener("focus", caretMoved);
let waiting = 0;

function caretMoved() {
  clearTimeout(waiting);
  waiting = setTimeout(async () => {
    tellLine();
    const line = lineAt(text.selectionStart);
    const found = Object.entries(await byPath()).filter(([, [first, , last]]) => first <= line && line <= last);
    found.sort(([, a], [, b]) => a[2] - a[0] - (b[2] - b[0]) || b[0] - a[0]);
    const path = found.find(([, [first, , last]]) => first === last || last - first < 4)?.[0];
    if (path) tell("term", { path, from: "text" });
  }, 150);
}

export async function goTo(path) {
  const known = await byPath();
  for (let part = path; part; part = part.replace(/(\.[^.[]+|\[\d+\]|^[^.[]+)$/, "")) {
    if (known[part]) return goToLine(known[part][0], known[part][1]);
  }
  return undefined;
}
