// Every page, as whoever may see it: accessible, inside the policy, no wider than the screen, valid HTML.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { violations } from './axe.mjs';
import { PEOPLE, signIn, startDemo } from './demo.mjs';
import { PAGES, find, startOf } from './shots/pages.mjs';
import { DESKTOP, NARROW, PHONE, openPage, startSite, unroll } from './site.mjs';

const HTML = fileURLToPath(new URL('../../target/browser/html/', import.meta.url));
const JAR = createRequire(import.meta.url).resolve('vnu-jar/build/dist/vnu.jar');
const WHO = ['visitor', 'free', 'lapsed', 'paying', 'moderator', 'owner'];

/** How a page is looked at in a language: between them every device meets both colours. */
const LOOKS = {
  'zh-CN': [['phone', PHONE, 'light'], ['desktop', DESKTOP, 'dark']],
  en: [['desktop', DESKTOP, 'light'], ['phone', PHONE, 'dark']],
};

let site;
/** A site that nobody owns yet. */
let fresh;
let places;
before(async () => {
  await rm(HTML, { recursive: true, force: true });
  await mkdir(HTML, { recursive: true });
  site = await startDemo();
  fresh = await startSite();
  places = { ...await find(site), start: startOf(fresh) };
});
after(async () => {
  await fresh?.stop();
  await site?.stop();
});

/** The pages of somebody; axe reads each in one of the languages, by turns. */
const pagesOf = (who) => PAGES
  .filter((page) => page.who === who && !page.name.startsWith('gallery'))
  .map(({ name, path, act }, turn) => ({
    name, act, path: typeof path === 'function' ? path(places) : path, tongue: turn % 2 ? 'zh-CN' : 'en',
  }));

async function enter(who, options) {
  const visit = await openPage(site, options);
  if (PEOPLE[who]) {
    await signIn(visit, PEOPLE[who]);
    await visit.context.request.post('/preferences', { form: { lang: options.locale }, headers: { origin: site.origin } });
  }
  return visit;
}

/** By how much the page is wider than the screen, in words. */
async function tooWide(page, name, size) {
  await page.setViewportSize(size);
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  return beyond > 0 ? [`${name}: ${beyond} px too wide for ${size.width}`] : [];
}

for (const locale of Object.keys(LOOKS)) {
  for (const who of WHO) {
    test(`the pages of the ${who} in ${locale} are accessible, keep the policy and fit`, async () => {
      const { page, context, complaints } = await enter(who, { locale, viewport: PHONE, calm: true });
      let answer;
      page.on('response', (response) => {
        const request = response.request();
        if (request.isNavigationRequest() && request.frame() === page.mainFrame()) answer = response;
      });
      const found = [];
      for (const { name, path, act, tongue } of pagesOf(who)) {
        await page.goto(path);
        await act?.(page, places);
        assert.equal(await page.getAttribute('html', 'lang'), locale, `${name} is in another language`);
        await writeFile(`${HTML}${name}.${locale}.html`, await answer.text());
        for (const size of [NARROW, PHONE, DESKTOP]) found.push(...(await tooWide(page, name, size)));
        for (const [device, size, colorScheme] of tongue === locale ? LOOKS[locale] : []) {
          await unroll(page, size);
          await page.emulateMedia({ colorScheme });
          found.push(...(await violations(page)).map((text) => `${name}, ${device} ${colorScheme}: ${text}`));
        }
        await page.emulateMedia({ colorScheme: 'light' });
        await page.setViewportSize(PHONE);
        found.push(...complaints.splice(0).map((text) => `${name}: ${text}`));
      }
      assert.deepEqual(found, []);
      await context.close();
    });
  }
}

test('without script every page fits, and no button is there that does nothing', async () => {
  const found = [];
  for (const who of WHO) {
    const { page, context } = await enter(who, { locale: 'zh-CN', viewport: PHONE, script: false });
    for (const { name, path } of pagesOf(who).filter((one) => !one.act)) {
      await page.goto(path);
      found.push(...(await tooWide(page, name, PHONE)));
      const idle = await page.locator('button').evaluateAll((all) => all
        .filter((button) => button.checkVisibility({ visibilityProperty: true }))
        .filter((button) => !(button.form && button.type === 'submit') && !button.popoverTargetElement)
        .map((button) => button.textContent.trim() || button.getAttribute('aria-label')));
      found.push(...idle.map((text) => `${name}: “${text}” does nothing without script`));
    }
    await context.close();
  }
  assert.deepEqual(found, []);
});

test('the HTML of every page is valid', async (t) => {
  const run = promisify(execFile);
  const java = await run('java', ['-version']).catch(() => null);
  if (!java) {
    t.skip('no java here: the HTML was not validated (apt-get install default-jre-headless)');
    return;
  }
  const { stderr } = await run('java', ['-jar', JAR, '--format', 'json', '--exit-zero-always', HTML], { maxBuffer: 64 << 20 });
  const { messages } = JSON.parse(stderr);
  // A comment is an article (so says the standard) and is named by its author; a heading each would drown the text's own.
  const isComment = ({ message, extract }) => message.startsWith('Article lacks heading') && extract.includes('comment__body');
  const wrong = messages.filter((one) => (one.type === 'error' || one.subType === 'warning') && !isComment(one))
    .map(({ url, lastLine, message, extract }) => `${url.split('/').pop()}:${lastLine}: ${message} ${extract.trim()}`);
  assert.deepEqual(wrong, []);
});
