// What a journey costs a person: screens of ours, taps, fields typed (what happens on a provider's page is not ours).
export class Steps {
  screens = 0;

  taps = 0;

  fields = 0;

  constructor(page) {
    page.on('framenavigated', (frame) => {
      const { pathname, href } = new URL(frame.url());
      const ours = !pathname.startsWith('/pay/sandbox/') && href !== 'about:blank';
      const moved = pathname !== this.last;
      this.last = pathname;
      if (frame === page.mainFrame() && ours && moved) this.screens += 1;
    });
  }

  async tap(locator) {
    this.taps += 1;
    await locator.click();
  }

  async type(locator, text) {
    this.fields += 1;
    await locator.fill(text);
  }
}
