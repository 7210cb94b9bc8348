// What `npm run shots` looks at: every page, as somebody who may see it.
import { DESKTOP, openPage } from '../site.mjs';

/** Handles of the demonstration's people; a visitor has none. */
export const PERSONAS = {
  owner: 'linjianshan',
  moderator: 'zhouhe',
  paying: 'huang_haoran0',
  lapsed: 'oscar_ruiz_builds3',
  free: 'xie_yifan1',
};

const at = (name, who, path, act) => ({ name, who, path, act });

/** Sends the form as it stands, to see what it says of empty fields. */
const sendEmpty = (form) => async (page) => {
  await page.locator(form).evaluate((node) => {
    node.noValidate = true;
    for (const field of node.querySelectorAll('input:not([type=hidden]), textarea')) {
      if (!['radio', 'checkbox'].includes(field.type)) field.value = '';
    }
    node.requestSubmit(node.querySelector('button:not([type=button])'));
  });
  await page.waitForLoadState('load');
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
  at('profile-visitor', 'visitor', '/m/linjianshan'),
  at('search-visitor', 'visitor', '/search?q=RAG'),
  at('join', 'visitor', '/join'),
  at('checkout', 'visitor', ({ checkout }) => checkout),
  at('checkout-problems', 'visitor', ({ checkout }) => checkout, sendEmpty('form.pay')),
  at('login', 'visitor', '/login'),
  at('login-problems', 'visitor', '/login', sendEmpty('form[action="/login"]')),
  at('login-code', 'visitor', '/login?by=code'),
  at('login-help', 'visitor', '/login/help'),
  at('register', 'visitor', '/register'),
  at('register-problems', 'visitor', '/register', sendEmpty('main form')),
  at('rules', 'visitor', '/rules'),
  at('privacy', 'visitor', '/privacy'),
  at('fault-404', 'visitor', '/nothing-here'),
  at('fault-404-member', 'paying', '/nothing-here'),
  at('fault-403', 'free', '/studio'),

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
  at('post-menu', 'owner', ({ article }) => article, press('.acts__more')),
  at('post-history', 'owner', ({ article }) => `${article}/history`),
  at('post-edit', 'owner', ({ article }) => `${article}/edit`),
  at('post-delete', 'owner', ({ article }) => `${article}/delete`),
  at('tag', 'paying', ({ tag }) => tag),
  at('tag-edit', 'owner', ({ tag }) => `${tag}/edit`),
  at('new', 'paying', '/new'),
  at('new-problems', 'paying', '/new', sendEmpty('#compose')),
  at('bookmarks', 'paying', '/me/bookmarks'),
  at('drafts', 'free', '/me/drafts'),
  at('notifications', 'owner', '/notifications'),
  at('notifications-none', 'free', '/notifications'),
  at('search', 'paying', '/search?q=RAG'),
  at('search-none', 'paying', '/search?q=qqzzxxy'),
  at('search-empty', 'paying', '/search'),
  at('members', 'paying', '/members'),
  at('profile', 'paying', '/m/linjianshan'),
  at('profile-mine', 'paying', '/m/huang_haoran0'),
  at('profile-posts', 'paying', '/m/linjianshan/posts'),
  at('profile-comments', 'paying', '/m/linjianshan/comments'),
  at('membership', 'paying', '/me/membership'),
  at('membership-lapsed', 'lapsed', '/me/membership'),
  at('membership-free', 'free', '/me/membership'),
  at('orders', 'paying', '/me/orders'),
  at('orders-none', 'free', '/me/orders'),
  at('order', 'paying', ({ order }) => order),
  at('checkout-member', 'free', ({ checkout }) => checkout),
  at('join-member', 'paying', '/join'),
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
  at('studio-grants', 'owner', ({ member }) => `${member}/grants`),
  at('studio-team', 'owner', '/studio/team'),
  at('studio-spaces', 'owner', '/studio/spaces'),
  at('studio-space', 'owner', ({ studioSpace }) => studioSpace),
  at('studio-space-new', 'owner', '/studio/spaces/new'),
  at('studio-products', 'owner', '/studio/products'),
  at('studio-orders', 'owner', '/studio/orders'),
  at('studio-order', 'owner', ({ studioOrder }) => studioOrder),
  at('studio-ledger', 'owner', '/studio/ledger'),
  at('studio-settings', 'owner', '/studio/settings'),
  at('studio-legal', 'owner', '/studio/legal/rules'),
  at('studio-audit', 'owner', '/studio/audit'),
  at('studio-mail', 'owner', '/studio/mail'),

  ...['kit', 'home', 'post', 'checkout', 'landing', 'studio', 'sign-in'].map((scene) =>
    at(`gallery-${scene}`, 'visitor', scene === 'kit' ? '/_gallery' : `/_gallery?scene=${scene}`)),
];

async function signIn(page, handle) {
  await page.goto('/login');
  await page.fill('#login', handle);
  await page.fill('#password', 'lamp orbit plum garden');
  await page.locator('form[action="/login"] button').last().click();
  await page.waitForURL((url) => url.pathname !== '/login');
}

/** The first address on the page that matches. */
async function first(page, path, pattern) {
  await page.goto(path);
  const found = await page.locator('a[href]').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
  return found.find((href) => pattern.test(href)) ?? '/nothing-here';
}

/** Addresses of the demonstration that carry ids. */
export async function find(site) {
  const POST = /^\/p\/\w+(-[^/#?]*)?$/u;
  const { page, context } = await openPage(site, { viewport: DESKTOP });
  const tidy = (href) => href.replace(/[#?].*$/u, '');
  const places = {
    article: tidy(await first(page, '/s/practice?tab=best', POST)),
    question: tidy(await first(page, '/s/questions?tab=best', POST)),
    locked: tidy(await first(page, '/s/deep-dives', POST)),
    tag: await first(page, '/s/practice', /^\/t\/[^/]+$/u),
    checkout: await first(page, '/join', /^\/join\/.+/u),
  };
  await context.close();
  const owner = await openPage(site, { viewport: DESKTOP });
  await signIn(owner.page, PERSONAS.owner);
  if (places.locked === '/nothing-here') places.locked = tidy(await first(owner.page, '/s/deep-dives', POST));
  places.member = await first(owner.page, `/studio/members?q=${PERSONAS.paying}`, /^\/studio\/members\/\w+$/u);
  places.studioOrder = await first(owner.page, '/studio/orders', /^\/studio\/orders\/\w+$/u);
  places.studioSpace = await first(owner.page, '/studio/spaces', /^\/studio\/spaces\/(?!new)\w+/u);
  await owner.context.close();
  const paying = await openPage(site, { viewport: DESKTOP });
  await signIn(paying.page, PERSONAS.paying);
  places.order = await first(paying.page, '/me/orders', /^\/me\/orders\/\w+$/u);
  await paying.context.close();
  return places;
}
