// The flag of Sensoa's flag system: always named in words, the colour only repeats it.

import { bullets, element } from "../element.js";
import { strings } from "../strings.js";

export function flag(custom) {
  const name = strings.flag.flags[custom.flag];
  if (!name) return null;
  const criteria = bullets(
    Object.entries(strings.flag.criteria).map(([criterion, question]) => {
      const level = strings.flag.levels[custom.criteria?.[criterion] ?? custom.criteria?.[`criteria_${criterion}`]];
      return level && `${question} ${level}`;
    }),
  );
  return element(
    "section",
    { class: `card flag ${custom.flag}` },
    element("h2", {}, strings.flag.title),
    element(
      "p",
      { class: "flag-name" },
      element("span", { class: "pennant", "aria-hidden": "true" }),
      element("strong", {}, custom.at_least === true ? strings.flag.atLeast(name) : name),
    ),
    criteria,
  );
}
