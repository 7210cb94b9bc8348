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

const MEASURED = [
  ['a post, by a visitor', null, 'article'],
  ['a locked post, by a visitor', null, 'locked'],
  ['a post, by a member', PEOPLE.paying, 'article'],
  ['a question, by a member', PEOPLE.paying, 'question'],
];

for (const [what, who, place] of MEASURED) {
  test(`${what} keeps its budget`, async (t) => {
    const visit = await openPage(site, { viewport: PHONE, locale: 'zh-CN' });
    if (who) await signIn(visit, who);
    const weights = await weigh(visit, places[place]);
    const said = Object.entries(weights).map(([kind, n]) => (kind === 'requests' ? `${n} requests` : `${kind} ${(n / KB).toFixed(1)} KB`));
    t.diagnostic(said.join(', '));
    const most = (kind, kb) => assert.ok((weights[kind] ?? 0) <= kb * KB, `${kind} over ${kb} KB: ${said.join(', ')}`);
    assert.ok(weights.stylesheet > KB && weights.script > KB, `something did not come: ${said.join(', ')}`);
    most('document', 18);
    most('stylesheet', 12);
    most('script', who ? 30 : 8);
    most('total', 60);
    assert.ok(weights.requests <= 8, said.join(', '));
    await visit.context.close();
  });
}
