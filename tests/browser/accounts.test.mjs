// Accounts: the owner's first hour, joining, signing in, settings, leaving with one's data.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { PHONE, openPage, startSite } from './site.mjs';

let site;
before(async () => { site = await startSite(); });
after(async () => { await site?.stop(); });

const SECRET = 'a long enough secret';
const submit = (page) => page.locator('main form button[type=submit]').first().click();

/** A new account, made as people make one; ends where onboarding begins. */
async function register(visit, name, email) {
  const { page } = visit;
  await page.goto('/register');
  await page.fill('#name', name);
  await page.fill('#email', email);
  await page.fill('#password', SECRET);
  await page.check('#agree');
  await submit(page);
  await page.waitForURL((url) => url.pathname !== '/register');
}

async function signIn(page, login, password = SECRET) {
  await page.goto('/login');
  await page.fill('#login', login);
  await page.fill('#password', password);
  await submit(page);
}

const isSignedIn = async (page) => {
  await page.goto('/');
  return (await page.locator('a[href="/settings"], a[href="/notifications"]').count()) > 0;
};

test('the first start prints a link that makes the owner, once', async () => {
  const link = site.printed().match(/http:\S+\/start\?token=\S+/)?.[0];
  assert.ok(link, site.printed());
  const { page, context } = await openPage(site);
  await page.goto(link);
  await page.fill('#name', 'Lin');
  await page.fill('#handle', 'linlin');
  await page.fill('#email', 'lin@example.org');
  await page.fill('#password', SECRET);
  await submit(page);
  await page.waitForURL((url) => !url.pathname.startsWith('/start'));
  await page.goto('/studio');
  assert.equal(new URL(page.url()).pathname, '/studio');
  assert.ok(await page.locator('a[href="/studio/settings"]').count());
  const again = await openPage(site);
  const answer = await again.page.goto(link);
  assert.equal(answer.status(), 404);
  await again.context.close();
  await context.close();
});

test('registering works without script, and the page says what is wrong', async () => {
  const { page, context } = await openPage(site, { script: false, viewport: PHONE, locale: 'zh-CN' });
  await page.goto('/register');
  await page.fill('#email', 'not an address');
  await page.fill('#password', SECRET);
  await submit(page);
  assert.equal(await page.locator('[aria-invalid=true]').count() > 0, true);
  assert.equal(await page.inputValue('#email'), 'not an address');
  await page.fill('#name', '梅');
  await page.fill('#email', 'mei@example.org');
  await page.fill('#password', SECRET);
  await page.check('#agree');
  await submit(page);
  await page.waitForURL((url) => url.pathname !== '/register');
  assert.ok(await isSignedIn(page));
  await context.close();
});

test('onboarding is one page, and what was said there stands in the settings', async () => {
  const visit = await openPage(site);
  const { page, context } = visit;
  await register(visit, 'Nora', 'nora@example.org');
  await page.goto('/welcome');
  await page.fill('#interests', 'lamps, oil');
  await submit(page);
  await page.waitForURL((url) => url.pathname !== '/welcome');
  await page.goto('/settings/profile');
  assert.match(await page.inputValue('#interests'), /lamps/);
  await page.fill('#bio', 'I mend lamps.');
  await page.fill('#location', 'Bergen');
  await page.locator('form[action="/settings/profile"] button[type=submit]').first().click();
  await page.waitForLoadState();
  await page.goto('/settings/account');
  await page.fill('#handle', 'nora_lamps');
  await page.locator('form[action="/settings/handle"] button').click();
  await page.waitForLoadState();
  await page.goto('/m/nora_lamps');
  const profile = await page.locator('main').innerText();
  assert.match(profile, /I mend lamps\./);
  assert.match(profile, /Bergen/);
  await context.close();
});

test('a device is signed out from another, at once', async () => {
  const here = await openPage(site);
  await register(here, 'Two devices', 'two@example.org');
  const there = await openPage(site, { viewport: PHONE });
  await signIn(there.page, 'two@example.org');
  await there.page.waitForURL((url) => url.pathname !== '/login');
  assert.ok(await isSignedIn(there.page));
  await here.page.goto('/settings/sessions');
  const ends = here.page.locator('form[action="/settings/sessions/end"] button');
  assert.equal(await ends.count(), 1);
  await ends.click();
  await here.page.waitForLoadState();
  assert.equal(await isSignedIn(there.page), false);
  assert.ok(await isSignedIn(here.page));
  await there.page.goto('/settings');
  assert.equal(new URL(there.page.url()).pathname, '/login');
  await there.context.close();
  await here.context.close();
});

test('a new password ends every other session, and the old one opens nothing', async () => {
  const here = await openPage(site);
  await register(here, 'Forgetful', 'forgetful@example.org');
  const there = await openPage(site);
  await signIn(there.page, 'forgetful@example.org');
  await there.page.waitForURL((url) => url.pathname !== '/login');
  await here.page.goto('/settings/security');
  await here.page.fill('#password', 'another long secret');
  await here.page.locator('form[action="/settings/password"] button').click();
  await here.page.waitForLoadState();
  assert.ok(await isSignedIn(here.page));
  assert.equal(await isSignedIn(there.page), false);
  await signIn(there.page, 'forgetful@example.org');
  await there.page.locator('.error-summary, [role=alert], .field__error').first().waitFor();
  await signIn(there.page, 'forgetful@example.org', 'another long secret');
  await there.page.waitForURL((url) => url.pathname !== '/login');
  await there.context.close();
  await here.context.close();
});

/** The code of RFC 6238 for a base32 secret, at a moment. */
function totp(secret, at = Date.now()) {
  const bits = [...secret.replace(/[^A-Z2-7]/g, '')]
    .map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const sum = createHmac('sha1', key).update(counter).digest();
  const offset = sum[19] & 15;
  return String((sum.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

test('a second factor is asked for after the password, and a recovery code stands in for it', async () => {
  const visit = await openPage(site);
  const { page, context } = visit;
  await register(visit, 'Careful', 'careful@example.org');
  await page.goto('/settings/security/totp');
  const secret = await page.locator('.panel code').innerText();
  await page.fill('#totp', totp(secret, Date.now() - 30_000));
  await submit(page);
  const codes = await page.locator('.panel li code').allInnerTexts();
  assert.equal(codes.length, 10, await page.content());

  const other = await openPage(site, { script: false });
  await signIn(other.page, 'careful@example.org');
  await other.page.waitForURL('**/login/second');
  assert.equal(await isSignedIn(other.page), false);
  await signIn(other.page, 'careful@example.org');
  await other.page.fill('[name=code]', '000000');
  await submit(other.page);
  assert.equal(await other.page.locator('[aria-invalid=true]').count(), 1);
  await other.page.fill('[name=code]', totp(secret));
  await submit(other.page);
  await other.page.waitForURL((url) => !url.pathname.startsWith('/login'));
  assert.ok(await isSignedIn(other.page));
  await other.context.close();

  const lost = await openPage(site);
  await signIn(lost.page, 'careful@example.org');
  await lost.page.waitForURL('**/login/second');
  await lost.page.fill('[name=code]', codes[0]);
  await submit(lost.page);
  await lost.page.waitForURL((url) => !url.pathname.startsWith('/login'));
  assert.ok(await isSignedIn(lost.page));
  await lost.context.close();
  await context.close();
});

test('all that a member gave can be taken home in one file', async () => {
  const visit = await openPage(site);
  const { page, context } = visit;
  await register(visit, 'Leaving', 'leaving@example.org');
  await page.goto('/settings/data');
  await page.locator('form[action="/settings/data"] button').click();
  const link = page.locator('a[href^="/settings/data/"]');
  for (let tries = 0; tries < 40 && !(await link.count()); tries += 1) {
    await page.waitForTimeout(500);
    await page.goto('/settings/data');
  }
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
  const bytes = await readFile(await download.path());
  assert.equal(bytes.subarray(0, 2).toString(), 'PK', 'a ZIP file');
  assert.ok(bytes.includes('leaving@example.org') || bytes.length > 500);
  await context.close();
});

test('a language and colours that were chosen stay chosen', async () => {
  const { page, context } = await openPage(site, { locale: 'en' });
  await page.goto('/');
  assert.equal(await page.locator('html').getAttribute('lang'), 'en');
  await page.locator('.foot button[name=lang][value="zh-CN"]').click();
  await page.waitForLoadState();
  assert.equal(await page.locator('html').getAttribute('lang'), 'zh-CN');
  await page.locator('.foot button[name=theme][value=dark]').click();
  await page.waitForLoadState();
  await page.goto('/login');
  assert.equal(await page.locator('html').getAttribute('lang'), 'zh-CN');
  assert.equal(await page.locator('html').getAttribute('data-theme'), 'dark');
  await context.close();
});

test('a form that was sent without a session is shown again after signing in', async () => {
  const visit = await openPage(site);
  const { page, context } = visit;
  await register(visit, 'Interrupted', 'interrupted@example.org');
  await page.goto('/settings/profile');
  await page.fill('#bio', 'Typed before the session ended.');
  await context.clearCookies();
  await page.locator('form[action="/settings/profile"] button[type=submit]').first().click();
  await page.waitForURL('**/login**');
  await page.fill('#login', 'interrupted@example.org');
  await page.fill('#password', SECRET);
  await submit(page);
  await page.waitForURL((url) => !url.pathname.startsWith('/login'));
  assert.match(await page.content(), /Typed before the session ended\./);
  await context.close();
});
