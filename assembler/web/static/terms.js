// The left side: the terms of the deal, as a form and as text.
import { changeText, page } from "./api.js";

const text = document.getElementById("text");
text.addEventListener("input", () => changeText(text.value, "text"));
page.addEventListener("state", ({ detail: state }) => {
  if (state.text !== undefined && state.text !== text.value) text.value = state.text;
});
