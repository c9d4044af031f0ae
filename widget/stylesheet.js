// The looks of the component. A constructed stylesheet: allowed by `style-src 'self'`, and no second request.
// A page with a sticky header sets `scroll-padding-top` on its root, so that turns do not scroll under it.

export const stylesheet = new CSSStyleSheet();
stylesheet.replaceSync(`
:host {
  --text: #22303a;
  --muted: #4d5b66;
  --ground: #f7f5f0;
  --surface: #ffffff;
  --mine: #dcebe9;
  --line: #c9cfcf;
  --control: #6b7881;
  --accent: #0b5a60;
  --on-accent: #ffffff;
  --warm: #fdf1e3;
  --warm-line: #a4530a;
  --good: #1d6b3c;
  display: block;
  color: var(--text);
  font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
  font-size: 1.0625rem;
  line-height: 1.5;
  color-scheme: light dark;
}
@media (prefers-color-scheme: dark) {
  :host {
    --text: #e4e1da;
    --muted: #b2b8ba;
    --ground: #14191d;
    --surface: #1e252a;
    --mine: #1d3a3d;
    --line: #3d474d;
    --control: #8c979d;
    --accent: #8fd0cf;
    --on-accent: #0d2224;
    --warm: #33261a;
    --warm-line: #eaa560;
    --good: #85cf9f;
  }
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
h2, h3, p, ul, ol, blockquote { margin: 0; }
h2 { font-size: 1.0625rem; line-height: 1.3; }
h3 { font-size: 1rem; margin-top: .75rem; }
ul, ol { padding-left: 1.4rem; }
li + li { margin-top: .35rem; }
a { color: var(--accent); text-underline-offset: .15em; }
.small, .told, .hint, .counter, .about { font-size: .9375rem; color: var(--muted); }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
summary:focus-visible, a:focus-visible { border-radius: 4px; }
.ways a:focus-visible { border-radius: 1.4rem; }
.turn:focus-visible, .rating:focus-visible { outline-width: 1px; outline-offset: 6px; }

.chat { display: flex; flex-direction: column; }
.exit { position: sticky; top: 0; text-align: right; background: var(--ground); z-index: 1; }
.exit a { display: inline-block; padding: .6rem .25rem; min-height: 44px; font-weight: 600; }

.log { display: flex; flex-direction: column; gap: .75rem; padding: .5rem 0 1rem; min-height: 6rem; overflow-wrap: anywhere; }
.log > * { scroll-margin-top: .75rem; }
.log button, .log a, .log summary, .log input, .log textarea { scroll-margin: 1rem 0 9rem; }
.turn { display: flex; flex-direction: column; align-items: flex-start; gap: .6rem; }
.bubble { max-width: min(36rem, 92%); padding: .65rem .9rem; border: 1px solid var(--line); border-radius: .35rem 1.1rem 1.1rem 1.1rem; background: var(--surface); white-space: pre-line; }
.bubble.mine { align-self: flex-end; border-color: transparent; border-radius: 1.1rem 1.1rem .35rem 1.1rem; background: var(--mine); }
.not-sent { display: block; font-size: .875rem; font-weight: 600; color: var(--warm-line); }
.note { align-self: stretch; text-align: center; color: var(--muted); }
.note button { margin-top: .5rem; }

.card { width: 100%; padding: .9rem 1rem; border: 1px solid var(--line); border-radius: .9rem; background: var(--surface); display: flex; flex-direction: column; gap: .5rem; }
.card p, .card li { white-space: pre-line; }
.icon { display: inline-grid; place-items: center; flex: none; width: 1.6rem; height: 1.6rem; border: 2px solid currentColor; border-radius: 50%; font-weight: 700; line-height: 1; }

.choices { display: flex; flex-wrap: wrap; gap: .5rem; }
button { font: inherit; color: var(--accent); background: var(--surface); border: 1.5px solid var(--accent); border-radius: 1.4rem; min-height: 44px; padding: .4rem 1rem; cursor: pointer; text-align: left; }
button:hover { background: var(--mine); }
button.primary { color: var(--on-accent); background: var(--accent); text-align: center; }
button.primary:hover { text-decoration: underline; }
button.aside { color: var(--text); background: none; border: 1px solid var(--control); }
button.quiet { border-color: transparent; background: none; padding: .4rem; text-decoration: underline; text-underline-offset: .15em; font-size: .9375rem; }
button.quiet:hover { background: var(--mine); }

details > summary { min-height: 44px; padding: .55rem 0; cursor: pointer; color: var(--accent); font-weight: 600; }
.why { font-size: .9375rem; }
.why > summary { font-weight: 400; }
.why > p { color: var(--muted); }
summary:hover { text-decoration: underline; text-underline-offset: .15em; }
details > summary + * { margin-top: 0; }
details > details { margin-top: .5rem; }

.crisis { border: 2px solid var(--warm-line); border-left-width: 8px; background: var(--warm); }
.crisis .card-label { display: flex; align-items: center; gap: .5rem; font-weight: 700; color: var(--warm-line); }
.crisis .spoken { font-size: 1.125rem; }
.urgent { border: 2px solid var(--warm-line); }
.urgent .ways a.phone { font-size: 1.125rem; }

.lines { list-style: none; padding: 0; }
.lines > li + li { margin-top: .75rem; padding-top: .75rem; border-top: 1px solid var(--line); }
.urgent .lines > li + li { margin-top: .25rem; }
.line-head { display: flex; flex-wrap: wrap; align-items: baseline; column-gap: .6rem; }
.hours { font-size: .9375rem; color: var(--muted); }
.hours.open { color: var(--good); font-weight: 600; }
.ways { display: flex; flex-wrap: wrap; gap: .5rem; margin: .35rem 0; }
.ways a { display: inline-flex; align-items: center; min-height: 44px; padding: .3rem .9rem; border: 1.5px solid var(--accent); border-radius: 1.4rem; text-decoration: none; }
.ways a.phone { color: var(--on-accent); background: var(--accent); font-weight: 600; }
.ways a:hover { text-decoration: underline; }
.told { margin-top: .4rem; }
.told-label { font-weight: 600; }

.assessment h2 { display: flex; flex-direction: column; gap: .4rem; }
.who { font-weight: 400; }
.verdict { display: flex; align-items: center; gap: .6rem; }
.lead { font-weight: 600; }
.assessment + .assessment .what-if { display: none; } /* said once in a turn */
.punishable .icon, .formally_not_allowed .icon { color: var(--warm-line); }
.not_punishable .icon, .allowed_if .icon { color: var(--good); }
.what-if { font-size: .9375rem; font-style: italic; color: var(--muted); }

.plan ol { padding-left: 1.6rem; }
.plan ol > li::marker { font-weight: 700; color: var(--accent); }
.plan .why { margin-bottom: -.6rem; }
.plan li + li { margin-top: .9rem; padding-top: .9rem; border-top: 1px solid var(--line); }
blockquote { margin: .35rem 0; padding-left: .8rem; border-left: 3px solid var(--accent); font-style: italic; }
blockquote::before { content: "“"; }
blockquote::after { content: "”"; }

.flag-name { display: flex; align-items: center; gap: .6rem; }
.pennant { width: 1.5rem; height: 1.1rem; border: 1px solid var(--text); background: var(--pennant); }
.flag.green { --pennant: #2e8b57; } .flag.yellow { --pennant: #f2c230; } .flag.red { --pennant: #c62f2f; } .flag.black { --pennant: #000; }

.checklist ul { list-style: none; padding: 0; }
.checklist label { display: flex; gap: .7rem; align-items: center; min-height: 44px; }
.checklist input { flex: none; width: 1.4rem; height: 1.4rem; accent-color: var(--accent); }
textarea { font: inherit; color: inherit; background: var(--surface); border: 1.5px solid var(--control); border-radius: .9rem; padding: .55rem .8rem; width: 100%; resize: vertical; }
.summary button { align-self: flex-start; }

.status { min-height: 1.6rem; color: var(--muted); font-size: .9375rem; }
.status.busy::before { content: "● "; color: var(--accent); animation: breathe 1.6s ease-in-out infinite; }
@keyframes breathe { 50% { opacity: .25; } }
@media (prefers-reduced-motion: reduce) { .status.busy::before { animation: none; } }

.composer { position: sticky; bottom: 0; padding: .5rem 0; background: var(--ground); border-top: 1px solid var(--line); }
.composer label { display: block; font-size: .9375rem; font-weight: 600; margin-bottom: .25rem; }
.composer-row { display: flex; flex-wrap: wrap; gap: .5rem; align-items: flex-end; }
.composer textarea { field-sizing: content; min-height: 48px; max-height: 9rem; min-width: 0; flex: 1 1 10rem; resize: none; }
.composer textarea::placeholder { color: var(--muted); opacity: 1; }
.composer textarea[aria-invalid="true"] { border-color: var(--warm-line); border-width: 2px; }
.composer button { min-height: 48px; flex: none; }
.hint { margin-top: .4rem; }
.counter { font-weight: 600; }
.controls { display: flex; flex-wrap: wrap; gap: .25rem; margin-left: -.4rem; }
.wipe-question { display: flex; flex-wrap: wrap; gap: .5rem; width: 100%; padding: .5rem 0; }
.wipe-question p { width: 100%; }
/* Touch screens have their own send key; low windows (zoomed in) need the room for the messages. */
@media (pointer: coarse), (max-width: 30rem) { .hint, .composer label { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); } }
@media (max-height: 26rem) { .composer, .exit { position: static; } .log button, .log a, .log summary, .log input, .log textarea { scroll-margin-bottom: 1rem; } }
/* On a phone a number to call is as wide as the card: easy to hit with one thumb. */
@media (max-width: 30rem) {
  .card { padding: .8rem .85rem; }
  .handoff .ways { flex-direction: column; }
  .handoff .ways a { justify-content: center; text-align: center; min-height: 48px; }
  .crisis .spoken { font-size: 1.0625rem; }
}
@media (max-width: 22rem) { button.quiet { font-size: .875rem; padding: .4rem .25rem; } }
@media (forced-colors: active) { .bubble.mine { border-color: CanvasText; } .pennant { forced-color-adjust: none; } }
`);
