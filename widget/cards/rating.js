// Asks once whether it helped. Nothing depends on the answer.

import { element, text } from "../element.js";
import { strings } from "../strings.js";

export function rating(custom, message, { rate }) {
  const status = element("p", { role: "status" });
  const buttons = element(
    "div",
    { class: "choices" },
    element("button", { type: "button", onClick: () => choose(true) }, strings.rating.yes),
    element("button", { type: "button", onClick: () => choose(false) }, strings.rating.no),
  );
  const node = element(
    "section",
    { class: "card rating", tabindex: -1 },
    !text(message.text) && element("h3", {}, strings.rating.title),
    buttons,
    status,
  );

  async function choose(helped) {
    node.focus({ preventScroll: true });
    buttons.hidden = true;
    try {
      await rate(helped);
      status.textContent = strings.rating.thanks;
    } catch {
      status.textContent = strings.rating.failed;
    }
  }

  return node;
}
