// Help lines: at most two first, the rest under "meer". "Nu open" is only said when it was checked.
// What happens there is told openly once; in a crisis, under "meer" and the second time it is folded, so that the way to
// call stays in sight.

import { element, records, text } from "../element.js";
import { phoneLink, siteLink } from "../link.js";
import { strings } from "../strings.js";

export function handoff(custom, message, { toldLines = new Set() } = {}) {
  const words = strings.handoff[custom.language] ?? strings.handoff.nl;
  const urgent = custom.urgency === "crisis";
  const lines = records(custom.lines);
  const more = records(custom.more);
  if (!lines.length && !more.length) return null;
  const [title, ...rest] = spokenBeside(custom, message, [...lines, ...more]);
  const listed = (entries, folded) =>
    element("ul", { class: "lines" }, ...entries.map((entry) => line(entry, words, folded || toldLines.has(entry.id))));
  const first = listed(lines, urgent);
  if (!urgent) for (const { id } of lines) toldLines.add(id);
  return element(
    "section",
    { class: urgent ? "card handoff urgent" : "card handoff", "data-urgency": text(custom.urgency) || null, lang: text(custom.language) || null },
    element("h2", {}, title || (urgent ? words.titleCrisis : words.title)),
    ...rest.map((sentence) => element("p", {}, sentence)),
    first,
    text(custom.silent) && element("p", { class: "small" }, text(custom.silent)),
    more.length > 0 && element("details", {}, element("summary", {}, `${words.more} (${more.length})`), listed(more, true)),
  );
}

/** The text of a handoff names each line once more, for clients without cards; what is left is its introduction. */
function spokenBeside(custom, message, lines) {
  return text(message.text)
    .split("\n")
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence && sentence !== text(custom.silent))
    .filter((sentence) => !lines.some((entry) => text(entry.name) && sentence.startsWith(`${entry.name}: `)));
}

function line(entry, words, folded) {
  const name = text(entry.name);
  const phone = text(entry.phone);
  const chat = text(entry.chat);
  const site = text(entry.url);
  const mail = text(entry.mail);
  const ways = [
    phone && phoneLink(phone, `${words.call} ${phone}`),
    chat && siteLink(chat, `${words.chat} ${name}`),
    site && site !== chat && siteLink(site, `${words.site} ${name}`),
    mail && siteLink(`mailto:${mail}`, `${words.mail} ${name}`),
  ].filter(Boolean);
  return element(
    "li",
    { "data-line": text(entry.id) || null },
    element("p", { class: "line-head" }, element("strong", {}, name), " ", openState(entry, words)),
    ways.length > 0 && element("p", { class: "ways" }, ...ways),
    told(words.chatHours, chat && entry.chat_note),
    ...whatToExpect(entry, words, folded),
  );
}

function whatToExpect(entry, words, folded) {
  const rest = [told(words.whoWillKnow, entry.who_will_know), told(words.cost, entry.cost)].filter(Boolean);
  const happens = text(entry.what_happens);
  if (!folded || !happens) return [told(words.whatHappens, happens), ...rest];
  return [element("details", {}, element("summary", {}, words.whatHappens), element("p", { class: "told" }, happens), ...rest)];
}

function openState(entry, words) {
  const note = text(entry.hours_note);
  if (typeof entry.open_now !== "boolean") return element("span", { class: "hours" }, note || words.hoursUnknown);
  const state = entry.open_now ? words.openNow : words.closedNow;
  const saysSo = note.split(/[ ,]/)[0] === state.split(" ")[0]; // the note itself starts with "nu …"
  return element(
    "span",
    { class: entry.open_now ? "hours open" : "hours" },
    element("span", { "aria-hidden": "true" }, entry.open_now ? "● " : "○ "),
    saysSo ? note : [state, note].filter(Boolean).join(", "),
  );
}

const told = (label, value) =>
  text(value) && element("p", { class: "told" }, element("span", { class: "told-label" }, label), " ", text(value));
