// What a page weighs on its first visit, compressed, as the browser receives it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PEOPLE, signIn, startDemo } from './demo.mjs';
import { find } from './shots/pages.mjs';
import { PHONE, openPage } from './site.mjs';

const KB = 1024;
let site;
let places;
before(async () => {
  site = await startDemo();
  places = await find(site);
});
after(async () => { await site?.stop(); });

/** Loads a page with a cold cache and gives the bytes on the wire by kind. */
async function weigh(visit, path) {
  const { page, context } = visit;
  const meter = await context.newCDPSession(page);
  await meter.send('Network.enable');
  await meter.send('Network.setCacheDisabled', { cacheDisabled: true });
  const kinds = new Map();
  const weights = { requests: 0, total: 0 };
  meter.on('Network.responseReceived', ({ requestId, type }) => kinds.set(requestId, type.toLowerCase()));
  meter.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const kind = kinds.get(requestId) ?? 'other';
    weights.requests += 1;
    weights.total += encodedDataLength;
    weights[kind] = (weights[kind] ?? 0) + encodedDataLength;
  });
  await page.goto(path, { waitUntil: 'load' });
  await page.waitForTimeout(500);
  await meter.detach();
  return weights;
}

/** Budgets of the classes of pages, in KB on the wire, and the requests of a first visit. */
const SELLING = { document: 14, stylesheet: 12, script: 8, total: 60, requests: 6 };
const VISITOR = { document: 18, stylesheet: 12, script: 8, total: 60, requests: 8 };
const MEMBER = { ...VISITOR, script: 30 };
const STUDIO = { document: 35, stylesheet: 28, script: 40, requests: 12 };

const MEASURED = [
  ['the landing page', null, () => '/', SELLING],
  ['the offers', null, () => '/join', SELLING],
  ['the checkout', null, ({ checkout }) => checkout, SELLING],
  ['a locked post, by a visitor', null, ({ locked }) => locked, SELLING],
  ['a post, by a visitor', null, ({ article }) => article, VISITOR],
  ['the newest posts, by a visitor', null, () => '/?tab=latest', VISITOR],
  ['home, by a member', PEOPLE.paying, () => '/', MEMBER],
  ['a post, by a member', PEOPLE.paying, ({ article }) => article, MEMBER],
  ['a question, by a member', PEOPLE.paying, ({ question }) => question, MEMBER],
  ['a space, by a member', PEOPLE.paying, () => '/s/practice', MEMBER],
  ['what is found, by a member', PEOPLE.paying, () => '/search?q=RAG', MEMBER],
  ['the members in the studio', PEOPLE.owner, () => '/studio/members', STUDIO],
];

for (const [what, who, place, budget] of MEASURED) {
  test(`${what} keeps its budget`, async (t) => {
    const visit = await openPage(site, { viewport: PHONE, locale: 'zh-CN' });
    if (who) await signIn(visit, who);
    const weights = await weigh(visit, place(places));
    const said = Object.entries(weights).map(([kind, n]) => (kind === 'requests' ? `${n} requests` : `${kind} ${(n / KB).toFixed(1)} KB`));
    t.diagnostic(said.join(', '));
    assert.ok(weights.stylesheet > KB && weights.script > KB, `something did not come: ${said.join(', ')}`);
    for (const [kind, most] of Object.entries(budget)) {
      const unit = kind === 'requests' ? 1 : KB;
      assert.ok((weights[kind] ?? 0) <= most * unit, `${kind} over ${most}: ${said.join(', ')}`);
    }
    await visit.context.close();
  });
}
