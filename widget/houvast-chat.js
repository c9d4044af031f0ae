// <houvast-chat>: the conversation as a web component.
//
//   <script type="module" src="https://…/widget/houvast-chat.js"></script>
//   <houvast-chat></houvast-chat>
//
// Attribute `api`: where the gateway lives, when that is not where this file came from. Links of the page with
// `data-houvast-exit` become the quick exit; a page without one gets the link of the component. Nothing is stored.

import { Api } from "./api.js";
import { Composer } from "./composer.js";
import { element } from "./element.js";
import { fallbackLines } from "./fallback_lines.js";
import { MessageLog } from "./message_log.js";
import { leave, NEUTRAL_PAGE, watchEscape } from "./quick_exit.js";
import { sessionControls } from "./session_controls.js";
import { strings } from "./strings.js";
import { stylesheet } from "./stylesheet.js";

const SLOW_AFTER_MS = 6_000;

class HouvastChat extends HTMLElement {
  #api;
  #log;
  #composer;
  #status;
  #connection;
  #turns = Promise.resolve(); // one message at a time, in the order they were sent
  #conversation = 0; // raised by start over and wipe: answers to an older conversation are dropped

  connectedCallback() {
    if (!this.shadowRoot) this.#build();
    this.#connection = new AbortController();
    this.#takeExitLinks(this.#connection.signal);
    if (!this.#api.hasSession) this.#begin();
  }

  disconnectedCallback() {
    this.#connection.abort();
  }

  /** Ends the session and leaves the page at once. */
  leave(address = NEUTRAL_PAGE) {
    leave(() => this.#api.end(), address);
  }

  #build() {
    this.#api = new Api(this.getAttribute("api") ?? new URL("../", import.meta.url));
    this.#log = new MessageLog((button) => this.#say(button.title, button.payload, { focus: true }), {
      rate: (helped) => this.#api.rate(helped),
    });
    this.#composer = new Composer((message) => this.#say(message, message));
    this.#status = element("p", { class: "status", role: "status" });
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [stylesheet];
    root.append(
      element(
        "section",
        { class: "chat", lang: "nl-BE", "aria-label": strings.bar.conversation },
        !document.querySelector("a[data-houvast-exit]") &&
          element("p", { class: "exit" }, element("a", { href: NEUTRAL_PAGE, "data-houvast-exit": "" }, strings.bar.exit)),
        this.#log.node,
        this.#status,
        this.#composer.node,
        sessionControls({ onStartOver: () => this.#startOver(), onWipe: () => this.#wipe() }),
      ),
    );
  }

  #takeExitLinks(signal) {
    const links = [...document.querySelectorAll("a[data-houvast-exit]"), ...this.shadowRoot.querySelectorAll("a[data-houvast-exit]")];
    for (const link of links) {
      const go = (event) => {
        event.preventDefault();
        this.leave(link.href);
      };
      link.addEventListener("click", go, { signal });
    }
    watchEscape({
      onLeave: () => this.leave(links[0].href),
      onPress: (left) => (this.#status.textContent = strings.bar.exitCountdown(left)),
      signal,
    });
  }

  // --- a conversation ---------------------------------------------------------------------------------------------

  #begin({ focus = false } = {}) {
    return this.#inTurn(async (isCurrent) => {
      try {
        const messages = await this.#api.open();
        if (isCurrent()) this.#log.answer(messages, { focus, show: focus });
        else this.#api.end();
      } catch (failure) {
        if (!isCurrent()) return;
        this.#explain(failure);
        this.#log.note("", strings.failure.retry, () => this.#begin({ focus: true }));
      }
    });
  }

  /** Shows `spoken` as the person's words and sends `message`: the same, or the payload of the button. */
  #say(spoken, message, { focus = false } = {}) {
    const bubble = this.#log.mine(spoken);
    this.#deliver(bubble, message, messageId(), focus);
  }

  #deliver(bubble, message, messageId, focus) {
    return this.#inTurn(async (isCurrent) => {
      try {
        if (!this.#api.hasSession) this.#log.answer(await this.#api.open());
        const messages = await this.#api.send(message, messageId);
        if (isCurrent()) this.#log.answer(messages, { focus });
      } catch (failure) {
        if (!isCurrent()) return;
        this.#log.mark(bubble, true);
        this.#explain(failure);
        if (failure.status === 413) {
          if (this.#composer.restore(message)) bubble.remove(); // too long: back in the field, to shorten
          return;
        }
        this.#log.note("", strings.failure.retry, () => {
          this.#log.mark(bubble, false);
          this.#deliver(bubble, message, messageId, true);
        });
      }
    });
  }

  /** What the gateway said, or our own lines when it said nothing. */
  #explain(failure) {
    if (failure.messages?.length) {
      this.#log.answer(failure.messages);
      return;
    }
    const offline = failure.status === 0;
    this.#log.answer([
      {
        text: offline ? strings.failure.offline : strings.failure.unreadable,
        custom: { type: "handoff", urgency: "high", lines: fallbackLines },
      },
    ]);
  }

  #startOver() {
    this.#drop();
    this.#api.end();
    this.#log.note(strings.session.restarted);
    this.#begin({ focus: true });
  }

  async #wipe() {
    try {
      await this.#api.wipe();
    } catch {
      this.#log.note(strings.session.wipeFailed);
      return;
    }
    this.#drop();
    this.#log.note(strings.session.wiped, strings.session.fresh, () => this.#begin({ focus: true }));
  }

  #drop() {
    this.#conversation += 1;
    this.#turns = Promise.resolve();
    this.#status.textContent = "";
    this.#log.clear();
  }

  /** Runs `work` after what is under way, and shows meanwhile that something is. */
  #inTurn(work) {
    const mine = this.#conversation;
    const isCurrent = () => mine === this.#conversation;
    this.#turns = this.#turns.then(async () => {
      if (!isCurrent()) return;
      this.#status.textContent = strings.log.busy;
      this.#status.classList.add("busy");
      const slow = setTimeout(() => isCurrent() && (this.#status.textContent = strings.log.slow), SLOW_AFTER_MS);
      try {
        await work(isCurrent);
      } finally {
        clearTimeout(slow);
        if (isCurrent()) {
          this.#status.textContent = "";
          this.#status.classList.remove("busy");
        }
      }
    });
    return this.#turns;
  }
}

/** 128 random bits. Not `crypto.randomUUID`: that is missing on plain http, as on a phone in the same network. */
function messageId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

customElements.define("houvast-chat", HouvastChat);
