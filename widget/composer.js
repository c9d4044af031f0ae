// The field to type in. A text that is too long is still sent: the gateway's safety net reads it, and says why it refuses.

import { element } from "./element.js";
import { strings } from "./strings.js";

const LIMIT = 2000; // characters the gateway accepts
const COUNT_FROM = 200; // characters left when the counter appears

export class Composer {
  /** @param {(text: string) => void} onSend */
  constructor(onSend) {
    this.onSend = onSend;
    this.counter = element("p", { id: "counter", class: "counter", role: "status" });
    this.field = element("textarea", {
      id: "message",
      rows: 1,
      placeholder: strings.composer.placeholder,
      "aria-describedby": "hint counter",
      autocomplete: "off",
      enterkeyhint: "send",
      onInput: () => this.#count(),
      onKeydown: (event) => this.#key(event),
    });
    this.node = element(
      "form",
      {
        class: "composer",
        onSubmit: (event) => {
          event.preventDefault();
          this.#submit();
        },
      },
      element("label", { for: "message" }, strings.composer.label),
      element("div", { class: "composer-row" }, this.field, element("button", { type: "submit", class: "primary" }, strings.composer.send)),
      element("p", { id: "hint", class: "hint" }, strings.composer.hint),
      this.counter,
    );
  }

  focus() {
    this.field.focus();
  }

  /** Gives a refused text back to the person; false when something new stands there already. */
  restore(message) {
    if (this.field.value) return false;
    this.field.value = message;
    this.#count();
    return true;
  }

  #key(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.#submit();
  }

  #submit() {
    const message = this.field.value.trim();
    if (!message) return;
    this.field.value = "";
    this.#count();
    this.onSend(message);
  }

  #count() {
    const left = LIMIT - [...this.field.value].length; // code points, as the gateway counts
    this.counter.textContent =
      left < 0 ? strings.composer.over(-left) : left <= COUNT_FROM ? strings.composer.left(left) : "";
    this.field.setAttribute("aria-invalid", String(left < 0));
  }
}
