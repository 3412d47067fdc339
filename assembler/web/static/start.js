// The start page: a new deal, an example, or a file that is dropped in.
import { shown } from "./findings.js";
import { finished, request } from "./requests.js";

const at = (id) => document.getElementById(id);
const form = at("new");
const rows = at("investors").querySelector("tbody");
let investorsFrom = "";

function say(...what) {
  at("says").replaceChildren(...what);
}

function refused(answer) {
  say(...(answer.problems ?? []).map((problem) => shown(problem)), answer.message ?? "");
  at("says").scrollIntoView({ block: "nearest" });
}

async function post(path, body, values = {}) {
  const { isRight, answer } = await request("POST", path, values, body);
  if (isRight) return answer;
  refused(answer);
  return null;
}

// The answers, each checked as it is typed

function answers() {
  const given = Object.fromEntries(new FormData(form));
  const investors = [...rows.rows].map((row) => Object.fromEntries([...row.querySelectorAll("input")].map((input) => [input.dataset.name, input.value])));
  return investorsFrom ? { ...given, investors_from: investorsFrom } : { ...given, investors };
}

let isChecking = false;
let isStale = false;

// One check is on its way at a time. What was typed meanwhile is checked next.
async function check() {
  isStale = true;
  if (isChecking) return;
  isChecking = true;
  while (isStale) {
    isStale = false;
    const { isRight, answer } = await request("POST", "/new/check", {}, answers());
    if (isRight && !isStale) tellAll(answer.problems);
  }
  isChecking = false;
}

function tellAll(problems) {
  for (const place of form.querySelectorAll(".findings")) place.replaceChildren();
  for (const problem of problems) {
    const index = /^investors\[(\d+)\]/.exec(problem.path)?.[1];
    const place = index === undefined ? form.querySelector(`[data-path="${CSS.escape(problem.path)}"] .findings`) : rows.rows[index]?.querySelector(".findings");
    place?.append(shown({ ...problem, fix: null }, { isPlaced: true }));
  }
}

form.addEventListener("input", check);
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const answer = await post("/new", answers());
  if (answer) location.assign(answer.open);
});
at("add").addEventListener("click", () => {
  const row = rows.rows[0].cloneNode(true);
  for (const input of row.querySelectorAll("input")) {
    input.value = "";
    input.setAttribute("aria-label", input.getAttribute("aria-label").replace(/\d+$/, rows.rows.length + 1));
  }
  row.querySelector(".findings").replaceChildren();
  rows.append(row);
  row.querySelector("input").focus();
});

// Examples and files

document.addEventListener("click", async ({ target }) => {
  const { example } = target.dataset;
  const answer = example && (await post("/new", { example }));
  if (answer) location.assign(answer.open);
});

async function take(file) {
  say(`Reading ${file.name}…`);
  const answer = await post("/drop", file, { name: file.name });
  if (!answer) return;
  if (answer.open) location.assign(answer.open);
  else if (answer.investors_from) {
    investorsFrom = answer.investors_from;
    say(`${investorsFrom} is in the folder now. Answer the rest to begin the deal.`);
    at("from").textContent = `The investors come from ${investorsFrom}.`;
    at("from").hidden = false;
    at("investors").querySelector("table").hidden = at("add").hidden = true;
    at("name").focus();
  } else {
    const result = await finished(answer);
    if (result?.is_done) location.assign(result.open);
    else if (result) refused(result);
  }
}

at("dropped").addEventListener("change", ({ target }) => target.files[0] && take(target.files[0]));
document.addEventListener("dragover", (event) => event.preventDefault());
document.addEventListener("drop", (event) => {
  event.preventDefault();
  if (event.dataTransfer.files[0]) take(event.dataTransfer.files[0]);
});
