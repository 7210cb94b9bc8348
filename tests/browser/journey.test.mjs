// The one line from end to end: found, paid for, read, asked about, answered, accepted.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PEOPLE, api, signIn, startDemo } from './demo.mjs';
import { DESKTOP, PHONE, openPage } from './site.mjs';

const LOCKED = 'the oil is weighed behind the door';
const ANSWER = 'A night, if the wick is short.';

let site;
let post;
before(async () => {
  site = await startDemo();
  const owner = await api(site, PEOPLE.owner);
  post = await owner.ok('POST', '/posts', {
    space: 'deep-dives',
    kind: 'article',
    title: 'How the lamplighter weighs',
    body: `The wick is trimmed in public.\n\n[[paid]]\n\nBelow this line ${LOCKED}.`,
  });
});
after(async () => { await site?.stop(); });

const at = (page) => decodeURIComponent(new URL(page.url()).pathname);
const text = (page, name) => page.locator('.comment', { hasText: name });

/** Looks for the post, finds it locked, pays for what opens it, and is back at it. */
async function buysTheWayIn({ page }, email) {
  await page.goto('/search?q=lamplighter');
  await page.locator(`main a[href^="${encodeURI(post.url)}"]`).first().click();
  await page.waitForURL('**/p/**');
  assert.ok(!(await page.content()).includes(LOCKED));
  await page.locator('.offer button[type=submit]').click();
  await page.waitForURL('**/join/**');
  await page.fill('#email', email);
  await page.locator('#pay').click();
  await page.waitForURL('**/pay/sandbox/**');
  await page.locator('button[name=outcome][value=success]').click();
  await page.waitForURL((url) => url.pathname.startsWith('/p/'));
  assert.equal(at(page), post.url);
  assert.match(await page.locator('.prose').first().innerText(), new RegExp(LOCKED));
}

/** Asks where questions are asked; the question's address. */
async function asks({ page }, title) {
  await page.goto('/new?kind=question&space=questions');
  await page.fill('#title', title);
  await page.fill('#body', 'Ours is gone by noon.');
  await page.locator('#compose button[value=publish]').click();
  await page.waitForURL('**/p/**');
  return at(page);
}

/** Another member finds the question and answers it. */
async function answers({ page }, path) {
  await page.goto(path);
  await page.fill('#write-body', ANSWER);
  await page.locator('#write button[value=answer]').click();
  await text(page, ANSWER).waitFor();
}

/** The one who asked takes the answer that stands on their page. */
async function accepts({ page }) {
  const shown = text(page, ANSWER);
  const accept = shown.locator('form[action$="/accepted"] button');
  if (!(await accept.isVisible())) await shown.locator('.acts__more').click();
  await accept.click();
  await page.locator('.comment--accepted').waitFor();
}

for (const { viewport, locale } of [
  { viewport: PHONE, locale: 'zh-CN' },
  { viewport: DESKTOP, locale: 'en' },
]) {
  const how = `${viewport === PHONE ? 'phone' : 'desktop'}, ${locale}`;
  test(`a visitor finds a post, pays, reads it, asks, is answered live and accepts: ${how}`, async () => {
    const visitor = await openPage(site, { viewport, locale });
    await buysTheWayIn(visitor, `journey-${locale}@example.org`);
    const path = await asks(visitor, `How long does the oil last? (${how})`);
    const helper = await openPage(site, { viewport, locale });
    await signIn(helper, PEOPLE.free);
    assert.equal(await text(visitor.page, ANSWER).count(), 0);
    await answers(helper, path);
    // Nothing is loaded again: it comes by itself.
    await text(visitor.page, ANSWER).waitFor({ timeout: 10_000 });
    await accepts(visitor);
    await helper.page.locator('.comment--accepted').waitFor({ timeout: 10_000 });
    assert.deepEqual([...visitor.complaints, ...helper.complaints], []);
    await helper.context.close();
    await visitor.context.close();
  });
}

test('without script, on a phone, a question is asked, answered and its answer accepted', async () => {
  const look = { viewport: PHONE, locale: 'zh-CN', script: false };
  const [asker, helper] = [await openPage(site, look), await openPage(site, look)];
  await signIn(asker, PEOPLE.paying);
  await signIn(helper, PEOPLE.free);
  const path = await asks(asker, '没有脚本时，灯油能用多久？');
  await answers(helper, path);
  await asker.page.goto(path);
  await accepts(asker);
  await helper.page.goto(path);
  assert.equal(await helper.page.locator('.comment--accepted', { hasText: ANSWER }).count(), 1);
  assert.deepEqual([...asker.complaints, ...helper.complaints], []);
  await helper.context.close();
  await asker.context.close();
});
