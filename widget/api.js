// Speaks with the gateway. The session token lives in this object only: no storage, no cookie, gone with the page.

const PATIENCE_MS = 32_000; // longer than the gateway lets a message wait, so that its own answer comes first
const PAUSE_BEFORE_RETRY_MS = 1_000;

/** No usable answer: `messages` is what the gateway said (empty when nothing came), `status` 0 without any answer. */
export class NoAnswer extends Error {
  constructor(status, messages = []) {
    super(`no answer (${status})`);
    this.status = status;
    this.messages = messages;
  }
}

export class Api {
  #base;
  #token = null;

  /** @param {string | URL} base where the gateway lives, e.g. "https://houvast.example/" */
  constructor(base) {
    this.#base = base;
  }

  get hasSession() {
    return this.#token !== null;
  }

  /** Opens a session; returns its first messages. */
  async open() {
    const answer = await this.#ask("POST", "api/sessions");
    if (typeof answer.session !== "string" || !answer.session) throw new NoAnswer(0);
    this.#token = answer.session;
    return answer.messages;
  }

  /** Sends one message; the same id after a lost answer, so that it is never processed twice. */
  async send(message, messageId) {
    const body = { message, message_id: messageId };
    try {
      return (await this.#ask("POST", "api/messages", body)).messages;
    } catch (failure) {
      if (!isWorthRetrying(failure)) throw this.#forgetIfExpired(failure);
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_BEFORE_RETRY_MS));
    try {
      return (await this.#ask("POST", "api/messages", body)).messages;
    } catch (failure) {
      throw this.#forgetIfExpired(failure);
    }
  }

  /** Says whether it helped: true or false. */
  async rate(helped) {
    return (await this.#ask("POST", "api/ratings", { helped })).messages;
  }

  /** Deletes the conversation. Without a session, or with one that is gone already, there is nothing left to delete. */
  async wipe() {
    if (!this.hasSession) return;
    try {
      await this.#ask("DELETE", "api/sessions/current");
    } catch (failure) {
      if (failure.status !== 401) throw failure;
    }
    this.#token = null;
  }

  /** Ends and deletes the session without waiting; `keepalive` and text/plain let it outlive the page, without preflight. */
  end() {
    if (!this.hasSession) return;
    const token = this.#token;
    this.#token = null;
    fetch(new URL("api/sessions/end", this.#base), {
      ...common,
      method: "POST",
      headers: { "Content-Type": "text/plain" },
      body: token,
      keepalive: true,
    }).catch(() => {}); // the page is leaving: the session also expires by itself
  }

  #forgetIfExpired(failure) {
    if (failure.status === 401) this.#token = null;
    return failure;
  }

  async #ask(method, path, body) {
    const headers = {};
    if (body) headers["Content-Type"] = "application/json";
    if (this.#token) headers.Authorization = `Bearer ${this.#token}`;
    let status = 0;
    let answer = null;
    try {
      const response = await fetch(new URL(path, this.#base), {
        ...common,
        method,
        headers,
        body: body && JSON.stringify(body),
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      status = response.status;
      answer = status === 204 ? {} : await response.json();
    } catch {
      throw new NoAnswer(status);
    }
    const messages = Array.isArray(answer?.messages) ? answer.messages : [];
    if (status >= 400) throw new NoAnswer(status, messages);
    return { ...answer, messages };
  }
}

const common = { credentials: "omit", cache: "no-store", referrerPolicy: "no-referrer", redirect: "error" };

/** Nothing came back, or a broken page of a proxy: the message may or may not have arrived. */
function isWorthRetrying(failure) {
  return failure.messages.length === 0 && (failure.status === 0 || failure.status >= 500);
}
