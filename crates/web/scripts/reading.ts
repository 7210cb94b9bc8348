const TICK_MS = 1000;
const LEAST_SECONDS = 5;

/**
 * Tells the server once that a post was read to its end: its last line was seen, and the page was in
 * sight for at least a third of the time that reading takes. The post says where and how long:
 * `<article data-read="/…" data-seconds="540">`.
 */
export function watchReading(): void {
  const post = document.querySelector<HTMLElement>("[data-read]");
  const end = post?.querySelector(".prose")?.lastElementChild;
  const address = post?.dataset["read"];
  if (!end || !address) return;
  const enough = Math.max(LEAST_SECONDS, Number(post.dataset["seconds"] ?? 0) / 3);
  let seconds = 0;
  let reached = false;
  const watch = new IntersectionObserver((entries) => {
    reached ||= entries.some((entry) => entry.isIntersecting);
  });
  watch.observe(end);
  const timer = setInterval(() => {
    if (!document.hidden) seconds += 1;
    if (!reached || seconds < enough) return;
    clearInterval(timer);
    watch.disconnect();
    navigator.sendBeacon(address);
  }, TICK_MS);
}
