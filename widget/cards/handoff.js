// Help lines: at most two first, the rest under "meer". "Nu open" is only said when it was checked.

import { element, records, text } from "../element.js";
import { phoneLink, siteLink } from "../link.js";
import { strings } from "../strings.js";

export function handoff(custom) {
  const urgent = custom.urgency === "crisis";
  const lines = records(custom.lines);
  const more = records(custom.more);
  if (!lines.length && !more.length) return null;
  return element(
    "section",
    { class: urgent ? "card handoff urgent" : "card handoff" },
    element("h3", {}, urgent ? strings.handoff.titleCrisis : strings.handoff.title),
    lineList(lines),
    more.length && element("details", {}, element("summary", {}, `${strings.handoff.more} (${more.length})`), lineList(more)),
  );
}

const lineList = (lines) => element("ul", { class: "lines" }, ...lines.map(line));

function line(entry) {
  const name = text(entry.name);
  const phone = text(entry.phone);
  const chat = text(entry.chat);
  const site = text(entry.url);
  const mail = text(entry.mail);
  const ways = [
    phone && phoneLink(phone, `${strings.handoff.call} ${phone}`),
    chat && siteLink(chat, `${strings.handoff.chat} ${name}`),
    site && site !== chat && siteLink(site, `${strings.handoff.site} ${name}`),
    mail && siteLink(mail.startsWith("mailto:") ? mail : `mailto:${mail}`, `${strings.handoff.mail} ${name}`),
  ].filter(Boolean);
  return element(
    "li",
    {},
    element("p", { class: "line-head" }, element("strong", {}, name), " ", openState(entry)),
    ways.length && element("p", { class: "ways" }, ...ways),
    told(strings.handoff.whatHappens, entry.what_happens),
    told(strings.handoff.whoWillKnow, entry.who_will_know),
    told(strings.handoff.cost, entry.cost),
  );
}

function openState(entry) {
  const note = text(entry.hours_note);
  if (entry.open_now === true) return element("span", { class: "hours open" }, element("span", { "aria-hidden": "true" }, "● "), strings.handoff.openNow);
  if (entry.open_now === false) {
    const closed = note ? `${strings.handoff.closedNow}. ${note}` : strings.handoff.closedNow;
    return element("span", { class: "hours" }, element("span", { "aria-hidden": "true" }, "○ "), closed);
  }
  return element("span", { class: "hours" }, note || strings.handoff.hoursUnknown);
}

const told = (label, value) =>
  text(value) && element("p", { class: "told" }, element("span", { class: "told-label" }, label), " ", text(value));
