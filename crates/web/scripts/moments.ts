const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const RELATIVE = 7 * DAY;

const format = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "auto" });

/** The words for an age in seconds; nothing for the first minute and after a week, as the server wrote them. */
function words(age: number): string | null {
  if (age < MINUTE || age >= RELATIVE) return null;
  if (age < HOUR) return format.format(-Math.floor(age / MINUTE), "minute");
  if (age < DAY) return format.format(-Math.floor(age / HOUR), "hour");
  return format.format(-Math.floor(age / DAY), "day");
}

/** Keeps the recent moments of the page right. */
export function refreshMoments(): void {
  const now = Date.now();
  for (const time of document.querySelectorAll<HTMLTimeElement>("time[data-rel]")) {
    const text = words((now - Date.parse(time.dateTime)) / 1000);
    if (text !== null && time.textContent !== text) time.textContent = text;
  }
}

/** Refreshes them every minute while the page is seen. */
export function keepMoments(): void {
  refreshMoments();
  setInterval(() => { if (!document.hidden) refreshMoments(); }, MINUTE * 1000);
}
