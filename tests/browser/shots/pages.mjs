// What `npm run shots` looks at: every page, as somebody who may see it.
import { PEOPLE, api, signIn } from '../demo.mjs';
import { png } from '../pictures.mjs';
import { DESKTOP, openPage } from '../site.mjs';

const at = (name, who, path, act) => ({ name, who, path, act });

/** Sends the form as it stands, to see what it says of empty fields. */
const sendEmpty = (form) => async (page) => {
  const answered = page.waitForEvent('load');
  await page.locator(form).evaluate((node) => {
    node.noValidate = true;
    for (const field of node.querySelectorAll('input:not([type=hidden]), textarea')) {
      if (!['radio', 'checkbox'].includes(field.type)) field.value = '';
    }
    node.requestSubmit(node.querySelector('button[value=publish]') ?? node.querySelector('button:not([type=button]):not([value=preview])'));
  });
  await answered;
};

/** Sends an editor's form as somebody does whose text was made from an older one. */
const sendStale = (form) => async (page) => {
  const refused = page.waitForResponse((answer) => answer.request().isNavigationRequest() && answer.status() === 409);
  const answered = page.waitForEvent('load');
  await page.locator(form).evaluate((node) => {
    node.elements.made_from.value = 'older';
    node.elements.body.value += '\n\nOnce more.';
    node.requestSubmit(node.querySelector('button[value=publish]') ?? node.querySelector('button:not([type=button]):not([value=preview])'));
  });
  await refused;
  await answered;
};

/** The code in the newest letter to an address, as the team finds it where no mail leaves the site. */
async function codeTo(site, address) {
  const { page, context } = await openPage(site);
  await signIn({ context, origin: site.origin }, PEOPLE.owner);
  const closed = page.locator('li.todo', { hasNotText: /opened before|已打开过/u });
  for (let tries = 0; tries < 60; tries += 1) {
    await page.goto('/studio/mail');
    if (await closed.count()) {
      // Whom a letter is for is said in full on the letter alone.
      await closed.first().locator('button').click();
      const [, code] = (await page.locator('.letter').innerText()).match(/^(\d{4} \d{4})$/mu) ?? [];
      if (code && (await page.locator('.page-head .muted').innerText()) === address) {
        await context.close();
        return code;
      }
    } else {
      await page.waitForTimeout(250);
    }
  }
  throw new Error(`no code to ${address}`);
}

/** Asks for a code, to see where it went. */
const askForCode = async (page) => {
  await page.fill('#email', 'someone@example.org');
  await page.locator('form[action="/login/send"] button').click();
  await page.waitForURL('**/login/code**');
};

/** Signs in by a code, as whoever an address was typed by on another device; ends where they are asked about it. */
const isItYours = async (page, { site, unsure }) => {
  await page.fill('#email', unsure);
  await page.locator('form[action="/login/send"] button').click();
  await page.waitForURL('**/login/code**');
  await page.fill('[name=code]', await codeTo(site, unsure));
  await page.locator('main form:has([name=code]) button').first().click();
  await page.waitForURL('**/login/yours**');
};

/** Joins with an address that is somebody's already, and has the code to it; ends where that is asked about. */
const isTaken = async (page, { site, taken }) => {
  await page.fill('#name', 'Somebody twice');
  await page.fill('#email', taken);
  await page.fill('#password', 'a long enough secret');
  await page.check('#agree');
  await page.locator('main form button[type=submit]').first().click();
  await page.waitForURL((url) => url.pathname !== '/register');
  await page.goto('/confirm');
  await page.fill('[name=code]', await codeTo(site, taken));
  await page.locator('main form:has([name=code]) button').first().click();
  await page.waitForURL('**/confirm/other');
};

/** Signs out in another tab while a form is filled in, sends it and signs in again; ends where it stands once more. */
const keepsWhatWasTyped = async (page, { site }) => {
  const browser = page.context();
  const cookies = await browser.cookies();
  await page.fill('[name=bio]', 'I keep a small archive of field recordings.');
  await browser.clearCookies();
  await page.locator('main form:has([name=bio]) button[type=submit]').last().click();
  await page.waitForURL('**/login**');
  const next = new URL(page.url()).searchParams.get('back');
  await browser.addCookies(cookies.filter(({ name }) => name !== 'b'));
  await page.goto(next, { referer: site.origin });
};

const press = (selector) => async (page) => { await page.locator(selector).first().click(); };

export const PAGES = [
  at('landing', 'visitor', '/'),
  at('feed-visitor', 'visitor', '/?tab=latest'),
  at('post-visitor', 'visitor', ({ article }) => article),
  at('post-paywall', 'visitor', ({ locked }) => locked),
  at('question-visitor', 'visitor', ({ question }) => question),
  at('space-visitor', 'visitor', '/s/practice'),
  at('space-closed', 'visitor', '/s/lounge'),
  at('spaces-visitor', 'visitor', '/spaces'),
  at('tag-visitor', 'visitor', ({ tag }) => tag),
  at('comment-visitor', 'visitor', ({ comment }) => comment),
  at('pictures-visitor', 'visitor', ({ pictures }) => pictures),
  at('profile-visitor', 'visitor', '/m/linjianshan'),
  at('search-visitor', 'visitor', '/search?q=RAG'),
  at('join', 'visitor', '/join'),
  at('checkout', 'visitor', ({ checkout }) => checkout),
  at('checkout-problems', 'visitor', ({ checkout }) => checkout, sendEmpty('form.pay')),
  at('login', 'visitor', '/login'),
  at('login-problems', 'visitor', '/login', sendEmpty('form[action="/login"]')),
  at('login-code', 'visitor', '/login?by=code'),
  at('login-code-sent', 'visitor', '/login?by=code', askForCode),
  at('login-second', 'visitor', '/login/second'),
  at('login-help', 'visitor', '/login/help'),
  at('link-used', 'visitor', '/code/nothing-of-ours'),
  at('claim-used', 'visitor', '/claim/nothing-of-ours'),
  at('undo-used', 'visitor', '/undo/nothing-of-ours'),
  at('register', 'visitor', '/register'),
  at('register-problems', 'visitor', '/register', sendEmpty('main form')),
  at('rules', 'visitor', '/rules'),
  at('privacy', 'visitor', '/privacy'),
  at('terms', 'visitor', '/terms'),
  at('refunds', 'visitor', '/refunds'),
  at('start', 'visitor', ({ start }) => start),
  at('fault-404', 'visitor', '/nothing-here'),
  at('fault-410', 'visitor', ({ gone }) => gone),
  at('fault-404-member', 'paying', '/nothing-here'),
  at('fault-403', 'free', '/studio'),
  at('fault-422', 'free', '/kept'),
  at('login-yours', 'visitor', '/login?by=code', isItYours),
  // The last of a visitor's: they have an account then.
  at('confirm-other', 'visitor', '/register', isTaken),

  at('home', 'paying', '/'),
  at('home-latest', 'paying', '/?tab=latest'),
  at('home-best', 'paying', '/?tab=best'),
  at('home-following', 'paying', '/?tab=following'),
  at('home-free', 'free', '/'),
  at('home-owner', 'owner', '/'),
  at('spaces', 'paying', '/spaces'),
  at('space', 'paying', '/s/practice'),
  at('space-locked', 'free', '/s/deep-dives'),
  at('post', 'paying', ({ article }) => article),
  at('post-locked', 'free', ({ locked }) => locked),
  at('post-lapsed', 'lapsed', ({ locked }) => locked),
  at('post-open', 'paying', ({ locked }) => locked),
  at('question', 'paying', ({ question }) => question),
  at('post-pictures', 'paying', ({ pictures }) => pictures),
  at('post-menu', 'owner', ({ article }) => article, press('.acts__more')),
  at('post-history', 'owner', ({ edited }) => `${edited}/history`),
  at('comment-history', 'paying', ({ comment }) => `${comment}/history`),
  at('post-edit', 'owner', ({ article }) => `${article}/edit`),
  at('post-edit-conflict', 'owner', ({ article }) => `${article}/edit`, sendStale('#compose')),
  at('post-delete', 'owner', ({ article }) => `${article}/delete`),
  at('comment', 'paying', ({ comment }) => comment),
  at('comment-edit', 'paying', ({ comment }) => `${comment}/edit`),
  at('comment-edit-conflict', 'paying', ({ comment }) => `${comment}/edit`, sendStale('main form.form')),
  at('comment-delete', 'paying', ({ comment }) => `${comment}/delete`),
  at('tag', 'paying', ({ tag }) => tag),
  at('tag-edit', 'owner', ({ tag }) => `${tag}/edit`),
  at('new', 'paying', '/new'),
  at('new-problems', 'paying', '/new', sendEmpty('#compose')),
  at('new-question', 'free', '/new?kind=question&space=questions'),
  at('new-picture', 'paying', '/new?space=practice', async (page) => {
    const buffer = png(700, 400, 120);
    await page.fill('#body', 'Seen from the road.');
    await page.locator('.editor__tools input[type=file]').setInputFiles({ name: 'towers.png', mimeType: 'image/png', buffer });
    await page.locator('.upload [data-alt]').waitFor();
  }),
  at('media', 'owner', '/me/media'),
  at('media-none', 'free', '/me/media'),
  at('bookmarks', 'paying', '/me/bookmarks'),
  at('drafts', 'free', '/me/drafts'),
  at('notifications', 'owner', '/notifications'),
  at('notifications-free', 'free', '/notifications'),
  at('search', 'paying', '/search?q=RAG'),
  at('search-none', 'paying', '/search?q=qqzzxxy'),
  at('search-empty', 'paying', '/search'),
  at('members', 'paying', '/members'),
  at('profile', 'paying', '/m/linjianshan'),
  at('profile-mine', 'paying', '/m/huang_haoran0'),
  at('profile-posts', 'paying', '/m/linjianshan/posts'),
  at('profile-comments', 'paying', '/m/linjianshan/comments'),
  at('mine', 'paying', '/me'),
  at('membership', 'paying', '/me/membership'),
  at('membership-lapsed', 'lapsed', '/me/membership'),
  at('membership-free', 'free', '/me/membership'),
  at('orders', 'paying', '/me/orders'),
  at('orders-none', 'free', '/me/orders'),
  at('order', 'paying', ({ order }) => order),
  at('order-waiting', 'lapsed', ({ waiting }) => waiting),
  at('pay-waiting', 'lapsed', ({ wait }) => wait),
  at('pay-closed', 'lapsed', ({ closed }) => `/pay/${closed}`),
  at('order-closed', 'lapsed', ({ closed }) => `/me/orders/${closed}`),
  at('pay-sandbox', 'lapsed', ({ sandbox }) => sandbox),
  at('checkout-member', 'free', ({ checkout }) => checkout),
  at('join-member', 'paying', '/join'),
  at('kept', 'free', '/settings/profile', keepsWhatWasTyped),
  at('welcome', 'free', '/welcome'),
  at('consent', 'free', '/settings/consent'),
  at('confirm', 'free', '/confirm'),
  at('settings-confirm', 'free', '/settings/confirm'),
  at('settings-profile', 'paying', '/settings/profile'),
  at('settings-account', 'paying', '/settings/account'),
  at('settings-security', 'paying', '/settings/security'),
  at('settings-totp', 'paying', '/settings/security/totp'),
  at('settings-sessions', 'paying', '/settings/sessions'),
  at('settings-privacy', 'paying', '/settings/privacy'),
  at('settings-appearance', 'paying', '/settings/appearance'),
  at('settings-notifications', 'paying', '/settings/notifications'),
  at('settings-data', 'paying', '/settings/data'),
  at('settings-delete', 'paying', '/settings/delete'),

  at('studio', 'owner', '/studio'),
  at('studio-rooms', 'owner', '/studio', async (page) => {
    const button = page.locator('[popovertarget=rooms]');
    if (await button.isVisible()) await button.click();
  }),
  at('studio-moderator', 'moderator', '/studio'),
  at('studio-members', 'owner', '/studio/members'),
  at('studio-members-none', 'owner', '/studio/members?q=qqzzxxy'),
  at('studio-member', 'owner', ({ member }) => member),
  at('studio-member-locked', 'owner', ({ copier }) => `/studio/members/${copier}`),
  at('studio-grants', 'owner', ({ member }) => `${member}/grants`),
  at('studio-team', 'owner', '/studio/team'),
  at('studio-spaces', 'owner', '/studio/spaces'),
  at('studio-space', 'owner', ({ studioSpace }) => studioSpace),
  at('studio-space-new', 'owner', '/studio/spaces/new'),
  at('studio-products', 'owner', '/studio/products'),
  at('studio-product', 'owner', '/studio/products', press('a[href^="/studio/products/"]')),
  at('studio-orders', 'owner', '/studio/orders'),
  at('studio-orders-waiting', 'owner', '/studio/orders?state=needs_staff'),
  at('studio-order-waiting', 'owner', ({ studioWaiting }) => studioWaiting),
  at('studio-order', 'owner', ({ studioOrder }) => studioOrder),
  at('studio-refund-check', 'owner', ({ studioOrder }) => studioOrder, async (page) => {
    const refund = page.locator('form[action$="/refunds"]');
    await refund.locator('[name=amount]').fill('1');
    await refund.locator('[name=reason]').fill('A day of rain.');
    await refund.locator('button[type=submit]').first().click();
    await page.locator('input[name=sure][value=yes]').waitFor({ state: 'attached' });
  }),
  at('studio-ledger', 'owner', '/studio/ledger'),
  at('studio-ledger-sandbox', 'owner', '/studio/ledger?book=sandbox'),
  at('studio-settings', 'owner', '/studio/settings'),
  at('studio-legal', 'owner', '/studio/legal/rules'),
  at('studio-legal-privacy', 'owner', '/studio/legal/privacy'),
  at('studio-media', 'owner', '/studio/media'),
  at('studio-audit', 'owner', '/studio/audit'),
  at('studio-mail', 'owner', '/studio/mail'),
  at('studio-letter', 'owner', '/studio/mail', async (page) => {
    await page.locator('form[action^="/studio/mail/"] button').first().click();
    await page.locator('.letter').waitFor();
  }),

  ...[1, 5, 15, 18, 21, 30, 31, 36].map((number) => at(`component-${number}`, 'visitor', `/_gallery?component=${number}`)),
  ...['kit', 'home', 'post', 'checkout', 'landing', 'studio', 'sign-in'].map((scene) =>
    at(`gallery-${scene}`, 'visitor', scene === 'kit' ? '/_gallery' : `/_gallery?scene=${scene}`)),
];

/** The first address on the page that matches. */
async function first(page, path, pattern) {
  await page.goto(path);
  const found = await page.locator('a[href]').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
  const href = found.find((one) => pattern.test(one));
  if (!href) throw new Error(`nothing on ${path} leads to ${pattern}`);
  return href;
}

/** The page that a site without an owner begins with. */
export function startOf(site) {
  return site.printed().match(/http:\S+\/start\?token=\S+/u)[0];
}

/** What is made to be looked at: a comment, a post with a picture, one that is gone, an account that nobody has
 *  confirmed, money that is awaited and money that is wrong. */
async function make(site, article) {
  const [owner, paying, lapsed] = await Promise.all([PEOPLE.owner, PEOPLE.paying, PEOPLE.lapsed].map((who) => api(site, who)));
  const id = article.split('/').pop().split('-')[0];
  const comment = await paying.ok('POST', `/posts/${id}/comments`, { body: 'The second half answers what I came for.' });
  await paying.ok('PATCH', `/comments/${comment.id}`, { body: 'The second half answers what I came for, and the table says why.' });
  const form = new FormData();
  form.append('file', new Blob([png(1200, 700, 90)], { type: 'image/png' }), 'towers.png');
  form.append('alt', 'Two towers on a plain');
  const headers = { authorization: `Bearer ${owner.token}` };
  const media = await (await fetch(`${site.origin}/api/v1/media`, { method: 'POST', headers, body: form })).json();
  const pictures = await owner.ok('POST', '/posts', {
    space: 'practice', kind: 'article', title: 'Two towers on the plain', body: `Seen from the road.\n\n${media.markdown}\n\nAnd gone.`,
  });
  await paying.ok('POST', `/posts/${pictures.id}/comments`, { body: 'Which road is that? I would like to go there.' });
  const mistaken = await owner.ok('POST', '/posts', { space: 'practice', kind: 'article', title: 'A road that was closed', body: 'Gone.' });
  await owner.ok('DELETE', `/posts/${mistaken.id}`);
  const unsure = 'unsure@example.org';
  const visitor = await api(site);
  await visitor.call('POST', '/members', { handle: 'unsure_one', email: unsure, password: 'a long enough secret', agrees: true });
  const { email: taken } = await owner.ok('GET', `/accounts?q=${PEOPLE.free}`).then(({ items }) => items[0]);
  const { items: posts } = await owner.ok('GET', '/posts?limit=100');
  const { items } = await owner.ok('GET', '/products');
  const buy = async (key) => {
    const { no } = await lapsed.ok('POST', '/orders', { price: items[0].prices[0].id }, { 'idempotency-key': `${key}-order` });
    const payment = await lapsed.ok('POST', `/orders/${no}/payments`, { provider: 'sandbox' }, { 'idempotency-key': `${key}-pay` });
    return { no, sandbox: new URL(payment.next_url, site.origin).pathname };
  };
  const wrong = await buy('wrong');
  const visit = await openPage(site);
  await signIn(visit, PEOPLE.lapsed);
  await visit.page.goto(wrong.sandbox);
  await visit.page.locator('button[value=wrong_amount]').click();
  await visit.page.waitForURL(/\/pay\/\d+$/);
  await visit.context.close();
  const closed = await buy('closed');
  await lapsed.ok('PUT', `/orders/${closed.no}/cancelled`);
  const waiting = await buy('waiting');
  await visitor.call('POST', '/members', { handle: 'copy_shop', email: 'copies@example.org', password: 'a long enough secret', agrees: true });
  const { items: [copier] } = await owner.ok('GET', '/accounts?q=copy_shop');
  await owner.ok('PUT', `/members/${copier.id}/locked`, { reason: 'Sold what others wrote here, under their own name.' });
  return {
    comment: `${article}/c/${comment.id}`,
    pictures: pictures.url,
    gone: mistaken.url,
    site,
    unsure,
    taken,
    edited: posts.find((post) => post.edited_at).url,
    closed: closed.no,
    copier: copier.id,
    studioWaiting: `/studio/orders/${wrong.no}`,
    waiting: `/me/orders/${waiting.no}`,
    wait: `/pay/${waiting.no}`,
    sandbox: waiting.sandbox,
  };
}

/** Addresses of the demonstration that carry ids. */
export async function find(site) {
  const POST = /^\/p\/\w+(-[^/#?]*)?$/u;
  const tidy = (href) => href.replace(/[#?].*$/u, '');
  const as = async (who, look) => {
    const visit = await openPage(site, { viewport: DESKTOP });
    if (PEOPLE[who]) await signIn(visit, PEOPLE[who]);
    const places = await look(visit.page);
    await visit.context.close();
    return places;
  };
  const found = await as('visitor', async (page) => ({
    article: tidy(await first(page, '/s/practice?tab=best', POST)),
    question: tidy(await first(page, '/s/questions?tab=best', POST)),
    tag: await first(page, '/s/practice', /^\/t\/[^/]+$/u),
    checkout: await first(page, '/join', /^\/join\/.+/u),
  }));
  Object.assign(found, await make(site, found.article));
  Object.assign(found, await as('owner', async (page) => ({
    locked: tidy(await first(page, '/s/deep-dives', POST)),
    member: await first(page, `/studio/members?q=${PEOPLE.paying}`, /^\/studio\/members\/\w+$/u),
    studioOrder: await first(page, '/studio/orders?state=fulfilled', /^\/studio\/orders\/\w+$/u),
    studioSpace: await first(page, '/studio/spaces', /^\/studio\/spaces\/(?!new)\w+/u),
  })));
  return Object.assign(found, await as('paying', async (page) => ({
    order: await first(page, '/me/orders', /^\/me\/orders\/\w+$/u),
  })));
}
