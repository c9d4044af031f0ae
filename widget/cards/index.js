// One card for each `custom.type`. A type that is not in the table is left out; its text and buttons still show.

import { assessment } from "./assessment.js";
import { checklist } from "./checklist.js";
import { crisis } from "./crisis.js";
import { flag } from "./flag.js";
import { handoff } from "./handoff.js";
import { plan } from "./plan.js";
import { question } from "./question.js";
import { rating } from "./rating.js";
import { summary } from "./summary.js";
import { understood } from "./understood.js";

const cards = new Map(
  Object.entries({ assessment, checklist, crisis, flag, handoff, plan, question, rating, summary, understood }),
);

/**
 * The card of a message, or null. A card that fails on odd data is left out as well: the rest of the turn matters more.
 * @param {{text?: string, buttons?: object[], custom?: {type?: string}}} message
 * @param {{rate: (helped: boolean) => Promise<object[]>}} services what a card may ask of the page
 */
export function card(message, services) {
  const build = cards.get(message.custom?.type);
  if (!build) return null;
  try {
    return build(message.custom, message, services);
  } catch (error) {
    console.error(`card ${message.custom.type} left out`, error);
    return null;
  }
}
