// Python's clients, in an environment of their own under target/, made when it is first needed.
import { execFile } from 'node:child_process';
import { access, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const VENV = here('../../target/browser/venv');
const run = promisify(execFile);

/** The interpreter that has what requirements.txt names. */
export const PYTHON = `${VENV}/bin/python`;

/** Makes the environment, unless it is there whole. */
export async function makeVenv() {
  const ready = `${VENV}/ready`;
  if (await access(ready).then(() => true, () => false)) return;
  await rm(VENV, { recursive: true, force: true });
  await run('python3', ['-m', 'venv', VENV]);
  await run(PYTHON, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', here('requirements.txt')]);
  await writeFile(ready, '');
}
