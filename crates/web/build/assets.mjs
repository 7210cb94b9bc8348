// Builds what browsers load: `npm run build` writes dist/ with names that carry a hash of the
// content, each file also as .gz and .br, and manifest.json from logical to hashed name.

import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

import { build } from "esbuild";

import { withinBudgets } from "./budgets.mjs";
import { checkIcons, sprite } from "./icons.mjs";
import { checkProgressStyle } from "./turbo.mjs";

const here = dirname(dirname(fileURLToPath(import.meta.url)));
const out = join(here, "dist");
const target = ["chrome123", "edge123", "firefox128", "safari17.5"];

/** Elements that are loaded once one stands on the page (scripts/elements.ts). */
const LAZY = ["y-editor.ts", "y-pictures.ts", "y-passkey.ts", "y-tags.ts"];

const SHEETS = ["site", "plain", "member", "studio"].map((name) => `styles/${name}.css`);

const shared = { bundle: true, minify: true, metafile: true, outdir: out, target, legalComments: "none", logLevel: "warning", absWorkingDir: here };

/** Our elements are files of their own, so that a page without them loads one script and no part. */
async function elements() {
  const found = (await readdir(join(here, "scripts"))).filter((file) => LAZY.includes(file));
  const { metafile } = await build({
    ...shared, entryPoints: found.map((file) => `scripts/${file}`), entryNames: "[name].[hash]", format: "esm",
  });
  return metafile.outputs;
}

/** Points `import("./y-editor.ts")` to the file that was built for it. */
function lazily(built) {
  const files = new Map(Object.entries(built).map(([path, output]) => [basename(output.entryPoint), basename(path)]));
  return {
    name: "lazily",
    setup: (bundler) => bundler.onResolve({ filter: /\/y-[a-z]+\.ts$/ }, ({ path, kind }) => {
      const file = kind === "dynamic-import" ? files.get(basename(path)) : undefined;
      return file ? { path: `./${file}`, external: true } : undefined;
    }),
  };
}

async function bundle() {
  const lazy = await elements();
  const styles = await build({
    ...shared, entryPoints: SHEETS, entryNames: "[name].[hash]",
  });
  const scripts = await build({
    ...shared, entryPoints: ["scripts/visitor.ts", "scripts/member.ts"], entryNames: "[name].[hash]",
    format: "esm", plugins: [lazily(lazy)],
  });
  return { ...styles.metafile.outputs, ...scripts.metafile.outputs, ...lazy };
}

/** Logical name of each entry point: `styles/site.css` is site.css, `scripts/member.ts` member.js. */
function names(outputs) {
  const manifest = {};
  for (const [path, output] of Object.entries(outputs)) {
    if (!output.entryPoint || !/\/(site|plain|studio|visitor|member)\.(css|ts)$/u.test(output.entryPoint)) continue;
    manifest[basename(output.entryPoint).replace(/\.ts$/u, ".js")] = basename(path);
  }
  return manifest;
}

async function icons(manifest) {
  const text = await sprite(here);
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 8).toUpperCase();
  manifest["icons.svg"] = `icons.${hash}.svg`;
  await writeFile(join(out, manifest["icons.svg"]), text);
}

async function compress() {
  for (const name of await readdir(out)) {
    const bytes = await readFile(join(out, name));
    const small = await promisify(gzip)(bytes, { level: 9 });
    const smaller = await promisify(brotliCompress)(bytes, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
    });
    await writeFile(join(out, `${name}.gz`), small);
    await writeFile(join(out, `${name}.br`), smaller);
  }
}

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
await checkIcons(here);
const manifest = names(await bundle());
await icons(manifest);
await compress();
await checkProgressStyle(here);
await writeFile(join(out, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
if (!(await withinBudgets(here))) process.exitCode = 1;
