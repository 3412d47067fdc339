// What the page does on the server: actions with their progress, comparisons, and files that are dropped in.
import { address, ask, current, page } from "./api.js";
import { shown } from "./findings.js";
import { finished } from "./requests.js";

const at = (id) => document.getElementById(id);
let refill = () => {};

function say(id, result) {
  const lines = result.lines.map((line) => Object.assign(document.createElement("p"), { textContent: line }));
  at(id).replaceChildren(...lines, ...result.problems.map((problem) => shown(problem)));
}

page.addEventListener("refused", ({ detail }) => {
  for (const id of ["set-says", "compare-says", "changes-says"]) {
    if (at(id).offsetParent) at(id).replaceChildren(...(detail.problems ?? []).map((problem) => shown(problem)), detail.message ?? "");
  }
});

// Actions

export async function act(name, asked = {}) {
  const bar = at("set-progress");
  const buttons = [...at("panel-set").querySelectorAll("button")];
  for (const each of buttons) each.disabled = true;
  bar.hidden = false;
  bar.removeAttribute("value");
  let working = "Working…";
  at("set-says").replaceChildren(working);
  const started = await ask("POST", `/deal/do/${name}`, {}, asked);
  const told = ({ doing, done, total }) => {
    if (!total) return;
    Object.assign(bar, { max: total, value: done });
    working = `Working… ${doing} ${done} of ${total}`;
    at("set-says").replaceChildren(working);
  };
  const result = started && (await finished(started, told));
  bar.hidden = true;
  for (const each of buttons) each.disabled = false;
  if (result) say("set-says", result);
  else if (at("set-says").textContent === working) at("set-says").replaceChildren();
  page.dispatchEvent(new CustomEvent("written"));
  refill();
}

// Comparisons

export async function bases(id, withNow) {
  const select = at(id);
  const before = select.value;
  const known = (await ask("GET", "/deal/bases"))?.bases ?? [];
  select.replaceChildren(...known.filter(({ base }) => withNow || base !== "now").map(({ base, name }) => new Option(name, base)));
  const isNone = !select.options.length; // only of changes: a file can be compared with the terms
  if (isNone !== select.disabled) at("changes-says").replaceChildren(isNone ? "Nothing is drafted yet, so there is nothing to compare with." : "");
  select.disabled = isNone;
  if (!withNow) at("see-changes").disabled = isNone;
  if ([...select.options].some(({ value }) => value === before)) select.value = before;
}

async function compare(kind, started) {
  at(`${kind}-says`).replaceChildren("Comparing…");
  at(`${kind}-page`).hidden = at(`${kind}-redline`).hidden = true;
  const job = await started;
  const result = job && (await finished(job));
  if (result) seen(kind, result);
}

export function seen(kind, result) {
  say(`${kind}-says`, result);
  if (!result.is_done) return;
  at(`${kind}-page`).src = address("/deal/compared", { id: result.open });
  at(`${kind}-redline`).href = address("/deal/redline", { id: result.open });
  at(`${kind}-page`).hidden = at(`${kind}-redline`).hidden = false;
}

const changes = () => compare("changes", ask("POST", "/deal/changes", { base: at("since").value, show: current.show }, {}));
const withFile = (file) => compare("compare", ask("POST", "/deal/compare", { base: at("against").value, name: file.name }, file));

export function begin(fill) {
  refill = fill;
  at("see-changes").addEventListener("click", changes);
  at("came-back").addEventListener("change", ({ target }) => target.files[0] && withFile(target.files[0]));
  at("panel-set").addEventListener("click", ({ target }) => {
    const { do: name, restore, redline } = target.dataset;
    if (name) act(name);
    if (restore !== undefined) act("restore", { version: restore });
    if (redline) act("redline", { version: redline });
  });
  at("to-send").addEventListener("click", () => {
    at("send").hidden = !at("send").hidden;
    at("send-to").focus();
  });
  at("send").addEventListener("submit", (event) => {
    event.preventDefault();
    at("send").hidden = true;
    act("send", Object.fromEntries(new FormData(event.target)));
  });
  const panel = at("panel-compare");
  panel.addEventListener("dragover", (event) => event.preventDefault());
  panel.addEventListener("drop", (event) => {
    event.preventDefault();
    const [file] = event.dataTransfer.files;
    if (file) withFile(file);
  });
}
