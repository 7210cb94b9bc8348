// Turbo would add one style element for its progress bar, should it ever be shown. The CSP names
// that style by its hash; this computes it from the package's own text.

import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** Fails when the hash in src/headers.rs is not that of the package's style. */
export async function checkProgressStyle(here) {
  const hash = await styleHash(here);
  const headers = await readFile(join(here, "src/headers.rs"), "utf8");
  if (!headers.includes(hash)) throw new Error(`src/headers.rs must name Turbo's style: '${hash}'`);
}

async function styleHash(here) {
  const source = await readFile(join(here, "node_modules/@hotwired/turbo/dist/turbo.es2017-esm.js"), "utf8");
  const unindent = source.match(/function unindent\([\s\S]*?\n\}/u);
  const interpolate = source.match(/function interpolate\([\s\S]*?\n\}/u);
  const css = source.match(/static get defaultCSS\(\) \{\s*return (unindent`[\s\S]*?`)/u);
  const duration = source.match(/static animationDuration = (\d+)/u);
  if (!unindent || !css || !duration) throw new Error("Turbo's progress bar has changed: read its source again");
  const text = new Function("ProgressBar", `${unindent[0]}\n${interpolate?.[0] ?? ""}\nreturn ${css[1]}`)({ animationDuration: Number(duration[1]) });
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
