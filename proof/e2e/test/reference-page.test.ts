import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';

import { startSystem, type System } from '@webhooks/proof-kit';

import { chromiumFile, launchChromium } from './console/chromium.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

describe('the page of the API reference, in a browser', function () {
  this.timeout(60_000);
  const started = new AsyncDisposableStack();
  let system: System;
  let browser: Browser;

  before(async function () {
    const file = chromiumFile();
    if (file === null) return this.skip();
    system = started.use(await startSystem());
    browser = await launchChromium(file);
    started.defer(() => browser.close());
  });

  after(() => started.disposeAsync());

  /** Opens the page with every example shown; answers what was asked of whom, and complaints. */
  const open = async (
    colorScheme: 'light' | 'dark',
    width: number,
  ): Promise<{ page: Page; requests: string[]; complaints: string[] }> => {
    const context = await browser.newContext({ colorScheme, viewport: { width, height: 800 } });
    const page = await context.newPage();
    const requests: string[] = [];
    const complaints: string[] = [];
    page.on('request', (request) => requests.push(new URL(request.url()).pathname));
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(`http://127.0.0.1:${system.settings['REST_PORT']}/docs`);
    await page.evaluate(`document.querySelectorAll('details').forEach((d) => (d.open = true))`);
    return { page, requests, complaints };
  };

  for (const [what, scheme, width] of [
    ['in the light', 'light', 1280],
    ['in the dark', 'dark', 1280],
    ['on a phone', 'dark', 360],
  ] as const) {
    it(`can be read by everybody ${what}, and fits`, async () => {
      const { page, requests, complaints } = await open(scheme, width);
      expect(await page.title()).to.equal('Webhook resend: API reference');
      expect(requests.filter((path) => path.startsWith('/'))).to.deep.equal([
        '/docs',
        '/docs/style.css',
      ]);
      const { violations } = await page.evaluate<{
        violations: { id: string; nodes: unknown[] }[];
      }>(`(() => { ${axe} })(), globalThis.axe.run(document, { resultTypes: ['violations'] })`);
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.length}`)).to.deep.equal([]);
      expect(
        await page.evaluate('document.documentElement.scrollWidth - innerWidth'),
      ).to.be.at.most(0);
      expect(complaints).to.deep.equal([]);
      await page.context().close();
    });
  }
});
