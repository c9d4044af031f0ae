// A step plan, in order. Only the reason is folded: what follows the first sentence is often what keeps a person safe
// ("zorg dat het naaktbeeld er niet op staat"), so that is always in sight.

import { element, firstSentence, list, records, text } from "../element.js";
import { phoneLink, siteLink } from "../link.js";
import { strings } from "../strings.js";

export function plan(custom) {
  const steps = records(custom.steps).filter((step) => text(step.text));
  if (!steps.length) return null;
  return element(
    "section",
    { class: "card plan" },
    element("h2", {}, text(custom.title) || strings.plan.title),
    element("ol", {}, ...steps.map(step)),
  );
}

function step(entry) {
  const [lead, rest] = firstSentence(text(entry.text));
  const sentences = list(entry.sentences).map(text).filter(Boolean);
  const links = list(entry.links).map(link).filter(Boolean);
  return element(
    "li",
    { "data-step": text(entry.id) || null },
    element("p", {}, lead && element("strong", {}, lead), lead && rest && " ", rest),
    sentences.length > 0 && element("p", { class: "small" }, strings.plan.sentences),
    ...sentences.map((sentence) => element("blockquote", {}, sentence)),
    links.length > 0 && element("p", { class: "ways" }, ...links),
    text(entry.why) && element("details", { class: "why" }, element("summary", {}, strings.plan.why), element("p", {}, text(entry.why))),
  );
}

function link(entry) {
  if (typeof entry === "string") return siteLink(entry, entry);
  const name = text(entry.title) || text(entry.text) || text(entry.name);
  const address = text(entry.url);
  const phone = text(entry.phone);
  if (phone) return phoneLink(phone, name ? `${name} ${phone}` : phone);
  return address && siteLink(address, name || address);
}
