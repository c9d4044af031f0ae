// The crisis answer: read out at once, and it stays in sight with its buttons.

import { element, text } from "../element.js";
import { strings } from "../strings.js";

export function crisis(custom, message, { language = "" } = {}) {
  const spokenIn = text(custom.language) || language;
  const spoken = new Set([text(message.text), text(custom.text)].filter(Boolean)); // mostly the same sentence twice
  return element(
    "section",
    { class: "card crisis", role: "alert", lang: spokenIn || null },
    element("p", { class: "card-label" }, element("span", { class: "icon", "aria-hidden": "true" }, "!"), ` ${strings.crisis[spokenIn] ?? strings.crisis.nl}`),
    ...[...spoken].map((sentence) => element("p", { class: "spoken" }, sentence)),
  );
}
