// Every page, as whoever may see it: accessible, inside the policy, no wider than the screen, valid HTML.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import AxeBuilder from '@axe-core/playwright';
import { signIn, startDemo } from './demo.mjs';
import { PAGES, PERSONAS, find } from './shots/pages.mjs';
import { DESKTOP, PHONE, openPage } from './site.mjs';

const HTML = fileURLToPath(new URL('../../target/browser/html/', import.meta.url));
const JAR = createRequire(import.meta.url).resolve('vnu-jar/build/dist/vnu.jar');
const WHO = ['visitor', 'free', 'lapsed', 'paying', 'moderator', 'owner'];

/** Two looks at each page, in one language or the other by turns: every pair of language, device and colours is seen. */
const LOOKS = {
  'zh-CN': [[PHONE, 'light'], [DESKTOP, 'dark']],
  en: [[DESKTOP, 'light'], [PHONE, 'dark']],
};

let site;
let places;
before(async () => {
  await rm(HTML, { recursive: true, force: true });
  await mkdir(HTML, { recursive: true });
  site = await startDemo();
  places = await find(site);
});
after(async () => { await site?.stop(); });

const pagesOf = (who, locale) => PAGES
  .filter((page) => page.who === who && !page.name.startsWith('gallery'))
  .filter((_, turn) => (turn % 2 === 0) === (locale === 'en'))
  .map(({ name, path, act }) => ({ name, act, path: typeof path === 'function' ? path(places) : path }));

async function complaintsAbout(page, look) {
  const [viewport, colorScheme] = look;
  await page.setViewportSize(viewport);
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  const { violations } = await new AxeBuilder({ page }).analyze();
  const said = violations.map((v) => `${v.id}: ${v.nodes.map((node) => node.target).join(' | ')}`);
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  if (beyond > 0) said.push(`${beyond} px too wide`);
  return said.map((text) => `${viewport === PHONE ? 'phone' : 'desktop'} ${colorScheme}: ${text}`);
}

for (const locale of ['zh-CN', 'en']) {
  for (const who of WHO) {
    test(`the pages of the ${who} in ${locale} are accessible, keep the policy and fit`, async () => {
      const visit = await openPage(site, { locale, viewport: LOOKS[locale][0][0] });
      const { page, context, complaints } = visit;
      if (PERSONAS[who]) {
        await signIn(visit, PERSONAS[who]);
        await context.addCookies([{ name: 'l', value: locale, url: site.origin }]);
      }
      const found = [];
      for (const { name, path, act } of pagesOf(who, locale)) {
        await page.goto(path);
        if (act) await act(page);
        else {
          const answer = await context.request.get(path, { headers: { accept: 'text/html', 'accept-language': locale } });
          await writeFile(`${HTML}${name}.html`, await answer.text());
        }
        for (const look of LOOKS[locale]) {
          found.push(...(await complaintsAbout(page, look)).map((text) => `${name} ${text}`));
        }
        found.push(...complaints.splice(0).map((text) => `${name}: ${text}`));
      }
      assert.deepEqual(found, []);
      await context.close();
    });
  }
}

test('the HTML of every page is valid', async (t) => {
  const run = promisify(execFile);
  const java = await run('java', ['-version']).catch(() => null);
  if (!java) {
    t.skip('no java here: the HTML was not validated (apt-get install default-jre-headless)');
    return;
  }
  const { stderr } = await run('java', ['-jar', JAR, '--format', 'json', '--exit-zero-always', HTML], { maxBuffer: 64 << 20 });
  const { messages } = JSON.parse(stderr);
  const wrong = messages.filter(({ type, subType }) => type === 'error' || subType === 'warning')
    .map(({ url, lastLine, message, extract }) => `${url.split('/').pop()}:${lastLine}: ${message} ${extract.trim()}`);
  assert.deepEqual(wrong, []);
});
