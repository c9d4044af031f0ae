// "Dit heb ik begrepen": what was taken from the person's words, to be corrected by typing.

import { element, bullets, records, text } from "../element.js";
import { strings } from "../strings.js";

export function understood(custom, message) {
  const facts = bullets(records(custom.facts).map(fact));
  if (!facts) return null;
  const spoken = text(message.text);
  return element(
    "section",
    { class: "card understood" },
    spoken ? element("p", {}, spoken) : element("h2", {}, strings.understood.title),
    facts,
    !spoken && element("p", { class: "small" }, strings.understood.hint),
  );
}

function fact(entry) {
  const spoken = text(entry.text);
  return spoken && (entry.sure === false ? `${spoken} ${strings.understood.unsure}` : spoken);
}
