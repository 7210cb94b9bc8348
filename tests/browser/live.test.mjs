// Two people on one page: what one does, the other sees without loading anything.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PEOPLE, api, signIn, startDemo } from './demo.mjs';
import { startLine } from './line.mjs';
import { openPage } from './site.mjs';

let site;
let owner;
before(async () => {
  site = await startDemo();
  owner = await api(site, PEOPLE.owner);
});
after(async () => { await site?.stop(); });

async function as(handle, options) {
  const visit = await openPage(site, options);
  await signIn(visit, handle);
  return visit;
}

const question = (title) => owner.ok('POST', '/posts', {
  space: 'questions', kind: 'question', title, body: 'What was tried, and what came of it.',
});

/** Opens a post and waits until its line is open, so that nothing is caught up but all is live. */
async function follow(page, path) {
  // A page that is left while it opens a line of its own would be taken for this one.
  await page.goto('about:blank');
  let late;
  const told = new Promise((done, fail) => {
    late = setTimeout(() => fail(new Error(`the line of ${path} said nothing`)), 15_000);
    page.once('websocket', (socket) => socket.once('framereceived', () => done(socket)));
  });
  await Promise.all([told, page.goto(path)]);
  clearTimeout(late);
  return told;
}

async function answer(page, text, kind = 'answer') {
  await page.fill('#write-body', text);
  await page.locator(`#write button[value=${kind}]`).click();
  await page.locator('.comment', { hasText: text }).waitFor();
}

test('an answer shows to the one who asked, with the counts and the bell, and can be accepted', async () => {
  const asker = await as(PEOPLE.paying);
  await asker.page.goto('/new?kind=question&space=questions');
  await asker.page.fill('#title', 'How long does the lamp oil last?');
  await asker.page.fill('#body', 'Ours is gone by noon.');
  const moved = asker.page.waitForURL('**/p/**');
  await asker.page.locator('#compose button[value=publish]').click();
  await moved;
  const path = new URL(asker.page.url()).pathname;
  await follow(asker.page, path);
  const before = Number(await asker.page.locator('#unread-top').textContent());

  const helper = await as(PEOPLE.free);
  await helper.page.goto(path);
  await answer(helper.page, 'A night, if the wick is short.');

  const shown = asker.page.locator('.comment', { hasText: 'A night, if the wick is short.' });
  await shown.waitFor({ timeout: 10_000 });
  assert.equal(await asker.page.locator('#comments-count').textContent(), '1');
  assert.equal(await asker.page.locator('#comments-empty').count(), 0);
  await asker.page.waitForFunction(
    (n) => Number(document.getElementById('unread-top').textContent) > n, before, { timeout: 10_000 },
  );

  // The asker's own acts are on the piece that arrived for everybody.
  await shown.locator('.acts__more').click();
  const accept = shown.locator('form[action$="/accepted"] button');
  assert.ok(await accept.isVisible());
  assert.equal(await shown.locator('a[href$="/edit"]').filter({ visible: true }).count(), 0);
  await accept.click();
  await asker.page.locator('.comment--accepted').waitFor();
  await helper.page.locator('.comment--accepted').waitFor({ timeout: 10_000 });

  await asker.page.goto('/notifications');
  assert.match(await asker.page.locator('main').innerText(), /How long does the lamp oil last\?/);
  assert.deepEqual([...asker.complaints, ...helper.complaints], []);
  await asker.context.close();
  await helper.context.close();
});

test('a page that lost its line catches up when it is back, and says so meanwhile', async () => {
  const post = await question('What happens in the dark?');
  const line = await startLine(site);
  const reader = await as(PEOPLE.paying, { locale: 'zh-CN', origin: line.origin });
  await follow(reader.page, post.url);
  line.cut();
  await owner.ok('POST', `/posts/${post.id}/comments`, { body: 'Said while you were away.', kind: 'answer' });
  await reader.page.locator('y-live .banner--warn').waitFor({ timeout: 15_000 });
  assert.equal(await reader.page.locator('.comment').count(), 0);
  line.mend();
  await reader.page.locator('.comment', { hasText: 'Said while you were away.' }).waitFor({ timeout: 30_000 });
  assert.equal(await reader.page.locator('.comment').count(), 1);
  assert.equal(await reader.page.locator('#comments-count').textContent(), '1');
  await reader.context.close();
  await line.stop();
});

test('reactions move the counts of others and keep what each has pressed', async () => {
  const post = await question('Is the lamp liked?');
  const [one, two] = [await as(PEOPLE.paying), await as(PEOPLE.free)];
  await follow(one.page, post.url);
  await follow(two.page, post.url);
  const like = (page) => page.locator(`#say-post-${post.id} > [data-react$=":like"]`);
  await like(one.page).click();
  await two.page.waitForFunction(
    (id) => document.querySelector(`#say-post-${id} .num`)?.textContent === '1', post.id, { timeout: 10_000 },
  );
  assert.equal(await like(two.page).getAttribute('aria-pressed'), 'false');
  await like(two.page).click();
  await one.page.waitForFunction(
    (id) => document.querySelector(`#say-post-${id} .num`)?.textContent === '2', post.id, { timeout: 10_000 },
  );
  assert.equal(await like(one.page).getAttribute('aria-pressed'), 'true');
  assert.equal(await like(two.page).getAttribute('aria-pressed'), 'true');
  await like(one.page).click();
  await two.page.waitForFunction(
    (id) => document.querySelector(`#say-post-${id} .num`)?.textContent === '1', post.id, { timeout: 10_000 },
  );
  await two.page.reload();
  assert.equal(await like(two.page).getAttribute('aria-pressed'), 'true');
  await one.context.close();
  await two.context.close();
});

test('an edit, a reply and a deletion arrive in their places', async () => {
  const post = await question('Who trims the wick?');
  const helper = await api(site, PEOPLE.moderator);
  const first = await helper.ok('POST', `/posts/${post.id}/comments`, { body: 'The night watch.', kind: 'answer' });
  const reader = await as(PEOPLE.paying);
  await follow(reader.page, post.url);
  await helper.ok('PATCH', `/comments/${first.id}`, { body: 'The day watch, since last week.' });
  await reader.page.locator('.comment', { hasText: 'since last week' }).waitFor({ timeout: 10_000 });
  await owner.ok('POST', `/posts/${post.id}/comments`, { body: 'Thank them for it.', parent: first.id });
  const reply = reader.page.locator(`#replies-${first.id} .comment`, { hasText: 'Thank them for it.' });
  await reply.waitFor({ timeout: 10_000 });
  assert.equal(await reader.page.locator('#comments-count').textContent(), '2');
  await helper.ok('DELETE', `/comments/${first.id}`);
  await reader.page.locator(`#comment-${first.id} > .comment__gone`).waitFor({ timeout: 10_000 });
  assert.ok(await reply.isVisible());
  await reader.context.close();
});

test('a new post shows in its open space', async () => {
  const reader = await as(PEOPLE.free);
  await follow(reader.page, '/s/questions');
  await question('Does the list grow by itself?');
  await reader.page.locator('#feed .post', { hasText: 'Does the list grow by itself?' }).waitFor({ timeout: 10_000 });
  await reader.context.close();
});

test('a right that ends closes what it had opened, on the page that is open', async () => {
  const post = await owner.ok('POST', '/posts', {
    space: 'deep-dives', kind: 'article', title: 'Behind the gate', body: 'Free.\n\n[[paid]]\n\nNot free.',
  });
  const member = await api(site, PEOPLE.free);
  const me = await member.ok('GET', '/me');
  const { items } = await owner.ok('GET', '/products');
  const until = new Date(Date.now() + 86_400_000).toISOString();
  await owner.ok('POST', `/members/${me.id}/grants`, {
    thing: { kind: 'plan', id: items[0].id }, until, reason: 'a look behind the gate',
  });
  const reader = await as(PEOPLE.free);
  const socket = await follow(reader.page, post.url);
  assert.match(await reader.page.locator('.prose').first().innerText(), /Not free/);
  const team = await as(PEOPLE.owner);
  await team.page.goto(`/studio/members/${me.id}/grants`);
  const refused = socket.waitForEvent('framereceived', { predicate: ({ payload }) => String(payload).includes('refused'), timeout: 10_000 });
  await team.page.locator('form[action$="/end"] button').first().click();
  await refused;
  await owner.ok('POST', `/posts/${post.id}/comments`, { body: 'Only for those inside.' });
  await reader.page.waitForTimeout(700);
  assert.equal(await reader.page.locator('.comment').count(), 0);
  await reader.page.reload();
  assert.ok(!(await reader.page.content()).includes('Not free'));
  await team.context.close();
  await reader.context.close();
});
