import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';

import { startSystem, userToken, type System } from '@webhooks/proof-kit';

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
        '/docs/script.js',
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

  it('finds calls and schemas by their words, and shows all of them again', async () => {
    const { page, complaints } = await open('light', 1280);
    const all = await page.locator('main article:visible').count();
    await page.getByLabel('Search').fill('preview newer_outside');
    expect(await page.locator('#previewResend').isVisible()).to.equal(true);
    expect(await page.locator('main article:visible').count()).to.be.within(1, all / 4);
    expect(await page.locator('nav a[href="#getEvent"]').isVisible()).to.equal(false);
    expect(await page.getByRole('status').textContent()).to.match(/^\d+ of \d+ found$/);
    await page.getByLabel('Search').fill('nothing has these words');
    expect(await page.locator('main article:visible').count()).to.equal(0);
    await page.getByLabel('Search').fill('');
    expect(await page.locator('main article:visible').count()).to.equal(all);
    expect(complaints).to.deep.equal([]);
    await page.context().close();
  });

  it('copies the quick start, or selects it where it may not', async () => {
    const { page } = await open('light', 1280);
    const button = page.getByRole('button', { name: 'Copy: Quick start' });
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await button.click();
    await page.waitForFunction(`document.querySelector('.copy').textContent === 'Copied'`);
    const copied = await page.evaluate<string>('navigator.clipboard.readText()');
    expect(copied.split('\n')).to.have.length(10);
    await page.evaluate(`navigator.clipboard.writeText = () => Promise.reject(new Error('no'))`);
    await button.click();
    await page.waitForFunction(`document.querySelector('.copy').textContent === 'Selected'`);
    expect(await page.evaluate('String(getSelection())')).to.equal(copied);
    await page.context().close();
  });

  it('has a quick start that works as it stands', async () => {
    const { page } = await open('light', 1280);
    const lines = (await page.locator('pre[aria-label="Quick start"]').textContent()) ?? '';
    await system.importSample();
    const id = await system.api.accept({ resend_type: 'CASHIN', object_reference_id: 12345 });
    await system.api.settled(id);
    const script = lines
      .replace('your access token', userToken(246))
      .replaceAll('7890', String(id));
    const { stdout, stderr, status } = spawnSync('sh', ['-c', script], { encoding: 'utf8' });
    expect(status, stderr).to.equal(0);
    expect(stdout).to.include('"exact":true').and.include('Webhook resend request created');
    expect(stdout).to.include('event: progress').and.include('"results"');
    await page.context().close();
  });
});
