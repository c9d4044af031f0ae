// The crisis answer: read out at once, and it stays in sight with its buttons.

import { element, text } from "../element.js";
import { strings } from "../strings.js";

export function crisis(custom, message) {
  const spoken = new Set([text(message.text), text(custom.text)].filter(Boolean)); // mostly the same sentence twice
  return element(
    "section",
    { class: "card crisis", role: "alert", lang: text(custom.language) || null },
    element("p", { class: "card-label" }, element("span", { class: "icon", "aria-hidden": "true" }, "!"), ` ${strings.crisis[custom.language] ?? strings.crisis.nl}`),
    ...[...spoken].map((sentence) => element("p", { class: "spoken" }, sentence)),
  );
}
