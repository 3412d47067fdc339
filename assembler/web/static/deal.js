// The right side: the documents of the deal.
import { current, load, page, redo, save, show, tell, undo } from "./api.js";

const at = (id) => document.getElementById(id);
const paper = at("paper");
const which = at("which");

page.addEventListener("state", ({ detail: state }) => {
  at("stale").hidden = state.is_current;
  at("saved").textContent = state.is_saved ? "Saved" : "Not saved yet";
  at("undo").disabled = !state.can_undo;
  at("redo").disabled = !state.can_redo;
  which.replaceChildren(...state.documents.map((piece) => new Option(piece.stem, piece.stem, false, piece.stem === current.show)));
  if (state.shown && state.shown.html !== null) {
    const top = paper.scrollTop;
    paper.innerHTML = state.shown.html;
    paper.scrollTop = top;
  }
});

which.addEventListener("change", () => show(which.value));
at("undo").addEventListener("click", undo);
at("redo").addEventListener("click", redo);
at("save").addEventListener("click", save);
paper.addEventListener("click", (event) => {
  const value = event.target.closest("[data-term]");
  if (value) tell("term", { path: value.dataset.term, from: "document" });
});
load();
