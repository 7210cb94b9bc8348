// The sprite: the Lucide drawings named in icons/names.txt and our own in icons/own.

import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";

/** `web::icon("bell")` and macro arguments such as `icon="bell"`. */
const CALLED = /web::icon(?:_small|_large)?\("([^"]+)"\)|\bicon="([^"]+)"/gu;

async function names(here) {
  const text = await readFile(join(here, "icons/names.txt"), "utf8");
  const own = (await readdir(join(here, "icons/own"))).filter((file) => file.endsWith(".svg")).map((file) => file.replace(/\.svg$/u, ""));
  return { lucide: text.split("\n").filter(Boolean), own };
}

/** What stands between `<svg …>` and `</svg>`, in one line. */
function drawing(svg) {
  const inside = svg.replace(/<!--[\s\S]*?-->/gu, "").match(/<svg[^>]*>([\s\S]*)<\/svg>/u);
  if (!inside) throw new Error("a drawing without <svg>");
  return inside[1].replace(/\s*\n\s*/gu, "").replace(/ \/>/gu, "/>");
}

/** One SVG with a symbol for each name. */
export async function sprite(here) {
  const { lucide, own } = await names(here);
  const files = [
    ...lucide.map((name) => [name, join(here, "node_modules/lucide-static/icons", `${name}.svg`)]),
    ...own.map((name) => [name, join(here, "icons/own", `${name}.svg`)]),
  ];
  let symbols = "";
  for (const [name, path] of files) {
    symbols += `<symbol id="${name}" viewBox="0 0 24 24">${drawing(await readFile(path, "utf8"))}</symbol>`;
  }
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols}</svg>`;
}

/** Every icon that a template of any slice names must be in the sprite. */
export async function checkIcons(here) {
  const { lucide, own } = await names(here);
  const known = new Set([...lucide, ...own]);
  const crates = join(here, "..");
  const missing = [];
  for (const path of await readdir(crates, { recursive: true })) {
    if (!/^[^/]+\/templates\/.*\.html$/u.test(path)) continue;
    const text = await readFile(join(crates, path), "utf8");
    for (const [, called, named] of text.matchAll(CALLED)) {
      const name = called ?? named;
      if (!known.has(name)) missing.push(`${path}: ${name}`);
    }
  }
  if (missing.length > 0) throw new Error(`icons that are not in icons/names.txt:\n${missing.join("\n")}`);
}
