// The team's rooms: who may enter, and that what is done there is done.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PEOPLE, api, signIn, startDemo } from './demo.mjs';
import { PHONE, command, openPage } from './site.mjs';

const ROOMS = [
  '/studio', '/studio/members', '/studio/team', '/studio/spaces', '/studio/spaces/new', '/studio/products',
  '/studio/orders', '/studio/ledger', '/studio/settings', '/studio/legal/rules', '/studio/legal/privacy',
  '/studio/legal/terms', '/studio/legal/refunds', '/studio/audit', '/studio/mail',
];

let site;
let owner;
let team;
before(async () => {
  site = await startDemo();
  owner = await api(site, PEOPLE.owner);
  team = await as(PEOPLE.owner);
});
after(async () => { await site?.stop(); });

async function as(handle, options) {
  const visit = await openPage(site, options);
  await signIn(visit, handle);
  return visit;
}

const main = (page) => page.locator('main').innerText();
const SOUND = /Chain sound|链完整/;

test('the owner opens every room; a member is told why not and where to go; a visitor signs in first', async () => {
  for (const room of ROOMS) {
    const answer = await team.page.goto(room);
    assert.equal(answer.status(), 200, room);
    assert.equal(await team.page.locator('h1').count(), 1, room);
  }
  const member = await as(PEOPLE.paying, { locale: 'zh-CN', viewport: PHONE });
  for (const room of ROOMS) {
    const answer = await member.page.goto(room);
    assert.equal(answer.status(), 403, room);
    assert.ok(await member.page.locator('main a.btn').count(), room);
  }
  await member.context.close();
  const visitor = await openPage(site, { script: false });
  await visitor.page.goto('/studio/orders');
  assert.equal(new URL(visitor.page.url()).pathname, '/login');
  await visitor.context.close();
});

test('a moderator sees the rooms that are theirs, and those alone', async () => {
  const { page, context } = await as(PEOPLE.moderator);
  await page.goto('/studio');
  const rooms = await page.locator('a[href^="/studio"]').evaluateAll((all) => all.map((a) => a.getAttribute('href')));
  assert.ok(!rooms.includes('/studio/settings') && !rooms.includes('/studio/ledger'), rooms.join(' '));
  for (const room of new Set(rooms)) assert.equal((await page.goto(room)).status(), 200, room);
  assert.equal((await page.goto('/studio/settings')).status(), 403);
  await context.close();
});

test('today names what waits for the team', async () => {
  const buyer = await api(site, PEOPLE.free);
  const { items } = await owner.ok('GET', '/products');
  const order = await buyer.ok('POST', '/orders', { price: items[0].prices[0].id }, { 'idempotency-key': 'wrong-one' });
  const payment = await buyer.ok('POST', `/orders/${order.no}/payments`, { provider: 'sandbox' }, { 'idempotency-key': 'wrong-two' });
  const visit = await as(PEOPLE.free);
  await visit.page.goto(payment.next_url);
  await visit.page.locator('button[value=wrong_amount]').click();
  await visit.page.waitForURL(/\/pay\/\d+$/);
  await visit.context.close();
  await team.page.goto('/studio');
  await team.page.locator('main a[href="/studio/orders?state=needs_staff"]').click();
  await team.page.locator(`a[href="/studio/orders/${order.no}"]`).click();
  await team.page.locator('form[action$="/settle"] button').click();
  await team.page.waitForLoadState();
  assert.match((await owner.ok('GET', `/orders/${order.no}`)).status, /paid|fulfilled/);
});

test('a grant with a reason opens what is locked, and taking it back closes it', async () => {
  const post = await owner.ok('POST', '/posts', {
    space: 'deep-dives', kind: 'article', title: 'For those who hold a grant', body: '[[paid]]\n\nThe granted words.',
  });
  const member = await api(site, PEOPLE.lapsed);
  const { id } = await member.ok('GET', '/me');
  const reads = async () => JSON.stringify(await member.ok('GET', `/posts/${post.id}`)).includes('granted words');
  assert.equal(await reads(), false);
  const { page } = team;
  await page.goto('/studio/members');
  await page.fill('input[name=q]', PEOPLE.lapsed);
  await page.keyboard.press('Enter');
  await page.locator(`main a[href="/studio/members/${id}"]`).first().click();
  await page.waitForURL(`**/studio/members/${id}`);
  await page.locator(`a[href="/studio/members/${id}/grants"]`).first().click();
  await page.waitForURL('**/grants');
  await page.fill('[name=reason]', 'a voucher from the fair');
  const day = new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 10);
  await page.fill('[name=until]', day);
  await page.locator('form[action$="/grants"] button').click();
  await page.waitForLoadState();
  assert.match(await main(page), /a voucher from the fair/);
  assert.equal(await reads(), true);
  await page.locator('form[action$="/end"] button').first().click();
  await page.waitForLoadState();
  assert.equal(await reads(), false);
});

/** Buys the first plan's dearest price as somebody, through the API and the sandbox's page. */
async function buy(handle, key) {
  const buyer = await api(site, handle);
  const { items } = await owner.ok('GET', '/products');
  const price = items[0].prices.find((one) => one.term === 'year') ?? items[0].prices[0];
  const order = await buyer.ok('POST', '/orders', { price: price.id }, { 'idempotency-key': `${key}-order` });
  const payment = await buyer.ok('POST', `/orders/${order.no}/payments`, { provider: 'sandbox' }, { 'idempotency-key': `${key}-pay` });
  const visit = await as(handle);
  await visit.page.goto(payment.next_url);
  await visit.page.locator('button[value=success]').click();
  await visit.page.waitForLoadState();
  await visit.context.close();
  return { ...order, price };
}

test('a refund goes back in part and then in full, both ends shown before the yes, and the ledger holds', async () => {
  const order = await buy(PEOPLE.paying, 'refunded');
  const { page } = team;
  const give = async (amount) => {
    await page.goto(`/studio/orders/${order.no}`);
    if (amount) await page.fill('[name=amount]', amount);
    await page.fill('[name=reason]', 'asked for by the member');
    await page.locator('form[action$="/refunds"] button[type=submit]').first().click();
    await page.locator('input[name=sure][value=yes]').waitFor({ state: 'attached' });
    assert.ok((await page.locator('form[action$="/refunds"] dd').count()) >= 2);
    await page.locator('form[action$="/refunds"] button[type=submit]').first().click();
    await page.waitForLoadState();
  };
  await give('100');
  const settle = async (status) => {
    for (let tries = 0; tries < 40; tries += 1) {
      const seen = await owner.ok('GET', `/orders/${order.no}`);
      if (seen.status === status && seen.refunds.every((one) => one.status === 'succeeded')) return seen;
      await page.waitForTimeout(250);
    }
    return owner.ok('GET', `/orders/${order.no}`);
  };
  const part = await settle('partially_refunded');
  assert.equal(part.status, 'partially_refunded', JSON.stringify(part));
  assert.equal(part.refunded_minor, 10_000);
  await give('');
  const whole = await settle('refunded');
  assert.equal(whole.status, 'refunded', JSON.stringify(whole));
  assert.equal(whole.refunded_minor, whole.amount_minor);
  await page.goto('/studio/ledger');
  assert.ok(await page.locator('.banner--ok').count(), await main(page));
});

test('a space is made, changed, moved and guarded by its moderators', async () => {
  const { page } = team;
  await page.goto('/studio/spaces/new');
  await page.fill('#name', 'The cellar');
  await page.fill('#handle', 'cellar');
  await page.check('[name=visibility][value=secret]');
  await page.locator('main form.form button[type=submit]').click();
  await page.waitForLoadState();
  await page.goto('/studio/spaces');
  await page.locator('a', { hasText: 'The cellar' }).click();
  await page.waitForURL(/\/studio\/spaces\/\w+$/);
  const room = page.url();
  const member = await as(PEOPLE.free);
  assert.equal((await member.page.goto('/s/cellar')).status(), 404);
  await page.fill('#add', PEOPLE.free);
  await page.locator('button[value=add]').click();
  await page.waitForLoadState();
  assert.equal((await member.page.goto('/s/cellar')).status(), 200);
  await page.goto(room);
  await page.fill('#mod', PEOPLE.free);
  await page.locator('button[value=moderate]').click();
  await page.waitForLoadState();
  await page.goto(room);
  await page.check('[name=visibility][value=open]');
  await page.fill('#description', 'Open to everybody now.');
  await page.locator('main form.form button[type=submit]').first().click();
  await page.waitForLoadState();
  const visitor = await openPage(site);
  assert.equal((await visitor.page.goto('/s/cellar')).status(), 200);
  assert.match(await main(visitor.page), /Open to everybody now\./);
  await visitor.context.close();
  await page.goto('/studio/spaces');
  const rows = () => page.locator('tbody th a').allInnerTexts();
  const before = await rows();
  await page.locator('tr', { hasText: 'The cellar' }).locator('button[value=up]').click();
  await page.waitForLoadState();
  const after = await rows();
  assert.equal(after.indexOf('The cellar'), before.indexOf('The cellar') - 1);
  await member.context.close();
});

test('a product is made, taken off sale and put on again', async () => {
  const { page } = team;
  await page.goto('/studio/products');
  await page.fill('#name', 'Patrons');
  const fields = page.locator('form[action="/studio/products"] input[type=text]');
  for (const field of await fields.all()) {
    if ((await field.getAttribute('name')) !== 'name') await field.fill('199');
  }
  await page.locator('form[action="/studio/products"] button').click();
  await page.waitForLoadState();
  const row = page.locator('.todo', { hasText: 'Patrons' });
  assert.equal(await row.count(), 1);
  const visitor = await openPage(site);
  const offered = async () => {
    await visitor.page.goto('/join');
    return (await main(visitor.page)).includes('Patrons');
  };
  assert.equal(await offered(), true);
  await row.locator('form button').click();
  await page.waitForLoadState();
  assert.equal(await offered(), false);
  await row.locator('form button').click();
  await page.waitForLoadState();
  assert.equal(await offered(), true);
  await visitor.context.close();
});

test('settings and legal texts are changed, and members are asked about what concerns them', async () => {
  const { page } = team;
  await page.goto('/studio/settings');
  await page.fill('#tagline', 'A lamp for everybody');
  await page.locator('main form.form button[type=submit]').first().click();
  await page.waitForLoadState();
  await page.goto('/studio/settings');
  assert.equal(await page.inputValue('#tagline'), 'A lamp for everybody');
  await page.goto('/studio/audit');
  assert.match(await main(page), /settings\.changed/);
  await page.goto('/studio/legal/rules');
  for (const area of await page.locator('main textarea').all()) await area.fill('## Rules\n\nBe bright, and let others shine.');
  await page.locator('main form.form button[type=submit]').first().click();
  await page.waitForLoadState();
  const visitor = await openPage(site);
  await visitor.page.goto('/rules');
  assert.match(await main(visitor.page), /let others shine/);
  await visitor.context.close();
  await page.goto('/studio/audit');
  await page.selectOption('main select[name=what]', 'legal.published');
  await page.fill('main input[name=who]', `@${PEOPLE.owner}`);
  await page.press('main input[name=who]', 'Enter');
  await page.waitForURL('**/studio/audit?**what=legal.published**');
  const rows = await page.locator('tbody tr').allInnerTexts();
  assert.ok(rows.length > 0 && rows.every((row) => row.includes('legal.published') && row.includes(`@${PEOPLE.owner}`)), rows.join());
});

test('the audit log names who did what, its chain is sound, and it goes back page by page', async () => {
  const { page } = team;
  await page.goto('/studio/audit?what=all');
  // A start has the chain checked beside its other work; it may not be through with it yet.
  for (let tries = 0; tries < 50 && !SOUND.test(await main(page)); tries += 1) {
    await page.waitForTimeout(200);
    await page.reload();
  }
  assert.match(await main(page), SOUND);
  assert.match(await command(site.folder, 'doctor'), /^ok +log +\d+ events, each as it was written/m);
  const older = page.locator('main a[href*="/studio/audit?"], main a[href^="?"]').last();
  await older.click();
  await page.waitForURL('**/studio/audit?**');
  assert.ok(await page.locator('tbody tr').count() > 5);
});

test('a member is locked out and let in again, with a reason', async () => {
  const member = await as(PEOPLE.free);
  const { id } = await (await api(site, PEOPLE.free)).ok('GET', '/me');
  const { page } = team;
  await page.goto(`/studio/members/${id}`);
  await page.fill('#lock-reason', 'a test of the lock');
  await page.locator('form[action$="/lock"] button').click();
  await page.waitForLoadState();
  await member.page.goto('/settings');
  assert.equal(new URL(member.page.url()).pathname, '/login');
  await page.goto(`/studio/members/${id}`);
  await page.locator('form[action$="/unlock"] button').click();
  await page.waitForLoadState();
  const again = await as(PEOPLE.free);
  assert.equal((await again.page.goto('/settings/profile')).status(), 200);
  await again.context.close();
  await member.context.close();
});

test('a role is given and what it opens is open at once', async () => {
  const { id } = await (await api(site, PEOPLE.moderator)).ok('GET', '/me');
  const member = await as(PEOPLE.moderator);
  assert.equal((await member.page.goto('/studio/orders')).status(), 403);
  const { page } = team;
  await page.goto(`/studio/members/${id}`);
  await page.selectOption('#role', 'support');
  await page.locator('form[action$="/role"] button').click();
  await page.waitForLoadState();
  const now = await as(PEOPLE.moderator);
  assert.equal((await now.page.goto('/studio/orders')).status(), 200);
  await page.goto(`/studio/members/${id}`);
  await page.selectOption('#role', 'moderator');
  await page.locator('form[action$="/role"] button').click();
  await page.waitForLoadState();
  await now.page.goto('/studio/orders');
  assert.doesNotMatch(await now.page.content(), /href="\/studio\/orders\/\d/);
  const then = await as(PEOPLE.moderator);
  assert.equal((await then.page.goto('/studio/orders')).status(), 403);
  await then.context.close();
  await now.context.close();
  await member.context.close();
});
