// The demonstration: filled once per build into target/browser, copied for each file of tests.
import { cp, mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PROGRAM, command, startSite } from './site.mjs';

const FOLDER = fileURLToPath(new URL('../../target/browser/demo', import.meta.url));
const STAMP = fileURLToPath(new URL('../../target/browser/demo.stamp', import.meta.url));

export const PASSWORD = 'lamp orbit plum garden';
export const PEOPLE = {
  owner: 'linjianshan',
  moderator: 'zhouhe',
  paying: 'huang_haoran0',
  lapsed: 'oscar_ruiz_builds3',
  free: 'xie_yifan1',
};

/** Fills the demonstration, unless this very program did already. */
export async function fillDemo() {
  const [built, filled] = await Promise.all([stat(PROGRAM), stat(STAMP).catch(() => null)]);
  if (filled && filled.mtimeMs > built.mtimeMs) return;
  await rm(FOLDER, { recursive: true, force: true });
  await mkdir(FOLDER, { recursive: true });
  await command(FOLDER, 'demo', '--seed', 'small');
  await writeFile(STAMP, '');
}

/** A site over a copy of the demonstration. */
export async function startDemo() {
  await fillDemo();
  return startSite((folder) => cp(FOLDER, folder, { recursive: true }));
}

/** Signs a browser in as one of the demonstration's people, past the page that a test of its own reads. */
export async function signIn({ context, origin }, handle) {
  const answer = await context.request.post('/login', {
    form: { login: handle, password: PASSWORD },
    headers: { origin },
    maxRedirects: 0,
  });
  if (answer.status() !== 303) throw new Error(`${handle}: ${answer.status()} ${await answer.text()}`);
}

/** The API as one of the demonstration's people; a visitor's without a handle. */
export async function api(site, handle) {
  const call = async (method, path, body, headers = {}) => {
    const answer = await fetch(`${site.origin}/api/v1${path}`, {
      method,
      headers: { ...headers, ...(body ? { 'content-type': 'application/json' } : {}) },
      body: body ? JSON.stringify(body) : undefined,
    });
    const text = await answer.text();
    return { status: answer.status, body: text ? JSON.parse(text) : null };
  };
  if (!handle) return { call };
  const session = await call('POST', '/sessions', { login: handle, password: PASSWORD });
  if (!session.body?.token) throw new Error(`${handle}: ${JSON.stringify(session)}`);
  const { token } = session.body;
  return {
    token,
    call: (method, path, body, headers) =>
      call(method, path, body, { authorization: `Bearer ${token}`, ...headers }),
    async ok(method, path, body, headers) {
      const answer = await this.call(method, path, body, headers);
      if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
      return answer.body;
    },
  };
}
