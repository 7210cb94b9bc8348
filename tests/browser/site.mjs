// A site of its own for each test file: the program on a free port over a temporary folder.
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

export const PROGRAM = process.env.YAJI ?? fileURLToPath(new URL('../../target/debug/yaji', import.meta.url));

const FLAGS = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

/** How long a page may take to show what is waited for; the machines that test are shared. */
const PATIENCE_MS = 15_000;

/** The width to which a page reflows at four times its size (WCAG 1.4.10). */
export const NARROW = { width: 320, height: 640 };
export const PHONE = { width: 390, height: 844 };
export const DESKTOP = { width: 1440, height: 900 };

/** What runs, and the folder it runs on: nothing of it outlives the tests, however they end. */
const running = new Map();
process.on('exit', () => {
  for (const [child, folder] of running) {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
});
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));

/** Milliseconds that a server may take to leave when it is asked to. */
const FAREWELL_MS = 10_000;

async function end(child, folder) {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = new Promise((left) => { child.once('exit', left); });
    child.kill('SIGTERM');
    const late = setTimeout(() => child.kill('SIGKILL'), FAREWELL_MS);
    await ended;
    clearTimeout(late);
  }
  running.delete(child);
  await rm(folder, { recursive: true, force: true });
}

async function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Runs the program once and gives what it printed. */
export async function command(folder, ...args) {
  return new Promise((resolve, reject) => {
    const child = spawn(PROGRAM, [...args, '--data', folder], { stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    let err = '';
    child.stdout.on('data', (text) => { out += text; });
    child.stderr.on('data', (text) => { err += text; });
    child.on('error', reject);
    child.on('exit', (code) => (code === 0 ? resolve(out) : reject(new Error(`${args[0]}: ${err}${out}`))));
  });
}

/** Starts the program over a folder; null when the port was taken meanwhile. */
async function serve(folder) {
  const listen = `127.0.0.1:${await freePort()}`;
  const child = spawn(PROGRAM, ['serve', '--data', folder, '--listen', listen], { stdio: ['ignore', 'pipe', 'pipe'] });
  running.set(child, folder);
  let text = '';
  child.stdout.on('data', (more) => { text += more; });
  child.stderr.on('data', (more) => { text += more; });
  const origin = `http://${listen}`;
  for (let tries = 0; tries < 300; tries += 1) {
    if (child.exitCode !== null) {
      running.delete(child);
      if (/address.*in use/i.test(text)) return null;
      break;
    }
    const answer = await fetch(`${origin}/readyz`).catch(() => null);
    if (answer?.ok) return { child, origin, printed: () => text };
    await new Promise((wait) => { setTimeout(wait, 100); });
  }
  throw new Error(`the site did not start: ${text}`);
}

/** Starts a site; `fill` may run commands on its folder first. */
export async function startSite(fill = async () => {}) {
  const folder = await mkdtemp(join(tmpdir(), 'yaji-browser-'));
  await fill(folder);
  let served = null;
  while (!served) served = await serve(folder);
  const { child, origin, printed } = served;
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: FLAGS });
  return {
    origin,
    folder,
    printed,
    browser,
    async stop() {
      await browser.close();
      await end(child, folder);
    },
  };
}

/** A page that notes every violation of the content policy and every error of a script. */
export async function openPage(
  site,
  { viewport = DESKTOP, locale = 'en', scheme = 'light', script = true, calm = false, origin = site.origin } = {},
) {
  const context = await site.browser.newContext({
    viewport, locale, colorScheme: scheme, javaScriptEnabled: script, baseURL: origin,
    reducedMotion: calm ? 'reduce' : 'no-preference',
  });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  const complaints = [];
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('status of 4')) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  return { page, context, complaints, origin };
}

/** Gives the page a screen of its own height, so that what stays at the edge of a screen covers nothing. */
export async function unroll(page, { width, height }) {
  await page.setViewportSize({ width, height });
  // Fields may grow with the screen, so the height is asked for twice.
  for (let turn = 0, tall = height; turn < 2; turn += 1) {
    const whole = await page.evaluate(() => document.documentElement.scrollHeight);
    if (whole <= tall) return;
    tall = whole;
    await page.setViewportSize({ width, height: tall });
  }
}
