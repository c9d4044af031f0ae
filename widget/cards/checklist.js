// Things to tick off. The ticks are for the person only: they are neither sent nor kept.

import { element, records, text } from "../element.js";
import { strings } from "../strings.js";

export function checklist(custom) {
  const items = records(custom.items).filter((item) => text(item.text));
  if (!items.length) return null;
  return element(
    "section",
    { class: "card checklist" },
    element("h2", {}, text(custom.title) || strings.checklist.title),
    element(
      "ul",
      {},
      ...items.map((item) =>
        element("li", {}, element("label", {}, element("input", { type: "checkbox", autocomplete: "off" }), element("span", {}, text(item.text)))),
      ),
    ),
    element("p", { class: "small" }, strings.checklist.note),
  );
}
