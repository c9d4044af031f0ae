// What the law says about one conduct. Whose conduct comes before the verdict: who was harmed must never read
// "strafbaar" and think that it is about herself. Reasons are folded, sources folded once more.

import { bullets, element, list, records, text } from "../element.js";
import { strings } from "../strings.js";

const words = strings.assessment;

export function assessment(custom, message) {
  if (custom.texts && Object.keys(custom.texts).length === 0) return null; // a child under 12 hears no law: only the bubble
  const known = Object.hasOwn(words.verdicts, custom.verdict) ? custom.verdict : "uncertain";
  const verdict = words.verdicts[known];
  const { who, paragraphs } = spokenParts(text(message.text), custom.texts ?? {});
  return element(
    "section",
    { class: `card assessment ${known}`, "data-verdict": known, "data-for-whom": [].concat(custom.for_whom ?? []).join(" ") },
    custom.what_if === true && element("p", { class: "what-if" }, words.whatIf),
    element(
      "h2",
      {},
      who && element("span", { class: "who" }, who, " "),
      element(
        "span",
        { class: "verdict" },
        element("span", { class: "icon", "aria-hidden": "true" }, verdict.icon),
        element("span", {}, verdict.word),
      ),
    ),
    ...(paragraphs.length ? paragraphs : [about(custom), element("p", {}, verdict.sentence)]),
    details(custom),
  );
}

/** The text of the message, told apart by the pieces it was made of. What is no known piece is shown all the same. */
function spokenParts(spoken, said) {
  const who = text(said.who);
  const found = Boolean(who) && spoken.startsWith(who);
  const [first, ...more] = (found ? spoken.slice(who.length) : spoken).trim().split(/\n{2,}/);
  const verdict = text(said.verdict);
  const youth = text(said.youth_law);
  const lead = verdict && first.startsWith(verdict) ? verdict : "";
  const last = youth && first.endsWith(youth) && lead.length + youth.length <= first.length ? youth : "";
  const middle = first.slice(lead.length, first.length - last.length).trim();
  const aside = new Set([said.articles, said.changes].map(text));
  return {
    who: found ? who : "",
    paragraphs: [
      lead && element("p", { class: "lead" }, lead),
      middle && element("p", {}, middle),
      last && element("p", {}, last),
      ...more.map((paragraph) => element("p", { class: aside.has(paragraph) ? "small" : null }, paragraph)),
    ].filter(Boolean),
  };
}

function about(custom) {
  const people = [].concat(custom.for_whom ?? []).map((who) => words.people[who]).filter(Boolean);
  const conduct = text(custom.conduct) || people.join(", ");
  return conduct && element("p", { class: "about" }, `${words.about} ${conduct}`);
}

function details(custom) {
  const said = custom.texts ?? {};
  const parts = [
    section(words.because, bullets(records(custom.because).map((entry) => text(entry.text)))),
    section(words.articles, bullets(articles(custom))),
    section(words.assumed, bullets(list(custom.assumed).map(assumption))),
    section(words.notCovered, bullets(list(custom.not_covered).map((item) => text(item) || text(item.text)))),
    paragraph(said.milder),
    paragraph(said.region),
    paragraph(said.review || (custom.review_state === "not_reviewed" && words.notReviewed)),
    check(custom),
  ].filter(Boolean);
  return parts.length > 0 && element("details", {}, element("summary", {}, words.details), ...parts);
}

const paragraph = (spoken) => text(spoken) && element("p", { class: "small" }, text(spoken));
const section = (title, body) => body && element("div", {}, element("h3", {}, title), body);

/** For who checks the answer: rules, sources and the state of the rule base. */
function check(custom) {
  const sources = records(custom.because).map((entry) => [entry.rule, ...[].concat(entry.source ?? [])].map(text).filter(Boolean).join(", "));
  const parts = [...sources.filter(Boolean).map((names) => element("p", { class: "small" }, words.source(names))), receipt(custom.receipt)].filter(Boolean);
  return parts.length > 0 && element("details", {}, element("summary", {}, words.check), ...parts);
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
  const names = list(entries).map((entry) => text(entry) || text(entry.article)).filter(Boolean);
  return names.length ? `${period}: ${byCode(names).join("; ")}` : "";
}

/** "136 Sw.2024", "171 Sw.2024" -> "art. 136, 171 Strafwetboek (nieuw)"; a name without a known code stays as it is. */
function byCode(names) {
  const codes = Object.entries(words.codes);
  const known = codes.map(([code, title]) => {
    const numbers = names.filter((name) => name.endsWith(` ${code}`)).map((name) => name.slice(0, -code.length - 1));
    return numbers.length > 0 && `${words.article(numbers.join(", "))} ${title}`;
  });
  return [...known, ...names.filter((name) => !codes.some(([code]) => name.endsWith(` ${code}`)))].filter(Boolean);
}

const assumption = (entry) => text(entry.text) || words.assumptions[text(entry) || text(entry.fact)] || text(entry);

function receipt(entry) {
  const rulebase = text(entry?.rulebase);
  return rulebase && element("p", { class: "small" }, words.receipt(rulebase, text(entry.as_of).split("-").reverse().join("-")));
}
