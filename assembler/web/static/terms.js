// The left side: the terms of the deal, as a form and as text. Both edit one text.
import { ask, page } from "./api.js";
import { redo, undo } from "./changes.js";
import { counted } from "./findings.js";
import * as form from "./form.js";
import * as text from "./text.js";

const at = (id) => document.getElementById(id);
const tabs = { form: at("tab-form"), text: at("tab-text") };
const sides = { form, text };
let side = "form";
let problems = [];

export function choose(name, { focus = false } = {}) {
  side = name;
  for (const [other, tab] of Object.entries(tabs)) {
    tab.setAttribute("aria-selected", String(other === name));
    tab.tabIndex = other === name ? 0 : -1;
    at(`panel-${other}`).hidden = other !== name;
  }
  if (focus) tabs[name].focus();
  if (name === "text") text.draw();
  else form.appear();
  sessionStorage.setItem("side", name);
}

for (const [name, tab] of Object.entries(tabs)) {
  tab.addEventListener("click", () => choose(name));
  tab.addEventListener("keydown", ({ key }) => {
    if (["ArrowLeft", "ArrowRight", "Home", "End"].includes(key)) choose(name === "form" ? "text" : "form", { focus: true });
  });
}
at("to-text").addEventListener("click", () => {
  choose("text");
  next();
});

// Findings

function place(found) {
  problems = found;
  const words = counted(problems);
  at("findings").textContent = words;
  at("findings").className = `quiet ${problems.some((problem) => problem.severity === "error") ? "error" : problems.length ? "warning" : ""}`;
  form.place(problems);
  text.place(problems);
}

let reached = -1;

function next() {
  if (!problems.length) return;
  reached = (reached + 1) % problems.length;
  const { path, line, column } = problems[reached];
  if (side === "text" && line) text.goToLine(line, column);
  else if (path) form.goTo(path);
  else {
    choose("text");
    text.goToLine(line || 1, column);
  }
}

page.addEventListener("state", ({ detail }) => place(detail.problems));
page.addEventListener("findings", ({ detail }) => place(detail.problems ?? problems));
at("findings").addEventListener("click", next);

// Terms

page.addEventListener("term", ({ detail: { path, from } }) => {
  if (from === "document") sides[side].goTo(path);
});

const paths = new Map();
at("find").addEventListener("focus", async () => {
  if (paths.size) return;
  const answer = await ask("GET", "/deal/terms");
  for (const [path, label] of answer?.terms ?? []) paths.set(label, path);
  at("every-term").replaceChildren(...[...paths.keys()].map((label) => new Option(label, label)));
});
at("find").addEventListener("change", ({ target }) => {
  const path = paths.get(target.value) ?? target.value;
  target.value = "";
  if (path) sides[side].goTo(path);
});

// Keys

document.addEventListener("keydown", (event) => {
  const isCommand = event.ctrlKey || event.metaKey;
  if (event.key === "F8") {
    event.preventDefault();
    next();
  } else if (isCommand && !event.altKey && ["z", "y"].includes(event.key.toLowerCase()) && event.target.closest("#terms")) {
    // The browser's own undo knows one field only.
    event.preventDefault();
    if (event.key.toLowerCase() === "y" || event.shiftKey) redo();
    else undo();
  }
});

choose(sessionStorage.getItem("side") ?? "form");
