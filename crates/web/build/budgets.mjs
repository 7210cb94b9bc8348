// What a page loads at first, in gzip bytes, beside what it may: `node build/budgets.mjs` reads dist/ and
// fails when something is over; the build and `npm run check` end with it.

import { readFile, readdir, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { argv } from "node:process";
import { fileURLToPath } from "node:url";

const BUDGETS = [
  ["a visitor's styles", ["site.css", "plain.css"], 12_288],
  ["a member's styles", ["site.css", "member.css"], 12_288],
  ["the studio's styles", ["site.css", "member.css", "studio.css"], 16_384],
  ["a visitor's script", ["visitor.js"], 8_192],
  ["a member's script", ["member.js"], 30_720],
];

/** Prints every built file and every budget; whether all are kept. */
export async function withinBudgets(here) {
  const dist = join(here, "dist");
  const manifest = JSON.parse(await readFile(join(dist, "manifest.json"), "utf8"));
  const bytes = async (file) => (await stat(join(dist, `${file}.gz`))).size;
  for (const name of (await readdir(dist)).filter((name) => /\.(css|js|svg)$/u.test(name))) {
    console.log(`${name.padEnd(26)} ${String(await bytes(name)).padStart(6)} B gzip`);
  }
  let within = true;
  for (const [what, names, most] of BUDGETS) {
    let sum = 0;
    for (const name of names) sum += await bytes(manifest[name]);
    console.log(`${what}: ${sum} of ${most} B gzip${sum > most ? "  OVER" : ""}`);
    within &&= sum <= most;
  }
  return within;
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  if (!(await withinBudgets(dirname(dirname(argv[1]))))) process.exitCode = 1;
}
