// Links to phone numbers and sites. Only tel:, mailto: and http(s): a `javascript:` address becomes plain text.

import { element } from "./element.js";
import { strings } from "./strings.js";

export function phoneLink(number, label = number) {
  const digits = number.replace(/[^\d+]/g, "");
  if (!digits) return element("span", {}, label);
  return element("a", { class: "phone", href: `tel:${digits}` }, label);
}

export function siteLink(address, label) {
  let url;
  try {
    url = new URL(address);
  } catch {
    return element("span", {}, label);
  }
  if (url.protocol === "mailto:") return element("a", { href: url.href }, label);
  if (url.protocol === "tel:") return phoneLink(url.pathname, label);
  if (url.protocol !== "https:" && url.protocol !== "http:") return element("span", {}, label);
  return element(
    "a",
    { href: url.href, target: "_blank", rel: "noopener noreferrer" },
    label,
    element("span", { class: "unseen" }, ` ${strings.links.newTab}`),
  );
}
