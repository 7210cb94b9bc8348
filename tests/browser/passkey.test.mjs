// A passkey from the device's own lock: added in the settings, then the only thing one signs in with.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PHONE, openPage, startSite } from './site.mjs';

const SECRET = 'a long enough secret';

let site;
before(async () => { site = await startSite(); });
after(async () => { await site?.stop(); });

/** A page at the machine's own name, as browsers give no passkeys to bare addresses, with a device that agrees. */
async function pageWithDevice() {
  const named = { ...site, origin: site.origin.replace('127.0.0.1', 'localhost') };
  const { page, context, complaints } = await openPage(named, { viewport: PHONE });
  const line = await context.newCDPSession(page);
  await line.send('WebAuthn.enable');
  const { authenticatorId } = await line.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true,
      isUserVerified: true, automaticPresenceSimulation: true,
    },
  });
  const keys = async () => (await line.send('WebAuthn.getCredentials', { authenticatorId })).credentials;
  const agree = (isUserVerified) => line.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified });
  return { page, context, complaints, keys, agree };
}

async function becomeOwner(page) {
  const link = site.printed().match(/http:\S+\/start\?token=\S+/)?.[0];
  const { pathname, search } = new URL(link);
  await page.goto(pathname + search);
  await page.fill('#name', 'Owner');
  await page.fill('#handle', 'mei_keeps');
  await page.fill('#email', 'owner@example.org');
  await page.fill('#password', SECRET);
  await page.locator('main form button').last().click();
  await page.waitForURL((url) => !url.pathname.startsWith('/start'));
}

async function signOut(page) {
  await page.goto('/settings/sessions');
  await page.locator('form[action="/logout"] button').click();
  await page.waitForLoadState();
}

/** Opens the section; the site may first want to know that it is the same person. */
async function openSecurity(page) {
  await page.goto('/settings/security');
  if (page.url().includes('/settings/confirm')) {
    await page.fill('main input[type=password]', SECRET);
    await page.locator('main form button').click();
    await page.waitForURL((url) => url.pathname === '/settings/security');
  }
}

test('a passkey is added in the settings, and signs in by itself', async () => {
  const { page, context, complaints, keys, agree } = await pageWithDevice();
  await becomeOwner(page);
  await openSecurity(page);
  const element = page.locator('y-passkey[data-mode=register]');
  await element.locator('input').fill('Test device');
  await element.locator('button').click();
  await page.getByText('Test device', { exact: true }).waitFor();
  const [key] = await keys();
  assert.ok(key.isResidentCredential, 'the device keeps the key itself');
  assert.equal(key.rpId, 'localhost');

  await signOut(page);
  await page.goto('/login?back=/settings/security');
  await page.locator('y-passkey[data-mode=sign-in] button').click();
  await page.waitForURL((url) => url.pathname === '/settings/security');
  await page.getByText('Test device', { exact: true }).waitFor();

  await signOut(page);
  await page.goto('/login');
  await agree(false);
  await page.locator('y-passkey[data-mode=sign-in] button').click();
  await page.locator('#toasts .toast').waitFor();
  assert.equal(new URL(page.url()).pathname, '/login', 'a device that is not sure of its person opens nothing');
  assert.deepEqual(complaints, []);
  await context.close();
});

test('where the browser has no passkeys, no button offers one', async () => {
  const { page, context } = await openPage(site);
  await page.addInitScript(() => { delete globalThis.PublicKeyCredential; });
  await page.goto('/login');
  assert.equal(await page.locator('y-passkey').isVisible(), false);
  await context.close();
});
