// "Opnieuw beginnen" and "Wis mijn gesprek"; wiping asks once more, because it cannot be undone.

import { element } from "./element.js";
import { strings } from "./strings.js";

export function sessionControls({ onStartOver, onWipe }) {
  const question = element(
    "div",
    { class: "wipe-question", role: "group", "aria-labelledby": "wipe-question", hidden: true },
    element("p", { id: "wipe-question" }, strings.session.wipeQuestion),
    element("button", { type: "button", onClick: () => { close(); onWipe(); } }, strings.session.wipeYes),
    element("button", { type: "button", onClick: () => close() }, strings.session.wipeNo),
  );
  const wipe = element("button", { type: "button", class: "quiet", "aria-expanded": "false", onClick: () => toggle() }, strings.session.wipe);

  function toggle() {
    question.hidden = !question.hidden;
    wipe.setAttribute("aria-expanded", String(!question.hidden));
    if (!question.hidden) question.querySelector("button").focus();
  }

  function close() {
    question.hidden = true;
    wipe.setAttribute("aria-expanded", "false");
    wipe.focus();
  }

  return element(
    "div",
    { class: "controls", role: "group", "aria-label": strings.session.controls },
    element("button", { type: "button", class: "quiet", onClick: onStartOver }, strings.session.startOver),
    wipe,
    question,
  );
}
