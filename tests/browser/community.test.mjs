// Writing, finding and keeping: what members do with posts.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PEOPLE, api, signIn, startDemo } from './demo.mjs';
import { PHONE, openPage } from './site.mjs';

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

const article = (title, body = 'A plain text.', more = {}) =>
  owner.ok('POST', '/posts', { space: 'practice', kind: 'article', title, body, ...more });

const publish = (page) => page.locator('#compose button[value=publish]').click();

test('a post is written, previewed, published, changed with its history, and deleted', async () => {
  const { page, context, complaints } = await as(PEOPLE.paying);
  await page.goto('/new?space=practice');
  await page.fill('#title', 'Mending a lamp in three steps');
  await page.fill('#body', '## First\n\nTurn it off.\n\n- wick\n- oil');
  await page.locator('[data-view=preview]').click();
  await page.locator('.editor__preview h2, .editor__preview h3').waitFor();
  assert.equal(await page.locator('.editor__preview li').count(), 2);
  await page.locator('[data-view=write]').click();
  await publish(page);
  await page.waitForURL('**/p/**');
  assert.equal(await page.locator('h1').innerText(), 'Mending a lamp in three steps');
  const path = new URL(page.url()).pathname;

  await page.locator('.reader__acts .acts__more').click();
  await page.locator('.reader__acts a[href$="/edit"]').click();
  await page.fill('#body', '## First\n\nLet it cool.');
  await publish(page);
  await page.waitForURL((url) => url.pathname === path);
  assert.match(await page.locator('.prose').first().innerText(), /Let it cool/);
  // Its author still mends what they just wrote; what another changes is kept beside what it was.
  const team = await as(PEOPLE.moderator);
  await team.page.goto(`${path}/edit`);
  await team.page.fill('#body', '## First\n\nAsk somebody to hold it.');
  await publish(team.page);
  await team.page.waitForURL((url) => url.pathname === path);
  await team.context.close();
  await page.reload();
  assert.match(await page.locator('.prose').first().innerText(), /Ask somebody/);
  await page.locator('.reader__acts .acts__more').click();
  await page.locator('.reader__acts a[href$="/history"]').click();
  await page.waitForURL('**/history');
  assert.match(await page.locator('main').innerText(), /Let it cool/);

  await page.goto(path);
  await page.locator('.reader__acts .acts__more').click();
  await page.locator('.reader__acts a[href$="/delete"]').click();
  await page.locator('main form button').click();
  await page.waitForLoadState();
  const gone = await page.goto(path);
  assert.equal(gone.status(), 410);
  await page.goto('/s/practice');
  assert.ok(!(await page.content()).includes('Mending a lamp in three steps'));
  assert.deepEqual(complaints.filter((text) => !text.includes('410')), []);
  await context.close();
});

test('how a text will look is shown without script too, beside all that was typed', async () => {
  const { page, context } = await as(PEOPLE.paying, { script: false, viewport: PHONE });
  await page.goto('/new?space=practice');
  await page.fill('#title', 'A lamp');
  await page.fill('#body', '- wick\n- oil');
  await page.locator('[data-view=preview]').click();
  await page.locator('.editor__preview').waitFor();
  assert.equal(await page.locator('.editor__preview li').count(), 2);
  assert.equal(await page.inputValue('#title'), 'A lamp');
  assert.equal(await page.inputValue('#body'), '- wick\n- oil');
  await context.close();
});

test('a draft is kept on the server, and without script too', async () => {
  for (const script of [true, false]) {
    const { page, context } = await as(PEOPLE.free, { script, viewport: PHONE, locale: 'zh-CN' });
    await page.goto('/new');
    await page.fill('#title', '写到一半');
    await page.fill('#body', '先放在这里。');
    await page.locator('#compose button[value=keep]').click();
    await page.waitForURL((url) => url.pathname !== '/new' || url.search !== '');
    await page.goto('/me/drafts');
    const draft = page.locator('article', { hasText: '写到一半' });
    await draft.locator('h2 a').click();
    assert.equal(await page.inputValue('#body'), '先放在这里。');
    await page.goto('/me/drafts');
    await draft.locator('form button').click();
    await page.waitForLoadState();
    await page.goto('/me/drafts');
    assert.equal(await draft.count(), 0);
    await context.close();
  }
});

test('what was typed and not sent comes back with the page', async () => {
  const post = await article('A place to be interrupted');
  const { page, context } = await as(PEOPLE.paying);
  await page.goto(post.url);
  await page.fill('#write-body', 'I was about to say');
  await page.locator('#write .editor__status', { hasText: /\d/ }).waitFor();
  await page.reload();
  await page.waitForFunction(() => document.querySelector('#write-body').value === 'I was about to say');
  await page.locator('#write > p button').first().click();
  await page.locator('.comment', { hasText: 'I was about to say' }).waitFor();
  await page.reload();
  await page.locator('y-editor [data-view=write]:not([hidden])').waitFor();
  assert.equal(await page.inputValue('#write-body'), '');
  await context.close();
});

test('a mistake in the form is said at its field, and nothing that was typed is lost', async () => {
  const { page, context } = await as(PEOPLE.free, { script: false, locale: 'zh-CN' });
  await page.goto('/new?space=practice');
  const fields = { kind: 'article', space: await page.inputValue('#space'), title: '', body: '正文还在。', act: 'publish' };
  const answer = await context.request.post('/new', { form: fields, headers: { origin: site.origin } });
  assert.equal(answer.status(), 422);
  const html = await answer.text();
  assert.match(html, /正文还在。/);
  assert.match(html, /<input[^>]*id="title"[^>]*aria-invalid="true"/);
  await context.close();
});

test('reactions and bookmarks are kept, with script and without', async () => {
  const post = await article('To be liked and kept');
  for (const script of [true, false]) {
    const { page, context } = await as(script ? PEOPLE.paying : PEOPLE.free, { script, viewport: PHONE });
    await page.goto(post.url);
    const like = page.locator(`#say-post-${post.id} > [data-react$=":like"]`);
    await like.click();
    const pressed = page.locator(`#say-post-${post.id} > [data-react$=":like"][aria-pressed=true]`);
    await pressed.waitFor();
    if (script) {
      await page.locator(`[popovertarget="rx-post-${post.id}"]`).click();
      await page.locator(`#rx-post-${post.id} [data-react$=":thanks"]`).click();
      await page.locator(`#say-post-${post.id} > [data-react$=":thanks"][aria-pressed=true] .num`).waitFor();
      await page.locator(`#rx-post-${post.id}`).waitFor({ state: 'hidden' });
      await page.locator('.reader__acts .acts__more').click();
      assert.ok(await page.locator('.reader__acts [data-copy]').first().isVisible());
      await page.keyboard.press('Escape');
    }
    await page.locator(`#keep-post-${post.id} button`).click();
    await page.locator(`#keep-post-${post.id} button[aria-pressed=true]`).waitFor();
    // The press shows at once and the page is left while it is still on its way: it must arrive all the same.
    const kept = page.locator('article', { hasText: 'To be liked and kept' });
    await page.goto('/me/bookmarks');
    for (let tries = 0; tries < 20 && !(await kept.count()); tries += 1) {
      await page.waitForTimeout(250);
      await page.reload();
    }
    assert.equal(await kept.count(), 1);
    await page.goto(post.url);
    await pressed.click();
    await page.locator(`#say-post-${post.id} > [data-react$=":like"][aria-pressed=false]`).waitFor();
    await context.close();
  }
});

test('a press by the keyboard keeps the focus', async () => {
  const post = await article('Under the fingers');
  const { page, context } = await as(PEOPLE.paying);
  await page.goto(post.url);
  const like = page.locator(`#say-post-${post.id} > [data-react$=":like"]`);
  await like.focus();
  await page.keyboard.press('Enter');
  await page.locator(`#say-post-${post.id} > [data-react$=":like"] .num`).waitFor();
  assert.match(await page.evaluate(() => document.activeElement?.dataset.react ?? ''), /:like$/);
  await context.close();
});

test('the words of a post are found in Chinese and in English, and by nobody who may not read them', async () => {
  await article('铜灯的修法', '先把灯芯剪短，再添桐油。');
  await article('Tending the brass lantern', 'Trim the wick before adding tung oil.');
  await article('Behind the gate', 'Free.\n\n[[paid]]\n\nA kaleidoscopic secret.', { space: 'deep-dives' });
  const { page, context } = await openPage(site, { locale: 'zh-CN' });
  const found = async (words) => {
    await page.goto('/search');
    await page.fill('[data-search]', words);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/search?**');
    return page.locator('main').innerText();
  };
  assert.match(await found('灯芯'), /铜灯的修法/);
  assert.match(await found('桐油 灯芯'), /铜灯的修法/);
  assert.match(await found('trimming wick'), /Tending the brass lantern/);
  assert.doesNotMatch(await found('kaleidoscopic'), /Behind the gate/);
  await context.close();
});

test('the feed carries what is open, and is well-formed', async () => {
  const post = await article('For readers of feeds', 'One & two <three>.');
  const { page, context } = await openPage(site);
  await page.goto('/');
  const parsed = await page.evaluate(async () => {
    const xml = new DOMParser().parseFromString(await (await fetch('/feed.xml')).text(), 'application/xml');
    return {
      error: xml.querySelector('parsererror')?.textContent ?? null,
      titles: [...xml.querySelectorAll('entry > title')].map((title) => title.textContent),
      ids: [...xml.querySelectorAll('entry > id')].map((id) => id.textContent),
    };
  });
  assert.equal(parsed.error, null);
  assert.ok(parsed.titles.includes('For readers of feeds'));
  assert.equal(new Set(parsed.ids).size, parsed.ids.length);
  const json = await (await fetch(`${site.origin}/feed.json`)).json();
  assert.ok(json.items.some((item) => item.url.includes(post.id)));
  await context.close();
});

test('a notification leads to what it tells of and is read by that; the rest are read at once', async () => {
  const asker = await api(site, PEOPLE.paying);
  const post = await asker.ok('POST', '/posts', {
    space: 'questions', kind: 'question', title: 'Which wick is best?', body: 'Cotton or linen?',
  });
  await owner.ok('POST', `/posts/${post.id}/comments`, { body: 'Cotton.', kind: 'answer' });
  const { page, context } = await as(PEOPLE.paying);
  const row = page.locator('.todo', { hasText: 'Which wick is best?' });
  for (let tries = 0; tries < 20 && !(await row.count()); tries += 1) {
    await page.goto('/notifications');
    await page.waitForTimeout(200);
  }
  await row.locator('a').first().click();
  await page.waitForURL('**/p/**');
  assert.match(await page.locator('main').innerText(), /Cotton\./);
  await page.goto('/notifications');
  assert.equal(await row.locator('b').count(), 0);
  const all = page.locator('.page-head form button');
  if (await all.count()) await all.click();
  await page.waitForLoadState();
  await page.goto('/notifications');
  assert.equal(await page.locator('.todo b').count(), 0);
  assert.ok(await page.locator('#unread-top').isHidden());
  await context.close();
});

test('the team features a post and closes its discussion', async () => {
  const post = await article('Worth showing');
  const { page, context } = await as(PEOPLE.moderator);
  await page.goto(post.url);
  await page.locator('.reader__acts .acts__more').click();
  await page.locator('form[action$="/featured"] button').first().click();
  await page.waitForURL('**/p/**');
  await page.locator('.reader__acts .acts__more').click();
  await page.locator('form[action$="/closed"] button').click();
  await page.waitForURL('**/p/**');
  const reader = await as(PEOPLE.free);
  await reader.page.goto(post.url);
  assert.equal(await reader.page.locator('#write').count(), 0);
  assert.equal(await reader.page.locator('.reader__head .badge--best').count(), 1);
  const answer = await reader.context.request.post(`/p/${post.id}/comments`, {
    form: { body: 'In any case.', kind: 'comment' }, headers: { origin: site.origin },
  });
  assert.equal(answer.status(), 403);
  await reader.context.close();
  await context.close();
});

test('single keys walk the page, and are silent in fields', async () => {
  const { page, context } = await as(PEOPLE.paying);
  await page.goto('/');
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  assert.ok(await page.evaluate(() => document.activeElement.closest('[data-item]') !== null));
  await page.keyboard.press('?');
  assert.ok(await page.locator('#keys').isVisible());
  await page.keyboard.press('Escape');
  await page.keyboard.press('g');
  await page.keyboard.press('n');
  await page.waitForURL('**/notifications');
  await page.goto('/search');
  await page.focus('[data-search]');
  await page.keyboard.type('j?gn');
  assert.equal(await page.inputValue('[data-search]'), 'j?gn');
  await context.close();
});
