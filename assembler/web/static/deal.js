// The right side: the tabs of the deal, its bar, and the tabs that are made on the server.
import { ask, current, page, tell } from "./api.js";
import { isIdle, keepTyped, kept, load, redo, save, takeFile, undo } from "./changes.js";
import { showDifference } from "./findings.js";
import "./paper.js";
import { open } from "./paper.js";
import * as work from "./work.js";

const at = (id) => document.getElementById(id);
const names = ["document", "schedule", "plan", "changes", "compare", "set"];
const tab = (name) => at(`tab-${name}`);
let chosen = "document";

// Tabs

export function choose(name) {
  chosen = name;
  for (const other of names) {
    tab(other).setAttribute("aria-selected", String(other === name));
    tab(other).tabIndex = other === name ? 0 : -1;
    at(`panel-${other}`).hidden = other !== name;
  }
  fill();
}

async function fill() {
  if (chosen === "schedule") await replace("panel-schedule", "/deal/schedule");
  if (chosen === "set") await replace("set-files", "/deal/versions");
  if (chosen === "changes") await work.bases("since", false);
  if (chosen === "compare") await work.bases("against", true);
}

export async function replace(id, path) {
  const answer = await ask("GET", path);
  if (answer?.html !== undefined) at(id).innerHTML = answer.html;
}

for (const name of names) {
  tab(name).addEventListener("click", () => choose(name));
  tab(name).addEventListener("keydown", ({ key }) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[key];
    const next = key === "Home" ? names[0] : key === "End" ? names.at(-1) : step && names.at((names.indexOf(name) + step) % names.length);
    if (next) {
      choose(next);
      tab(next).focus();
    }
  });
}

// The bar

page.addEventListener("state", ({ detail: state }) => {
  at("stale").hidden = state.is_current;
  tellSaved();
  at("undo").disabled = !state.can_undo;
  at("redo").disabled = !state.can_redo;
  at("save").disabled = state.is_saved;
  if (chosen === "schedule") fill();
});
function tellSaved() {
  const { is_saved: isSaved, is_restored: isRestored } = current.state;
  at("saved").textContent = kept.size ? "Not saved: a change waits for your choice" : isSaved ? "Saved" : isRestored ? "Not saved: restored as you left it" : "Not saved yet";
}
page.addEventListener("kept", () => current.state && tellSaved());
page.addEventListener("written", () => load());
page.addEventListener("findings", ({ detail }) => {
  at("panel-plan").innerHTML = detail.plan;
  at("stale").hidden = detail.is_current;
});
page.addEventListener("lost", () => {
  at("saved").textContent = "The page is not running any more. Start it again; what was typed is kept.";
});
at("undo").addEventListener("click", undo);
at("redo").addEventListener("click", redo);
at("save").addEventListener("click", save);
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "s") {
    event.preventDefault();
    save();
  }
});

// A button of a fragment leads to a term, a document or a clause.

document.addEventListener("click", ({ target }) => {
  const link = target.closest("#deal button.link");
  if (!link) return;
  if (link.dataset.term) tell("term", { path: link.dataset.term, from: "document" });
  if (link.dataset.document) {
    choose("document");
    open(link.dataset.document, link.dataset.clause);
  }
});

// A change of the file by another program

async function watch() {
  const answer = document.hidden || !current.state ? null : await ask("GET", "/deal/disk");
  // Another window changed the text, or a sheet of investors changed on disk.
  if (answer && answer.revision > current.state.revision && isIdle()) load();
  if (answer) {
    at("disk").hidden = !answer.is_changed;
    if (answer.is_changed) showDifference(at("disk-lines"), answer.difference);
  }
}

at("take-file").addEventListener("click", async () => {
  await takeFile();
  watch();
});
at("keep-typed").addEventListener("click", async () => {
  await keepTyped();
  watch();
});
setInterval(watch, 2000);
document.addEventListener("visibilitychange", watch);

work.begin(fill);
const asked = new URLSearchParams(location.search);
load(asked.get("show") ?? "");
if (asked.has("compared")) {
  choose("compare");
  work.seen("compare", { lines: [], problems: [], is_done: true, open: asked.get("compared") });
}
