// Asks once whether it helped. Nothing depends on the answer.

import { element, text } from "../element.js";
import { strings } from "../strings.js";

export function rating(custom, message, { rate }) {
  const status = element("p", { role: "status" });
  const choice = (helped, title) => element("button", { type: "button", onClick: () => choose(helped) }, title);
  const buttons = element(
    "div",
    { class: "choices", role: "group", "aria-label": strings.rating.title },
    choice(true, strings.rating.yes),
    choice(false, strings.rating.no),
  );
  const node = element(
    "section",
    { class: "card rating", tabindex: -1 },
    !text(message.text) && element("h2", {}, strings.rating.title),
    buttons,
    status,
  );

  async function choose(helped) {
    node.focus({ preventScroll: true });
    buttons.remove();
    try {
      const [thanks] = await rate(helped);
      status.textContent = text(thanks?.text) || strings.rating.thanks;
    } catch {
      status.textContent = strings.rating.failed;
    }
  }

  return node;
}
