// Pictures of every page, to be looked at: `npm run shots` fills target/shots.
//
//   npm run shots                        every page in four looks
//   npm run shots -- post home           the pages whose names hold one of these words
//   npm run shots -- --looks zh-phone-light,en-desktop-dark home
//   npm run shots -- --fresh home        with the styles and scripts of crates/web/dist, as built last
//   npm run shots -- --fold home         the first screen alone
//   npm run shots -- --bare home         without the bar that says it is a demonstration
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PEOPLE, signIn, startDemo } from './demo.mjs';
import { DESKTOP, PHONE, startSite, unroll } from './site.mjs';
import { PAGES, find, startOf } from './shots/pages.mjs';

const OUT = fileURLToPath(new URL('../../target/shots/', import.meta.url));
const DIST = fileURLToPath(new URL('../../crates/web/dist/', import.meta.url));
const LOOKS = ['zh-phone-light', 'en-desktop-light', 'zh-desktop-dark', 'en-phone-dark'];

function asked(args) {
  const words = [];
  const wish = { looks: LOOKS, fresh: false, fold: false, bare: false };
  for (let at = 0; at < args.length; at += 1) {
    if (args[at] === '--looks') wish.looks = args[at += 1].split(',');
    else if (args[at] === '--fresh') wish.fresh = true;
    else if (args[at] === '--fold') wish.fold = true;
    else if (args[at] === '--bare') wish.bare = true;
    else words.push(args[at]);
  }
  const chosen = PAGES.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));
  return { ...wish, pages: chosen };
}

function options(look, origin) {
  const [language, device, colorScheme] = look.split('-');
  return {
    baseURL: origin,
    colorScheme,
    locale: language === 'zh' ? 'zh-CN' : 'en',
    viewport: device === 'phone' ? PHONE : DESKTOP,
    deviceScaleFactor: device === 'phone' ? 2 : 1,
    hasTouch: device === 'phone',
    isMobile: device === 'phone',
  };
}

/** Answers styles and scripts from the folder they were built to. */
async function serveFresh(context) {
  const files = await readdir(DIST);
  await context.route('**/assets/*', async (route) => {
    const [stem, ...rest] = new URL(route.request().url()).pathname.split('/').pop().split('.');
    const built = files.find((file) => file.startsWith(`${stem}.`) && file.endsWith(`.${rest.at(-1)}`));
    return built ? route.fulfill({ path: join(DIST, built) }) : route.continue();
  });
}

/** A browser's profile that is signed in as this persona, with its language and the system's colours. */
async function profile(site, who, look) {
  const context = await site.browser.newContext({ ...options(look, site.origin), reducedMotion: 'reduce' });
  if (PEOPLE[who]) {
    await signIn({ context, origin: site.origin }, PEOPLE[who]);
    const lang = look.startsWith('zh') ? 'zh-CN' : 'en';
    await context.request.post('/preferences', { form: { lang, theme: 'auto' }, headers: { origin: site.origin } });
  }
  return context;
}

async function shoot(context, place, file, { fold, bare, places }) {
  const page = await context.newPage();
  await page.goto(place.path, { waitUntil: 'load' });
  await place.act?.(page, places);
  if (bare) await page.evaluate(() => document.querySelectorAll('.banner, .personas').forEach((bar) => bar.remove()));
  if (!fold) await unroll(page, page.viewportSize());
  await page.waitForTimeout(150);
  await page.screenshot({ path: file, fullPage: !fold });
  await page.close();
}

const wish = asked(process.argv.slice(2));
await mkdir(OUT, { recursive: true });
const site = await startDemo();
const fresh = await startSite();
try {
  const places = { ...await find(site), start: startOf(fresh) };
  for (const look of wish.looks) {
    const profiles = {};
    for (const page of wish.pages) {
      const place = { ...page, path: typeof page.path === 'function' ? page.path(places) : page.path };
      profiles[page.who] ??= await profile(site, page.who, look);
      if (wish.fresh) await serveFresh(profiles[page.who]);
      const file = join(OUT, `${page.name}.${look}.png`);
      await shoot(profiles[page.who], place, file, { ...wish, places })
        .then(() => console.log(file), (error) => console.error(`${page.name}.${look}: ${error.message}`));
    }
    for (const context of Object.values(profiles)) await context.close();
  }
} finally {
  await fresh.stop();
  await site.stop();
}
