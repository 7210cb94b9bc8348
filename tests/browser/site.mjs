// A site of its own for each test file: the program on a free port over a temporary folder.
import { spawn } from 'node:child_process';
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

export const PHONE = { width: 390, height: 844 };
export const DESKTOP = { width: 1440, height: 900 };

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

/** Starts a site; `fill` may run commands on its folder first. */
export async function startSite(fill = async () => {}) {
  const folder = await mkdtemp(join(tmpdir(), 'yaji-browser-'));
  await fill(folder);
  const port = await freePort();
  const child = spawn(PROGRAM, ['serve', '--data', folder, '--listen', `127.0.0.1:${port}`], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  child.stdout.on('data', (text) => { printed += text; });
  child.stderr.on('data', (text) => { printed += text; });
  const origin = `http://127.0.0.1:${port}`;
  for (let tries = 0; ; tries += 1) {
    const answer = await fetch(`${origin}/readyz`).catch(() => null);
    if (answer?.ok) break;
    if (tries > 300 || child.exitCode !== null) throw new Error(`the site did not start: ${printed}`);
    await new Promise((wait) => setTimeout(wait, 100));
  }
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: FLAGS });
  return {
    origin,
    folder,
    printed: () => printed,
    browser,
    async stop() {
      await browser.close();
      child.kill('SIGTERM');
      await new Promise((ended) => { child.once('exit', ended); });
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A page that notes every violation of the content policy and every error of a script. */
export async function openPage(
  site,
  { viewport = DESKTOP, locale = 'en', scheme = 'light', script = true, origin = site.origin } = {},
) {
  const context = await site.browser.newContext({
    viewport, locale, colorScheme: scheme, javaScriptEnabled: script, baseURL: origin,
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
