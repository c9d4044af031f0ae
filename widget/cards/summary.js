// A text to take along: the person changes it here and copies it; it is not sent back.

import { element, text } from "../element.js";
import { strings } from "../strings.js";

let count = 0;

export function summary(custom) {
  const id = `summary-${++count}`;
  const field = element("textarea", { id, rows: 8, autocomplete: "off" });
  field.value = text(custom.text);
  const status = element("p", { class: "small", role: "status" });
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(field.value);
      status.textContent = strings.summary.copied;
    } catch {
      field.select();
      status.textContent = strings.summary.selected;
    }
  };
  return element(
    "section",
    { class: "card summary" },
    element("h2", {}, strings.summary.title),
    element("label", { for: id }, strings.summary.label),
    field,
    element("p", { class: "small" }, strings.summary.note),
    element("button", { type: "button", onClick: copy }, strings.summary.copy),
    status,
  );
}
