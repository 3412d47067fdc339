// The document as it will print. Its figures know their terms, and its clauses the terms that put them there.
import { address, ask, current, page, tell } from "./api.js";
import { show } from "./changes.js";

const at = (id) => document.getElementById(id);
const paper = at("paper");
const which = at("which");
const standing = at("standing");
const titles = new Map();
let decidedBy = {};
let term = "";

// The document

// Puts fresh nodes in place of those that differ, and leaves the others where they are.
function patch(old, fresh) {
  if (old.isEqualNode(fresh)) return;
  const isAlike = old.nodeName === fresh.nodeName && old.id === fresh.id && old.className === fresh.className;
  if (!isAlike || old.nodeType !== Node.ELEMENT_NODE || !old.firstElementChild || old.childNodes.length !== fresh.childNodes.length) {
    old.replaceWith(fresh);
    return;
  }
  const children = [...fresh.childNodes];
  [...old.childNodes].forEach((child, index) => patch(child, children[index]));
}

// The reading position: a clause that is in sight, and how far below the edge it stands.
function position() {
  const edge = paper.getBoundingClientRect().top;
  const clause = [...paper.querySelectorAll("section[id]")].find((section) => section.getBoundingClientRect().bottom > edge && !section.querySelector("section[id]"));
  return clause && { id: clause.id, below: clause.getBoundingClientRect().top - edge };
}

function read(html, isSame) {
  const before = isSame ? position() : null;
  const fresh = document.createElement("article");
  fresh.innerHTML = html;
  if (isSame && paper.childNodes.length === fresh.childNodes.length) {
    const children = [...fresh.childNodes];
    [...paper.childNodes].forEach((child, index) => patch(child, children[index]));
  } else paper.replaceChildren(...fresh.childNodes);
  const clause = before && document.getElementById(before.id);
  if (clause) paper.scrollTop += clause.getBoundingClientRect().top - paper.getBoundingClientRect().top - before.below;
  else if (!isSame) paper.scrollTop = 0;
}

function list(documents) {
  const groups = new Map();
  titles.clear();
  for (const piece of documents) {
    const group = groups.get(piece.part) ?? document.createElement("optgroup");
    group.label = piece.group;
    group.append(new Option(piece.title, piece.stem, false, piece.stem === current.show));
    groups.set(piece.part, group);
    titles.set(piece.stem, piece.title);
  }
  which.replaceChildren(...groups.values());
}

let listed = "";
let shown = "";

function relist(documents) {
  const names = JSON.stringify(documents);
  if (names !== listed) list(documents);
  listed = names;
  which.value = current.show;
}

page.addEventListener("findings", ({ detail }) => relist(detail.documents));
page.addEventListener("state", ({ detail: state }) => {
  relist(state.documents);
  const { shown: piece } = state;
  if (piece && piece.html !== null) {
    read(piece.html, piece.stem === shown);
    shown = piece.stem;
    decidedBy = piece.decided_by;
    takeAway(piece);
    mark();
  }
});

function takeAway(piece) {
  at("take-away").replaceChildren(
    ...piece.formats.flatMap(([format, name]) => {
      const link = Object.assign(document.createElement("a"), { href: address("/deal/document", { show: piece.stem, as: format }), textContent: name, download: "" });
      return [link, " "];
    }),
  );
}

export async function open(stem, clause = "") {
  if (stem !== current.show) await show(stem);
  document.getElementById(`clause-${clause}`)?.scrollIntoView({ block: "start" });
}

which.addEventListener("change", () => show(which.value));

// Terms: where one prints, and what a figure was computed from

function mark() {
  for (const value of paper.querySelectorAll(".marked")) value.classList.remove("marked");
  const places = term ? [...paper.querySelectorAll("[data-term]")].filter(({ dataset }) => dataset.term === term || dataset.term.startsWith(`${term}.`) || dataset.term.startsWith(`${term}[`)) : [];
  for (const value of places) value.classList.add("marked");
  return places;
}

function button(text, data) {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "link", textContent: text });
  Object.assign(made.dataset, data);
  return made;
}

async function stand(path, isComputed) {
  term = path;
  const places = mark();
  const answer = await ask("GET", "/deal/term", { path });
  if (!answer || term !== path) return null;
  const where = answer.places.map(({ stem, count }) => button(`${titles.get(stem) ?? stem}: ${count}`, { document: stem }));
  const from = answer.computed_from.map((each) => button(each, { term: each }));
  const times = answer.count === 1 ? "once" : `${answer.count} times`;
  standing.replaceChildren(`${answer.path} prints ${times}. `, ...where.flatMap((each) => [each, " "]));
  if (from.length) standing.append("It is computed from ", ...from.flatMap((each) => [each, " "]));
  if (!isComputed) places[0]?.scrollIntoView({ block: "center" });
  return answer;
}

page.addEventListener("term", ({ detail: { path, from } }) => {
  if (from !== "document") stand(path, false);
});

paper.addEventListener("click", async ({ target }) => {
  const value = target.closest("[data-term]");
  if (!value) return;
  const answer = await stand(value.dataset.term, true);
  const path = answer?.computed_from[0] ?? value.dataset.term;
  tell("term", { path, from: "document", all: answer?.computed_from ?? [] });
});

paper.addEventListener("mouseover", ({ target }) => {
  if (term) return;
  const clause = target.closest("section[id]");
  const paths = clause ? (decidedBy[clause.id.slice("clause-".length)] ?? []) : [];
  standing.replaceChildren(...(paths.length ? ["This clause stands here by ", ...paths.flatMap((path) => [button(path, { term: path }), " "])] : []));
});
paper.addEventListener("keydown", ({ key }) => {
  if (key === "Escape") {
    term = "";
    mark();
    standing.replaceChildren();
  }
});
