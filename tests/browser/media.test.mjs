// Pictures: brought in with and without script, shown without a jump, closed to who may not read the text.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { violations } from './axe.mjs';
import { PEOPLE, api, signIn, startDemo } from './demo.mjs';
import { png } from './pictures.mjs';
import { PHONE, openPage } from './site.mjs';

let site;
before(async () => { site = await startDemo(); });
after(async () => { await site?.stop(); });

const file = (name, buffer, mimeType = 'image/png') => ({ name, mimeType, buffer });

async function as(handle, options) {
  const visit = await openPage(site, options);
  await signIn(visit, handle);
  return visit;
}

/** Whether a picture has arrived and lies where its size said it would. */
const arrived = (image) => image.evaluate(async (node) => {
  node.scrollIntoView();
  await node.decode();
  return node.complete && node.naturalWidth > 0 && node.hasAttribute('width') && node.hasAttribute('height');
});

test('a picked picture is sent, described and published', async () => {
  const { page, context, complaints } = await as(PEOPLE.paying);
  await page.goto('/new?space=practice');
  await page.fill('#title', 'Two towers on the plain');
  await page.fill('#body', 'Seen from the road.');
  await page.locator('.editor__tools input[type=file]').setInputFiles(file('towers.png', png(700, 400, 120)));
  await page.waitForFunction(() => /!\[\]\(\/media\/[0-9a-z]{13}\/700\)/.test(document.querySelector('#body').value));
  await page.locator('.upload [data-alt]').fill('Two [grey] towers');
  assert.match(await page.inputValue('#body'), /!\[Two \\\[grey\\\] towers\]\(\/media\//);
  assert.deepEqual(await violations(page), []);
  await page.locator('[data-view=preview]').click();
  assert.ok(await arrived(page.locator('.editor__preview img')));
  await page.locator('#compose button[value=publish]').click();
  await page.waitForURL('**/p/**');
  const image = page.locator('.prose figure img');
  assert.equal(await image.getAttribute('alt'), 'Two [grey] towers');
  assert.ok(await arrived(image));
  const full = await page.locator('.prose figure a.picture').getAttribute('href');
  const answer = await context.request.get(full);
  assert.match(answer.headers()['content-type'], /^image\//);
  assert.deepEqual(complaints, []);
  await context.close();
});

test('dropped and pasted pictures come in, several at once, and what is none says why', async () => {
  const { page, context, complaints } = await as(PEOPLE.paying, { viewport: PHONE, locale: 'zh-CN' });
  await page.goto('/new?space=practice');
  await page.fill('#body', '路上看到的。');
  const give = (kind, files) => page.locator('#body').evaluate((area, { kind: name, files: list }) => {
    const data = new DataTransfer();
    for (const [title, type, bytes] of list) data.items.add(new File([new Uint8Array(bytes)], title, { type }));
    const event = name === 'paste'
      ? new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })
      : new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true });
    area.dispatchEvent(event);
  }, { kind, files });
  await page.locator('#body').focus();
  await page.waitForFunction(() => customElements.get('y-pictures'));
  await give('drop', [['a.png', 'image/png', [...png(200, 120, 10)]], ['b.png', 'image/png', [...png(200, 120, 20)]]]);
  await give('paste', [['c.png', 'image/png', [...png(200, 120, 30)]], ['d.txt', 'text/plain', [1, 2]]]);
  await give('paste', [['e.png', 'image/png', [1, 2, 3]]]);
  await page.waitForFunction(() => document.querySelector('#body').value.match(/\/media\//g)?.length === 3);
  await page.locator('.upload [role=alert]').nth(1).waitFor();
  assert.match(await page.locator('.upload', { hasText: 'd.txt' }).innerText(), /不是图片/);
  assert.match(await page.locator('.upload', { hasText: 'e.png' }).innerText(), /读不出图片/);
  await page.locator('.upload', { hasText: 'e.png' }).locator('[data-act=stop]').click();
  await page.locator('[data-take-out]').first().click();
  assert.equal((await page.inputValue('#body')).match(/\/media\//g).length, 2);
  assert.ok(!(await page.inputValue('#body')).includes('upload:'));
  assert.deepEqual(await violations(page), []);
  assert.deepEqual(complaints, []);
  await context.close();
});

test('without script a plain form brings a picture in, and its line goes into a text', async () => {
  const { page, context } = await as(PEOPLE.paying, { script: false });
  await page.goto('/new?space=practice');
  assert.equal(await page.locator('.editor__library').getAttribute('href'), '/me/media');
  await page.goto('/me/media');
  await page.setInputFiles('#file', file('towers.png', png(400, 240, 60)));
  await page.fill('#alt', 'Two towers');
  await page.locator('form[action="/me/media"] button').click();
  const line = await page.locator('.pictures input[readonly]').first().inputValue();
  assert.match(line, /^!\[Two towers\]\(\/media\/[0-9a-z]{13}\/400\)$/);
  await page.goto('/new?space=practice');
  await page.fill('#title', 'Two towers again');
  await page.fill('#body', line);
  await page.locator('#compose button[value=publish]').click();
  const image = page.locator('.prose figure img');
  assert.equal(await image.getAttribute('alt'), 'Two towers');
  const answer = await context.request.get(await image.getAttribute('src'));
  assert.equal(answer.status(), 200);
  await context.close();
});

test('a picture behind the divider reaches members who paid, and nobody else', async () => {
  const owner = await api(site, PEOPLE.owner);
  const send = async (seed) => {
    const form = new FormData();
    form.append('file', new Blob([png(640, 360, seed)], { type: 'image/png' }), 'towers.png');
    form.append('alt', 'Towers');
    const headers = { authorization: `Bearer ${owner.token}` };
    const answer = await fetch(`${site.origin}/api/v1/media`, { method: 'POST', headers, body: form });
    assert.equal(answer.status, 201);
    return answer.json();
  };
  const [free, locked] = [await send(80), await send(90)];
  const spaces = await owner.ok('GET', '/spaces?limit=100');
  const club = spaces.items.find((space) => space.visibility === 'plan');
  const body = `${free.markdown}\n\n[[paid]]\n\n${locked.markdown}`;
  const post = await owner.ok('POST', '/posts', { space: club.handle, kind: 'article', title: 'Inside the tower', body });
  const seen = async (handle) => {
    const visit = handle ? await as(handle) : await openPage(site);
    await visit.page.goto(`/p/${post.id}`);
    const ids = await visit.page.locator('.prose figure img').evaluateAll((all) => all.map((one) => one.getAttribute('src')));
    const statuses = [];
    for (const id of [free.id, locked.id]) {
      statuses.push((await visit.context.request.get(`/media/${id}/640`)).status());
    }
    await visit.context.close();
    return { ids: ids.length, statuses };
  };
  assert.deepEqual(await seen(PEOPLE.paying), { ids: 2, statuses: [200, 200] });
  for (const handle of [null, PEOPLE.free, PEOPLE.lapsed]) {
    assert.deepEqual(await seen(handle), { ids: 1, statuses: [200, 404] }, handle ?? 'a visitor');
  }
});
