// A step plan, in order. Each step may say why, which sentences help, and where to go.

import { element, list, records, text } from "../element.js";
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
  const sentences = list(entry.sentences).map(text).filter(Boolean);
  const links = list(entry.links).map(link).filter(Boolean);
  return element(
    "li",
    {},
    element("p", {}, text(entry.text)),
    text(entry.why) && element("p", { class: "small" }, text(entry.why)),
    sentences.length > 0 && element("p", { class: "small" }, strings.plan.sentences),
    ...sentences.map((sentence) => element("blockquote", {}, sentence)),
    links.length > 0 && element("p", { class: "ways" }, ...links),
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
