// Why a question is asked. When the message has a button for that, the button answers and nothing is shown twice.

import { element, list, text } from "../element.js";
import { strings } from "../strings.js";

export function question(custom, message) {
  const asks = list(message.buttons).some((button) => text(button.payload).startsWith("/ask_explain"));
  const why = text(custom.why);
  if (asks || !why) return null;
  return element("details", { class: "why" }, element("summary", {}, strings.question.why), element("p", {}, why));
}
