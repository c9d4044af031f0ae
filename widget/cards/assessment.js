// What the law says about one conduct: a word with a sign, the sentences of the message, reasons and articles folded away.

import { bullets, element, list, records, text } from "../element.js";
import { strings } from "../strings.js";

const words = strings.assessment;

export function assessment(custom, message) {
  if (custom.texts && Object.keys(custom.texts).length === 0) return null; // a child under 12 hears no law: only the bubble
  const known = Object.hasOwn(words.verdicts, custom.verdict) ? custom.verdict : "uncertain";
  const verdict = words.verdicts[known];
  const spoken = text(message.text);
  return element(
    "section",
    { class: `card assessment ${known}` },
    custom.what_if === true && element("p", { class: "what-if" }, words.whatIf),
    element(
      "h2",
      { class: "verdict" },
      element("span", { class: "icon", "aria-hidden": "true" }, verdict.icon),
      element("span", {}, verdict.word),
    ),
    !spoken && about(custom),
    element("p", {}, spoken || verdict.sentence),
    details(custom),
  );
}

function about(custom) {
  const people = [].concat(custom.for_whom ?? []).map((who) => words.people[who]).filter(Boolean);
  const conduct = text(custom.conduct) || people.join(", ");
  return conduct && element("p", { class: "about" }, `${words.about} ${conduct}`);
}

function details(custom) {
  const said = custom.texts ?? {};
  const parts = [
    section(words.because, bullets(records(custom.because).map(reason))),
    section(words.articles, bullets(articles(custom))),
    section(words.assumed, bullets(list(custom.assumed).map(assumption))),
    section(words.notCovered, bullets(list(custom.not_covered).map((item) => text(item) || text(item.text)))),
    paragraph(said.milder),
    paragraph(said.region),
    paragraph(said.review || (custom.review_state === "not_reviewed" && words.notReviewed)),
    receipt(custom.receipt),
  ].filter(Boolean);
  return parts.length > 0 && element("details", {}, element("summary", {}, words.details), ...parts);
}

const paragraph = (spoken) => text(spoken) && element("p", { class: "small" }, text(spoken));
const section = (title, body) => body && element("div", {}, element("h3", {}, title), body);

function reason(entry) {
  const spoken = text(entry.text);
  const source = [entry.rule, ...[].concat(entry.source ?? [])].map(text).filter(Boolean).join(", ");
  if (!spoken) return null;
  return element("div", {}, spoken, source && element("p", { class: "small" }, words.source(source)));
}

/** "vandaag art. 171 …", "vroeger art. 417/44 …": each period apart, numbers of two codes are never mixed. */
function articles(custom) {
  const today = !custom.regime || custom.regime === "R3";
  return [
    numbered(today ? words.articlesNow : words.articlesThen, custom.articles),
    numbered(words.possible, custom.possible_articles),
    numbered(words.formerly, custom.formerly),
    numbered(words.milder, custom.milder),
  ];
}

function numbered(period, entries) {
  const names = list(entries).map((entry) => articleName(text(entry) || text(entry.article))).filter(Boolean);
  return names.length ? `${period}: ${names.join("; ")}` : "";
}

/** "171 Sw.2024" -> "art. 171 Strafwetboek (nieuw)"; a name without a known code stays as it is. */
function articleName(name) {
  for (const [code, title] of Object.entries(words.codes)) {
    if (name.endsWith(` ${code}`)) return `${words.article(name.slice(0, -code.length - 1))} ${title}`;
  }
  return name;
}

const assumption = (entry) => text(entry.text) || words.assumptions[text(entry) || text(entry.fact)] || text(entry);

function receipt(entry) {
  const rulebase = text(entry?.rulebase);
  return rulebase && element("p", { class: "small" }, words.receipt(rulebase, text(entry.as_of).split("-").reverse().join("-")));
}
