// Findings: how a problem is shown, and how its fix is made.
import { current } from "./api.js";
import { changeText } from "./changes.js";

const MOST_PLACES = 5;

export function make(tag, values = {}, ...children) {
  const element = Object.assign(document.createElement(tag), values);
  element.append(...children.filter((child) => child !== null));
  return element;
}

// The text with a fix in it. Lines and columns count from 1, and columns count characters.
function fixed(text, { start, end, replacement }) {
  const lines = text.split("\n");
  const cut = (line, column) => [...lines[line - 1]].slice(0, column - 1).join("");
  const rest = (line, column) => [...lines[line - 1]].slice(column - 1).join("");
  return [
    ...lines.slice(0, start.line - 1),
    cut(start.line, start.column) + replacement + rest(end.line, end.column),
    ...lines.slice(end.line),
  ].join("\n");
}

export function shown(problem, { isPlaced = false } = {}) {
  const { severity, code, hint, path, line, fix } = problem;
  // A problem of many places lists them all behind a colon.
  const message = problem.locations?.length > MOST_PLACES ? problem.message.replace(/:.*/s, ".") : problem.message;
  const place = isPlaced ? null : make("span", { className: "place" }, path || (line ? `line ${line}` : problem.file), ": ");
  const words = make("p", {}, make("span", { className: "severity" }, severity), " ", place, message, " ", make("span", { className: "code" }, code));
  const parts = [words, make("p", { className: "hint" }, hint)];
  if (fix) {
    const label = fix.replacement ? `Write ${fix.replacement}` : "Delete it";
    const button = make("button", { type: "button", className: "fix" }, label);
    button.addEventListener("click", () => {
      changeText(fixed(current.text, fix), `fix:${code}:${line}`);
    });
    parts.push(button);
  }
  return make("div", { className: `finding ${severity}` }, ...parts);
}

// Lines as `diff -u` has them.
export function showDifference(element, lines) {
  element.replaceChildren(...lines.map((line) => make("span", { className: { "+": "came", "-": "gone" }[line[0]] ?? "" }, `${line}\n`)));
}

export function counted(problems) {
  const of = (severity, noun) => {
    const count = problems.filter((problem) => problem.severity === severity).length;
    return count ? `${count} ${noun}${count === 1 ? "" : "s"}` : "";
  };
  return [of("error", "error"), of("warning", "warning")].filter(Boolean).join(", ") || "No findings";
}
