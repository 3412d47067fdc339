// The form: fields of the server's making, whose changes go into the text.
import { ask, current, page, tell } from "./api.js";
import { change, kept, settle, typed } from "./changes.js";
import { make, shown } from "./findings.js";

const at = (id) => document.getElementById(id);
const form = at("form");
const opened = new Set(JSON.parse(sessionStorage.getItem("opened") ?? "[]"));
let problems = [];
let typedIn = null; // the control that is typed in
let asked = 0;
let isBehind = true; // a form that is not in sight is made when it is

function remember() {
  sessionStorage.setItem("opened", JSON.stringify([...opened]));
}

// Fields

function valueOf(control) {
  if (control.dataset.kind === "choices") return [...control.querySelectorAll(":checked")].map((box) => box.value);
  if (control.dataset.kind === "lines") return control.value.split("\n").map((line) => line.trim()).filter(Boolean);
  return control.value;
}

const isAlike = (...values) => new Set(values.map((value) => [value].flat().join("\n").trim())).size === 1;

// Puts a value into a control, and leaves the caret where it stands if the value is there already.
function put(control, value) {
  if (isAlike(valueOf(control), value)) return;
  if (control.dataset.kind === "choices") for (const box of control.querySelectorAll("input")) box.checked = value.includes(box.value);
  else control.value = [value].flat().join("\n");
}

function labelOf(control) {
  const within = control.closest("[role=group]");
  const above = within?.getAttribute("aria-label") ?? at(within?.getAttribute("aria-labelledby"))?.textContent ?? "";
  return [above, control.labels?.[0]?.textContent ?? control.querySelector("legend")?.textContent ?? ""].filter(Boolean).join(": ");
}

function controlOf(target) {
  return target.closest?.("[data-path]");
}

function changed(control) {
  typedIn = control;
  const { path } = control.dataset;
  change({ set: path, value: valueOf(control), where: `field:${path}` }, labelOf(control));
}

form.addEventListener("input", ({ target }) => {
  const control = controlOf(target);
  if (control && !control.matches("select")) changed(control);
});

form.addEventListener("change", ({ target }) => {
  const control = controlOf(target);
  if (control?.matches("select")) changed(control);
  // A term that is stated now, or no longer, may have another place.
  const row = control?.closest(".term");
  const isStated = control && [valueOf(control)].flat().some(Boolean);
  if (!row || isStated !== row.classList.contains("unstated")) return;
  typedIn = null;
  refresh();
});

form.addEventListener("focusin", ({ target }) => {
  const path = controlOf(target)?.dataset.path;
  if (path) tell("term", { path, from: "form" });
});

form.addEventListener("click", ({ target }) => {
  const button = target.closest("button");
  if (!button) return;
  const { open, add, remove, move, to } = button.dataset;
  if (open !== undefined) toggle(open);
  if (add) addTo(add);
  if (remove) change({ remove });
  if (move) change({ move, to: Number(to) }).then(() => refresh(`[data-move="${move.replace(/\d+(?=\]$)/, to)}"]`));
  if (button.id === "paste") openTable("");
});

function toggle(path) {
  if (!opened.delete(path)) opened.add(path);
  remember();
  refresh();
}

async function addTo(path) {
  const count = form.querySelectorAll(`[data-remove^="${path}["]`).length;
  await change({ add: path });
  await goTo(`${path}[${count}]`);
}

// The server makes the form anew where more than a value changed.

function focusKept() {
  const active = document.activeElement;
  if (!form.contains(active)) return () => {};
  const { id, value, selectionStart, selectionEnd } = active;
  const label = active.dataset.path && labelOf(active);
  const key = ["open", "add", "remove", "move"].map((name) => active.dataset[name] && `[data-${name}="${CSS.escape(active.dataset[name])}"]`).find(Boolean);
  return () => {
    const again = (label ? fieldOf(active.dataset.path, label) : id && at(id)) || (key && form.querySelector(key));
    if (!again) return;
    // The text has no space at the ends of a value, and no empty lines of a list. What still waits is in no text.
    const isWaiting = typed().some(({ what }) => what.set === active.dataset.path);
    if (active === typedIn && (isWaiting || isAlike(valueOf(again), valueOf(active)))) again.value = value;
    if (active === typedIn) typedIn = again;
    again.focus({ preventScroll: true });
    if (again.setSelectionRange && selectionStart !== null && selectionStart !== undefined) again.setSelectionRange(selectionStart, selectionEnd);
  };
}

export async function refresh(focused = "") {
  const turn = (asked += 1);
  const has = [...form.children].map((part) => part.dataset.digest);
  const answer = await ask("GET", "/deal/form", { open: [...opened].join(" "), has: has.join(" ") });
  if (!answer || turn !== asked) return;
  // The text changed meanwhile, and this form would show older values.
  if (answer.revision < current.state.revision) return refresh(focused);
  const isRead = answer.parts !== null;
  at("unread").hidden = isRead;
  form.inert = !isRead;
  if (!isRead) return;
  const restore = focusKept();
  const top = at("panel-form").scrollTop;
  rebuild(answer.parts);
  at("panel-form").scrollTop = top;
  putTyped();
  restore();
  if (focused) form.querySelector(focused)?.focus();
  place(problems);
}

// A part that did not change stays, with what the server put in it.
function rebuild(parts) {
  const known = new Map([...form.children].map((part) => [part.dataset.digest, part]));
  form.reset();
  const fresh = parts.map(({ digest, html }) => known.get(digest) ?? make("div", { innerHTML: html }));
  fresh.forEach((part, index) => Object.assign(part.dataset, { digest: parts[index].digest }));
  for (const part of known.values()) if (!fresh.includes(part)) part.remove();
  fresh.forEach((part, index) => part !== form.children[index] && form.insertBefore(part, form.children[index] ?? null));
}

form.addEventListener("submit", (event) => event.preventDefault());

// What is typed and not in the text yet stays in its field.
function putTyped() {
  const found = typed().map((change) => [change, fieldOf(change.what.set, change.label)]).filter(([, control]) => control);
  for (const [change, control] of found) change.newest = valueOf(control);
  for (const [change, control] of found) put(control, change.what.value);
}

// The field of a path. Where a list moved, another one may have the path now, and the label tells them apart.
function fieldOf(path, label) {
  const field = at(`t-${path}`);
  if (field && labelOf(field) === label) return field;
  return [...form.querySelectorAll("[data-path]")].find((other) => labelOf(other) === label) ?? null;
}

function keptAt(thing, entry) {
  const control = fieldOf(entry.what.set, entry.label);
  const isHere = control?.dataset.path === entry.what.set;
  const quoted = (value) => (value?.length ? `“${[value].flat().join("; ").slice(0, 60)}”` : "nothing");
  const problem = entry.problems[0] ?? { severity: "error", message: "this is not saved", hint: "Choose what stays.", code: "" };
  const box = shown({ ...problem, path: isHere ? problem.path : `${entry.label}, ${quoted(entry.what.value)}`, fix: null }, { isPlaced: isHere });
  const choices = isHere ? [[`Write ${quoted(entry.what.value)}`, true], [`Leave ${quoted(entry.newest)}`, false]] : [["Drop it", false]];
  for (const [label, isTyped] of choices) {
    const button = make("button", { type: "button", className: "fix" }, label);
    button.addEventListener("click", () => {
      typedIn = null;
      settle(thing, isTyped);
      at(`t-${entry.what.set}`)?.focus();
    });
    box.append(button, " ");
  }
  if (isHere) beside(control, box, problem);
  else at("unplaced").append(box);
  return box;
}

page.addEventListener("state", ({ detail: { isForeign } }) => {
  at("refused").replaceChildren();
  isBehind = at("panel-form").hidden;
  const isTyping = typedIn && typedIn === document.activeElement && form.contains(typedIn) && form.inert === false;
  if (!isBehind && (isForeign || !isTyping)) refresh();
});

export function appear() {
  if (isBehind && current.state) refresh();
  isBehind = false;
}
page.addEventListener("kept", () => place(problems));
page.addEventListener("replaced", () => {
  typedIn = null;
});

// Findings stand below their fields. What has no field here stands on top.

export function place(found) {
  problems = found;
  for (const old of document.querySelectorAll("#form .finding, #unplaced .finding")) old.remove();
  for (const control of form.querySelectorAll("[aria-invalid]")) control.removeAttribute("aria-invalid");
  for (const control of form.querySelectorAll("[data-about]")) {
    control.setAttribute("aria-describedby", control.dataset.about);
    delete control.dataset.about;
  }
  const waits = [...kept].filter(([, { what }]) => what.set);
  for (const [thing, entry] of waits) keptAt(thing, entry);
  const mostShown = 200;
  for (const [index, problem] of problems.slice(0, mostShown).entries()) {
    const anchor = anchorOf(problem.path);
    const finding = shown(problem, { isPlaced: anchor?.id === `t-${problem.path}` });
    finding.id = `finding-${index}`;
    if (!anchor) at("unplaced").append(finding);
    else if (anchor.matches("[data-path]")) beside(anchor, finding, problem);
    else (anchor.closest("header, .scroller") ?? anchor).after(finding);
  }
}

function beside(control, finding, problem) {
  control.after(finding);
  finding.id ||= `f-${control.id}`;
  if (problem.severity === "error") control.setAttribute("aria-invalid", "true");
  control.dataset.about ??= control.getAttribute("aria-describedby") ?? "";
  control.setAttribute("aria-describedby", `${finding.id} ${control.getAttribute("aria-describedby")}`);
}

function anchorOf(path) {
  for (let part = path; part; part = part.replace(/(\.[^.[]+|\[\d+\]|^[^.[]+)$/, "")) {
    const found = at(`t-${part}`) ?? at(`g-${part}`);
    if (found) return found;
  }
  return null;
}

export async function goTo(path) {
  const find = () => at(`t-${path}`) ?? at(`g-${path}`);
  if (!find()) {
    const steps = path.split(/(?=[.[])/);
    for (let count = 1; count <= steps.length; count += 1) opened.add(steps.slice(0, count).join(""));
    remember();
    await refresh();
  }
  const found = find() ?? anchorOf(path);
  if (!found) return;
  const target = found.matches("fieldset") ? found.querySelector("input") : found;
  target.scrollIntoView({ block: "center" });
  target.focus({ preventScroll: true });
}

// A table from a spreadsheet

const dialog = at("table");
const says = at("table-says");

function openTable(text) {
  at("pasted").value = text;
  dialog.showModal();
  compare();
}

form.addEventListener("paste", (event) => {
  const text = event.clipboardData.getData("text/plain");
  if (!event.target.closest(".investors") || !/\t.*\n|\n.*\t/.test(text)) return;
  event.preventDefault();
  openTable(text);
});

async function compare() {
  const table = at("pasted").value;
  at("take").disabled = true;
  says.replaceChildren();
  if (!table.trim()) return;
  const answer = await ask("POST", "/deal/table", {}, { table });
  if (table !== at("pasted").value || !answer) return;
  const named = [["added", "Joins"], ["changed", "Changes"], ["kept", "Stays"], ["gone", "Leaves"]];
  const parts = named.filter(([key]) => answer[key].length).map(([key, verb]) => make("p", {}, make("b", {}, `${verb}: `), answer[key].join("; ")));
  says.replaceChildren(...parts, ...answer.problems.map((problem) => shown(problem)));
  at("take").disabled = false;
}

page.addEventListener("refused", ({ detail }) => {
  if (detail.what?.paste) openTable(detail.what.paste);
  else if (detail.what) at("refused").replaceChildren(...detail.problems.map((problem) => shown({ ...problem, fix: null })));
  else if (dialog.open) says.replaceChildren(...detail.problems.map((problem) => shown({ ...problem, fix: null })));
});
at("pasted").addEventListener("input", compare);
at("take").addEventListener("click", async () => {
  dialog.close();
  await change({ paste: at("pasted").value });
});
