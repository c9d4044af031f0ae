// Builds DOM nodes. Strings become text nodes, never markup: what people and services write cannot run here.

/**
 * @param {string} tag
 * @param {Record<string, unknown>} [attributes] null, undefined and false are left out; a function under `onX` listens to event x
 * @param {...(Node | string | null | undefined | false)} children empty ones are left out
 */
export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2).toLowerCase(), value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.filter(Boolean).map(unbroken));
  return node;
}

/** Keeps "116 000" on one line. */
const unbroken = (child) => (typeof child === "string" ? child.replace(/(\d) (?=\d)/g, "$1\u00a0") : child);

/** A string as it came, anything else as nothing: odd input is left out, it does not break the page. */
export const text = (value) => (typeof value === "string" ? value.trim() : "");

/** A list as it came, anything else as an empty one. */
export const list = (value) => (Array.isArray(value) ? value.filter((item) => item !== null && item !== undefined) : []);

/** A list of objects: the shape most fields of a message have. */
export const records = (value) => list(value).filter((item) => typeof item === "object" && !Array.isArray(item));

/** A text cut after its first sentence: [first, rest]. Browsers without the segmenter get it in one piece. */
export function firstSentence(spoken) {
  if (!Intl.Segmenter) return ["", spoken];
  const [first] = new Intl.Segmenter("nl", { granularity: "sentence" }).segment(spoken);
  return first ? [first.segment.trim(), spoken.slice(first.segment.length).trim()] : ["", spoken];
}

/** An unordered list of texts, or nothing when there are none. */
export function bullets(texts) {
  const items = texts.filter(Boolean);
  return items.length ? element("ul", {}, ...items.map((item) => element("li", {}, item))) : null;
}
