// The same topics over Socket.IO, with the official clients for JavaScript and for Python.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { io } from 'socket.io-client';
import { PEOPLE, api, startDemo } from './demo.mjs';
import { PYTHON, makeVenv } from './venv.mjs';

const CLIENT = fileURLToPath(new URL('sockets.py', import.meta.url));

let site;
let owner;
let paying;
let free;
before(async () => {
  site = await startDemo();
  [owner, paying, free] = await Promise.all([PEOPLE.owner, PEOPLE.paying, PEOPLE.free].map((who) => api(site, who)));
});
after(async () => { await site?.stop(); });

/** A connected client with everything that it was told. */
async function connect(token) {
  const socket = io(site.origin, { transports: ['websocket'], auth: { token }, reconnection: false, forceNew: true });
  const heard = [];
  socket.onAny((name, data) => heard.push({ name, data }));
  await new Promise((connected, refused) => {
    socket.once('connect', connected);
    socket.once('connect_error', refused);
  });
  return {
    socket,
    heard,
    subscribe: (topic) => socket.timeout(5000).emitWithAck('subscribe', topic),
    async hear(name, test = () => true) {
      for (let tries = 0; tries < 50; tries += 1) {
        const found = heard.find((one) => one.name === name && test(one.data));
        if (found) return found.data;
        await new Promise((wait) => { setTimeout(wait, 100); });
      }
      throw new Error(`${name} did not arrive, only ${JSON.stringify(heard)}`);
    },
  };
}

const write = (space, kind, title, body) => owner.ok('POST', '/posts', { space, kind, title, body });
const quiet = () => new Promise((wait) => { setTimeout(wait, 1000); });

test('a wish is acknowledged, or refused with a reason', async () => {
  const open = await write('questions', 'question', 'Who hears this?', 'Anybody.');
  const gated = await write('deep-dives', 'article', 'Who may hear this?', '[[paid]]\n\nThose who paid.');
  const client = await connect(free.token);
  assert.deepEqual(await client.subscribe(`post:${open.id}`), { ok: true });
  assert.deepEqual(await client.subscribe('me'), { ok: true });
  assert.deepEqual(await client.subscribe(`space:${open.space}`), { ok: true });
  const refused = await client.subscribe(`post:${gated.id}`);
  assert.equal(refused.ok, false);
  assert.match(refused.reason, /^[a-z_]+\.[a-z_]+$/);
  assert.equal((await client.subscribe('nothing:at-all')).ok, false);
  client.socket.close();
  await assert.rejects(connect('no token of ours'), /session\./);
});

test('what happens arrives under its own name, with ids and what the receiver may read', async () => {
  const post = await write('questions', 'question', 'What is told?', 'By ids.');
  const client = await connect(paying.token);
  for (const topic of [`post:${post.id}`, `space:${post.space}`, 'me']) await client.subscribe(topic);
  const asker = await paying.ok('POST', '/posts', { space: 'questions', kind: 'question', title: 'Told to me?', body: 'Yes.' });
  const news = await client.hear('post.created', (data) => data.post === asker.id);
  assert.equal(news.topic, `space:${post.space}`);
  const comment = await free.ok('POST', `/posts/${post.id}/comments`, { body: 'By ids alone.', kind: 'answer' });
  const created = await client.hear('comment.created', (data) => data.comment === comment.id);
  assert.equal(created.topic, `post:${post.id}`);
  assert.ok(created.position > 0);
  assert.ok(!JSON.stringify(created).includes('By ids alone'));
  await free.ok('PUT', `/posts/${post.id}/reactions/like`);
  await client.hear('reaction.changed', (data) => data.post === post.id);
  await free.ok('POST', `/posts/${asker.id}/comments`, { body: 'To the asker.', kind: 'answer' });
  const told = await client.hear('notification.created');
  assert.ok(told.unread > 0);
  client.socket.close();
});

test('what is behind a gate reaches those inside and nobody else', async () => {
  const gated = await write('deep-dives', 'article', 'Behind the gate', 'Free.\n\n[[paid]]\n\nNot free.');
  const [inside, outside] = [await connect(paying.token), await connect(free.token)];
  assert.equal((await inside.subscribe(`post:${gated.id}`)).ok, true);
  assert.equal((await inside.subscribe(`space:${gated.space}`)).ok, true);
  await outside.subscribe(`post:${gated.id}`);
  await outside.subscribe(`space:${gated.space}`);
  await owner.ok('POST', `/posts/${gated.id}/comments`, { body: 'Among us.' });
  await inside.hear('comment.created', (data) => data.post === gated.id);
  await write('deep-dives', 'article', 'Another behind the gate', '[[paid]]\n\nNot free.');
  await inside.hear('post.created');
  await quiet();
  assert.deepEqual(outside.heard, []);
  inside.socket.close();
  outside.socket.close();
});

test('a right that ends silences its topic; a token that ends closes the socket', async () => {
  const gated = await write('deep-dives', 'article', 'For a day', '[[paid]]\n\nNot free.');
  const { id } = await free.ok('GET', '/me');
  const { items } = await owner.ok('GET', '/products');
  const until = new Date(Date.now() + 4000).toISOString();
  await owner.ok('POST', `/members/${id}/grants`, {
    thing: { kind: 'plan', id: items[0].id }, until, reason: 'a moment inside',
  });
  const guest = await api(site, PEOPLE.free);
  const client = await connect(guest.token);
  assert.equal((await client.subscribe(`post:${gated.id}`)).ok, true);
  await owner.ok('POST', `/posts/${gated.id}/comments`, { body: 'While it lasts.' });
  await client.hear('comment.created', (data) => data.post === gated.id);
  await new Promise((wait) => { setTimeout(wait, Math.max(0, Date.parse(until) - Date.now()) + 300); });
  const heard = client.heard.length;
  await owner.ok('POST', `/posts/${gated.id}/comments`, { body: 'When it is over.' });
  await quiet();
  assert.equal(client.heard.length, heard);
  const closed = new Promise((done) => { client.socket.once('disconnect', done); });
  await guest.ok('DELETE', '/sessions/current');
  await closed;
});

test('the official Python client follows the same topics', async () => {
  await makeVenv();
  const open = await write('questions', 'question', 'Does the snake hear?', 'It does.');
  const gated = await write('deep-dives', 'article', 'Does the snake see?', '[[paid]]\n\nNot this.');
  const child = spawn(PYTHON, [CLIENT, site.origin, free.token, `post:${open.id}`, `post:${gated.id}`]);
  let printed = '';
  child.stdout.on('data', (text) => { printed += text; });
  child.stderr.on('data', (text) => { printed += text; });
  const said = async (words) => {
    for (let tries = 0; tries < 150 && !printed.includes(words); tries += 1) {
      await new Promise((wait) => { setTimeout(wait, 100); });
    }
    assert.ok(printed.includes(words), `${words} is not in ${printed}`);
  };
  await said('"ready": true');
  const lines = printed.trim().split('\n').map((line) => JSON.parse(line));
  assert.deepEqual(lines[0], { topic: `post:${open.id}`, answer: { ok: true } });
  assert.equal(lines[1].answer.ok, false);
  await owner.ok('POST', `/posts/${open.id}/comments`, { body: 'Hear, hear.', kind: 'answer' });
  await said('"event": "comment.created"');
  child.stdin.end();
  await new Promise((ended) => { child.once('exit', ended); });
});
