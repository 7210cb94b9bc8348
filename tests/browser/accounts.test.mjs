import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import AxeBuilder from '@axe-core/playwright';
import { DESKTOP, PHONE, openPage, startSite } from './site.mjs';

let site;
before(async () => { site = await startSite(); });
after(async () => { await site?.stop(); });

const PAGES = ['/', '/login', '/register', '/nothing-here'];

for (const locale of ['zh-CN', 'en']) {
  for (const [device, viewport] of [['phone', PHONE], ['desktop', DESKTOP]]) {
    for (const scheme of ['light', 'dark']) {
      test(`pages for visitors are accessible and keep the policy: ${locale} ${device} ${scheme}`, async () => {
        const { page, context, complaints } = await openPage(site, { viewport, locale, scheme });
        for (const path of PAGES) {
          await page.goto(path);
          const found = await new AxeBuilder({ page }).analyze();
          const said = found.violations.map((v) => `${path} ${v.id}: ${v.nodes.map((n) => n.target).join(' | ')}`);
          assert.deepEqual(said, []);
          const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
          assert.ok(overflow <= 0, `${path} is ${overflow} px too wide`);
        }
        assert.deepEqual(complaints, []);
        await context.close();
      });
    }
  }
}

test('the first start prints a link that makes the owner, once', async () => {
  const link = site.printed().match(/http:\S+\/start\?token=\S+/)?.[0];
  assert.ok(link, site.printed());
  const { page, context } = await openPage(site);
  await page.goto(link);
  await page.fill('#name', 'Owner');
  await page.fill('#handle', 'owner');
  await page.fill('#email', 'owner@example.org');
  await page.locator('input[type=password]').first().fill('a long enough secret');
  await page.locator('main form button').last().click();
  await page.waitForURL((url) => !url.pathname.startsWith('/start'));
  assert.ok((await context.cookies()).some((cookie) => cookie.name === 's'));
  const again = await (await context.browser().newContext()).newPage();
  const answer = await again.goto(link);
  assert.equal(answer.status(), 404);
  await context.close();
});

test('registering works without script, and the page says what is wrong', async () => {
  const { page, context } = await openPage(site, { script: false, viewport: PHONE, locale: 'zh-CN' });
  await page.goto('/register');
  await page.locator('input[type=email], input[name=email]').first().fill('not an address');
  await page.locator('input[type=password]').first().fill('a long enough secret');
  const form = page.locator('main form').first();
  await form.evaluate((node) => { node.noValidate = true; }).catch(() => {});
  const agree = page.locator('input[type=checkbox][required]');
  if (await agree.count()) await agree.first().check();
  await page.fill('#name', '梅');
  await page.locator('input[name=email]').first().fill('mei@example.org');
  await form.locator('button').last().click();
  await page.waitForURL((url) => url.pathname !== '/register');
  assert.ok((await context.cookies()).some((cookie) => cookie.name === 's'), await page.content());
  await context.close();
});
