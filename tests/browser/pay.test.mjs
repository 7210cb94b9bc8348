// From a locked post to the inside: what a visitor meets when they pay.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PEOPLE, api, signIn, startDemo } from './demo.mjs';
import { DESKTOP, PHONE, openPage } from './site.mjs';
import { Steps } from './steps.mjs';

const FREE = 'The wick is trimmed in public.';
const LOCKED = 'the oil is weighed behind the door';

let site;
let owner;
let post;
before(async () => {
  site = await startDemo();
  owner = await api(site, PEOPLE.owner);
  post = await owner.ok('POST', '/posts', {
    space: 'deep-dives',
    kind: 'article',
    title: 'How the lamp was mended',
    body: `${FREE}\n\n[[paid]]\n\nBelow this line ${LOCKED}.`,
  });
});
after(async () => { await site?.stop(); });

/** Goes from the post to the sandbox's page as somebody who has no account. */
async function checkOut({ page }, email, steps = new Steps(page)) {
  await page.goto(post.url);
  await steps.tap(page.locator('.offer button[type=submit]'));
  await page.waitForURL('**/join/**');
  await steps.type(page.locator('#email'), email);
  await steps.tap(page.locator('#pay'));
  await page.waitForURL('**/pay/sandbox/**');
  return steps;
}

const choose = (page, outcome) => page.locator(`button[name=outcome][value=${outcome}]`).click();

async function isInside(page) {
  assert.equal(decodeURIComponent(new URL(page.url()).pathname), post.url);
  assert.match(await page.locator('.prose').first().innerText(), new RegExp(LOCKED));
  assert.equal(await page.locator('.offer').count(), 0);
}

const order = (no) => owner.ok('GET', `/orders/${no}`);

/** How many entries the book of trial money holds, as the team's page tells it. */
async function entries({ page }) {
  await page.goto('/studio/ledger?book=sandbox');
  const newest = page.locator('#entries tbody tr').first();
  return (await newest.count()) ? Number(await newest.locator('th').innerText()) : 0;
}

async function orderOf(page) {
  await page.goto('/me/orders');
  const [href] = await page.locator('a[href^="/me/orders/"]').evaluateAll((all) => all.map((a) => a.getAttribute('href')));
  return href.split('/').pop();
}

for (const { script, viewport, locale } of [
  { script: true, viewport: DESKTOP, locale: 'en' },
  { script: false, viewport: PHONE, locale: 'zh-CN' },
]) {
  const how = `${script ? 'with' : 'without'} script, ${viewport === PHONE ? 'phone' : 'desktop'}, ${locale}`;
  test(`a visitor pays on the way into a locked post and is back at it: ${how}`, async () => {
    const visit = await openPage(site, { script, viewport, locale });
    const { page, context, complaints } = visit;
    const steps = await checkOut(visit, `buyer-${locale}@example.org`);
    await choose(page, 'success');
    await page.waitForURL((url) => url.pathname.startsWith('/p/'));
    await isInside(page);
    assert.ok(steps.screens <= 3, `${steps.screens} screens`);
    assert.ok(steps.taps <= 4, `${steps.taps} taps`);
    assert.ok(steps.fields <= 1, `${steps.fields} fields`);
    await page.goto('/me/membership');
    assert.equal(await page.locator('a[href="/join"]:visible').filter({ hasText: /Join|加入/ }).count(), 0);
    assert.deepEqual(complaints, []);
    await context.close();
  });
}

test('what is locked is nowhere that a visitor can look', async () => {
  const visitor = await api(site);
  const places = [
    post.url, '/', '/?tab=latest', '/s/deep-dives', '/feed.xml', '/feed.json', '/s/deep-dives/feed.xml',
    `/search?q=${encodeURIComponent('oil is weighed')}`, `/m/${PEOPLE.owner}`, `/m/${PEOPLE.owner}/posts`,
    `/m/${PEOPLE.owner}/feed.xml`, `${post.url}/history`,
  ];
  for (const place of places) {
    const answer = await fetch(site.origin + encodeURI(place), { headers: { 'accept-language': 'en' } });
    assert.ok(!(await answer.text()).includes(LOCKED), place);
  }
  const page = await (await fetch(site.origin + encodeURI(post.url))).text();
  assert.ok(page.includes(FREE));
  const seen = await visitor.call('GET', `/posts/${post.id}`);
  assert.equal(seen.status, 200);
  assert.ok(seen.body.html.includes(FREE));
  assert.ok(!JSON.stringify(seen.body).includes(LOCKED));
  assert.ok(seen.body.locked.characters > 0);
  assert.ok(seen.body.locked.offers.length > 0);
  const found = await visitor.call('GET', `/search?q=${encodeURIComponent('oil is weighed')}`);
  assert.ok(!JSON.stringify(found.body).includes(LOCKED));
});

test('a payment that fails can be tried again, and one order is paid once', async () => {
  const visit = await openPage(site);
  const { page, context } = visit;
  await checkOut(visit, 'second-try@example.org');
  await choose(page, 'failure');
  await page.waitForURL(/\/pay\/\d+$/);
  assert.match(await page.locator('h1').innerText(), /not|fail|didn/i);
  await page.locator('form[action$="/again"] button').click();
  await page.waitForURL('**/pay/sandbox/**');
  await choose(page, 'success');
  await page.waitForURL((url) => url.pathname.startsWith('/p/'));
  await isInside(page);
  await page.goto('/me/orders');
  assert.equal(await page.locator('a[href^="/me/orders/"]').count(), 1);
  await context.close();
});

test('money that is late is waited for, and opens the post when it comes', async () => {
  const wait = async (script) => {
    const visit = await openPage(site, { script });
    const { page, context, complaints } = visit;
    await checkOut(visit, `late-${script}@example.org`);
    await choose(page, 'delay');
    await page.waitForURL(/\/pay\/\d+$/);
    await page.waitForURL((url) => url.pathname.startsWith('/p/'), { timeout: 40_000 });
    await isInside(page);
    assert.deepEqual(complaints, []);
    await context.close();
  };
  await Promise.all([wait(true), wait(false)]);
});

test('a notice that comes twice books the money once', async () => {
  const team = await openPage(site);
  await signIn(team, PEOPLE.owner);
  const booked = [];
  for (const outcome of ['success', 'duplicate']) {
    const before = await entries(team);
    const visit = await openPage(site);
    const { page, context } = visit;
    await checkOut(visit, `${outcome}@example.org`);
    await choose(page, outcome);
    await page.waitForURL((url) => url.pathname.startsWith('/p/'));
    await isInside(page);
    const no = await orderOf(page);
    const { status, payments, refunds } = await order(no);
    assert.match(status, /^(paid|fulfilled)$/);
    assert.deepEqual(payments.map((payment) => payment.status), ['succeeded']);
    assert.deepEqual(refunds, []);
    await team.page.goto(`/studio/orders/${no}`);
    assert.equal(await team.page.locator('#payments tbody tr').count(), 1);
    booked.push((await entries(team)) - before);
    await context.close();
  }
  const [once, twice] = booked;
  assert.ok(once > 0);
  assert.equal(twice, once);
  await team.context.close();
});

test('a wrong amount opens nothing and waits for the team', async () => {
  const visit = await openPage(site);
  const { page, context } = visit;
  await checkOut(visit, 'wrong@example.org');
  await choose(page, 'wrong_amount');
  await page.waitForURL(/\/pay\/\d+$/);
  const no = new URL(page.url()).pathname.split('/').pop();
  assert.equal((await order(no)).status, 'awaiting_payment');
  await page.goto(post.url);
  assert.ok(!(await page.content()).includes(LOCKED));
  const team = await openPage(site);
  await signIn(team, PEOPLE.owner);
  await team.page.goto('/studio');
  await team.page.locator('main a[href="/studio/orders?state=needs_staff"]').click();
  await team.page.locator(`#orders a[href="/studio/orders/${no}"]`).waitFor();
  await team.context.close();
  await context.close();
});

test('a form sent twice makes one order', async () => {
  const { page, context } = await openPage(site, { script: false });
  await page.goto(post.url);
  await page.locator('.offer button[type=submit]').click();
  await page.fill('#email', 'impatient@example.org');
  const fields = await page.locator('form.pay').evaluate((form) => Object.fromEntries(new FormData(form)));
  const action = await page.locator('form.pay').getAttribute('action');
  const send = () => context.request.post(action, { form: fields, headers: { origin: site.origin }, maxRedirects: 0 });
  const [one, two] = [await send(), await send()];
  assert.equal(one.status(), 303);
  assert.equal(two.status(), 303);
  await page.goto('/me/orders');
  assert.equal(await page.locator('a[href^="/me/orders/"]').count(), 1);
  await context.close();
});

test('an address that is none is said at its field, and what was typed stays', async () => {
  const { page, context } = await openPage(site, { script: false, locale: 'zh-CN', viewport: PHONE });
  await page.goto(post.url);
  await page.locator('.offer button[type=submit]').click();
  await page.locator('form.pay').evaluate((form) => { form.noValidate = true; }).catch(() => {});
  const fields = { email: 'nobody', provider: 'sandbox' };
  fields.key = await page.inputValue('input[name=key]');
  fields.back = await page.inputValue('input[name=back]');
  const action = await page.locator('form.pay').getAttribute('action');
  const answer = await context.request.post(action, { form: fields, headers: { origin: site.origin } });
  assert.equal(answer.status(), 422);
  const html = await answer.text();
  assert.match(html, /value="nobody"/);
  assert.match(html, /aria-invalid="true"/);
  await context.close();
});

test('a member whose term ended renews from the post, and loses nothing of the way', async () => {
  const visit = await openPage(site, { viewport: PHONE });
  const { page, context } = visit;
  await signIn(visit, PEOPLE.lapsed);
  await page.goto(post.url);
  assert.ok(!(await page.content()).includes(LOCKED));
  await page.locator('.offer button[type=submit]').click();
  await page.waitForURL('**/join/**');
  assert.equal(await page.locator('#email').count(), 0);
  await page.locator('#pay').click();
  await page.waitForURL('**/pay/sandbox/**');
  await choose(page, 'success');
  await page.waitForURL((url) => url.pathname.startsWith('/p/'));
  await isInside(page);
  await context.close();
});
