// What all files of tests share is made once, before they run beside each other.
import { fillDemo } from './demo.mjs';
import { makeVenv } from './venv.mjs';

await Promise.all([fillDemo(), makeVenv()]);
