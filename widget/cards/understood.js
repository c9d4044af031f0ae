// "Dit heb ik begrepen": what was taken from the person's words, to be corrected by typing.

import { element, bullets, records, text } from "../element.js";
import { strings } from "../strings.js";

export function understood(custom) {
  const facts = bullets(records(custom.facts).map(fact));
  return (
    facts &&
    element(
      "section",
      { class: "card understood" },
      element("h2", {}, strings.understood.title),
      facts,
      element("p", { class: "small" }, strings.understood.hint),
    )
  );
}

function fact(entry) {
  const spoken = text(entry.text);
  return spoken && (entry.sure === false ? `${spoken} ${strings.understood.unsure}` : spoken);
}
