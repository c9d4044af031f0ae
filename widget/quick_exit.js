// "Snel weg": ends the session, hides the page at once and puts a neutral page in its place in the history.
// Learned from GOV.UK "Exit this page"; Escape is used here, three times within five seconds.

export const NEUTRAL_PAGE = "https://www.google.be";
const PRESSES = 3;
const WINDOW_MS = 5_000;

/** @param {() => void} endSession must not wait: the page is going away */
export function leave(endSession, address = NEUTRAL_PAGE) {
  endSession();
  document.title = "\u00a0";
  document.documentElement.hidden = true;
  location.replace(address);
}

/** Calls `onLeave` at the third Escape; `onPress(left)` tells how many presses are left. Stops when `signal` aborts. */
export function watchEscape({ onLeave, onPress, signal }) {
  let presses = [];
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Escape" || event.repeat || event.isComposing) return;
      presses = [...presses.filter((at) => event.timeStamp - at < WINDOW_MS), event.timeStamp];
      const left = PRESSES - presses.length;
      if (left <= 0) onLeave();
      else onPress(left);
    },
    { signal, capture: true },
  );
}
