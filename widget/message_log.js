// The list of turns. Only the newest turn keeps its buttons; those of a crisis answer stay.

import { card } from "./cards/index.js";
import { element, records, text } from "./element.js";
import { strings } from "./strings.js";

const SPEAKS_ITSELF = new Set(["assessment", "crisis", "handoff", "understood"]); // cards that show the text of their message

const ASIDE = /^\/(dont_know|ask_explain)\b/; // buttons that are no answer look quieter

export class MessageLog {
  /**
   * @param {(button: {title: string, payload: string}) => void} onChoose
   * @param {{rate: (helped: boolean) => Promise<object[]>}} services
   */
  constructor(onChoose, services) {
    this.onChoose = onChoose;
    this.services = { ...services, toldLines: new Set() }; // help lines of which was told what happens there
    this.node = element("div", { class: "log", role: "log", "aria-live": "polite", "aria-label": strings.log.label });
  }

  clear() {
    this.node.replaceChildren();
    this.services.toldLines.clear();
  }

  /** What the person said. Returns the node, for `refused`. */
  mine(spoken) {
    this.#retireChoices();
    const bubble = element("p", { class: "bubble mine" }, element("span", { class: "unseen" }, `${strings.log.you}: `), spoken);
    this.node.append(bubble);
    this.#show(bubble);
    return bubble;
  }

  /** Marks a message that did not arrive; takes the mark away again with `false`. */
  mark(bubble, refused) {
    bubble.querySelector(".not-sent")?.remove();
    if (refused) bubble.append(element("span", { class: "not-sent" }, strings.failure.notSent));
  }

  /** One answer. `focus` moves the keyboard to it: the button that was pressed is gone by now. */
  answer(messages, { focus = false, show = true } = {}) {
    // A crisis answer does not say its own language; the lines that come with it do.
    const language = text(records(messages).find((message) => message.custom?.type === "handoff")?.custom.language);
    const parts = records(messages).flatMap((message) => this.#message(message, { ...this.services, language }));
    if (!parts.length) return;
    const crisis = parts.findIndex((part) => part.matches(".crisis"));
    if (crisis >= 0 && parts[crisis + 1]?.matches(".choices") && parts[crisis + 2]?.matches(".handoff")) {
      parts.splice(crisis + 1, 2, parts[crisis + 2], parts[crisis + 1]); // the number to call stands right under the crisis text
    }
    const turn = element("div", { class: "turn", tabindex: -1 }, element("span", { class: "unseen" }, `${strings.log.bot}: `), ...parts);
    this.node.append(turn);
    if (show) this.#show(this.#beginOf(turn, crisis >= 0));
    if (focus) turn.focus({ preventScroll: true });
  }

  /** A line of the widget itself, with at most one button, which goes away when it is used. */
  note(spoken, label, action) {
    const button =
      label &&
      element("button", { type: "button", onClick: () => { note.remove(); action(); } }, label);
    const note = element("div", { class: "note" }, spoken && element("p", {}, spoken), button);
    this.node.append(note);
    if (!spoken) return;
    this.#show(note);
  }

  #message(message, services) {
    const built = card(message, services);
    const saidInCard = built && SPEAKS_ITSELF.has(message.custom.type);
    const spoken = text(message.text);
    return [
      spoken && !saidInCard && element("p", { class: "bubble" }, spoken),
      built,
      this.#choices(message),
    ].filter(Boolean);
  }

  #choices(message) {
    const buttons = records(message.buttons).filter((button) => text(button.title) && text(button.payload));
    if (!buttons.length) return null;
    const custom = message.custom ?? {};
    const lasting = custom.type === "crisis" || custom.urgency === "crisis";
    const group = element(
      "div",
      {
        class: lasting ? "choices lasting" : "choices",
        role: "group",
        "aria-label": strings.log.choices,
        "data-fact": text(custom.fact) || null,
      },
      ...buttons.map((button) =>
        element(
          "button",
          {
            type: "button",
            class: ASIDE.test(button.payload) ? "aside" : null,
            value: button.payload,
            onClick: () => {
              group.remove();
              this.onChoose({ title: text(button.title), payload: button.payload });
            },
          },
          text(button.title),
        ),
      ),
    );
    return group;
  }

  #retireChoices() {
    for (const group of this.node.querySelectorAll(".choices:not(.lasting)")) group.remove();
    for (const note of this.node.querySelectorAll(".note button")) note.remove();
  }

  /** From where an answer is read: the own words above it when they are short, except in a crisis. */
  #beginOf(turn, crisis) {
    const before = turn.previousElementSibling;
    return !crisis && before?.matches(".mine") && before.offsetHeight < innerHeight / 5 ? before : turn;
  }

  #show(node) {
    node.scrollIntoView({ block: "start" });
  }
}
