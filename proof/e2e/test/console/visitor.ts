import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

import type { System } from '@webhooks/proof-kit';
import { expect } from 'chai';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';

const axeSource = readFileSync(
  createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
  'utf8',
);

/** How long anything on a page is waited for. */
export const PATIENCE_MS = 20_000;

/** Kept by the page itself, because only the page itself sees a violation. */
const WATCH_VIOLATIONS = `
  globalThis.violations = [];
  document.addEventListener('securitypolicyviolation', (event) =>
    globalThis.violations.push(event.violatedDirective + ' ' + event.blockedURI));
`;

/** Phones from this width on. */
export const phone = { width: 360, height: 740 } as const;

/** Someone in front of a browser, with what the browser has to complain about. */
export class Visitor implements AsyncDisposable {
  readonly page: Page;
  readonly #context: BrowserContext;
  readonly #complaints: string[] = [];

  private constructor(context: BrowserContext, page: Page) {
    this.#context = context;
    this.page = page;
    page.on('pageerror', (error) => this.#complaints.push(`error: ${error.message}`));
    page.on('console', (message) => {
      const isOfCall = /Failed to load resource/.test(message.text());
      if (message.type() === 'error' && !isOfCall) this.#complaints.push(message.text());
    });
  }

  /** Opens the console; nobody is signed in yet. */
  static async open(
    browser: Browser,
    system: System,
    options: BrowserContextOptions = {},
  ): Promise<Visitor> {
    const context = await browser.newContext({
      baseURL: `http://127.0.0.1:${system.settings['REST_PORT']}`,
      locale: 'en-GB',
      timezoneId: 'America/Sao_Paulo',
      reducedMotion: 'reduce',
      viewport: { width: 1280, height: 900 },
      ...options,
    });
    context.setDefaultTimeout(PATIENCE_MS);
    await context.addInitScript(WATCH_VIOLATIONS);
    const page = await context.newPage();
    await page.goto('/console');
    return new Visitor(context, page);
  }

  /** Signs in as somebody with this token. */
  async signIn(token: string): Promise<void> {
    await this.page.locator('textarea').fill(token);
    await this.page.locator('form button[type=submit]').click();
    await this.page.locator('nav[aria-label]').first().waitFor();
  }

  /** Goes to a page by its address, as a bookmark would, without losing the session. */
  async goTo(hash: string): Promise<void> {
    await this.page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
    await this.settle();
  }

  /** Waits until nothing is on its way any more. */
  async settle(): Promise<void> {
    await this.page.locator('h1').waitFor();
    await this.page.locator('.loading').first().waitFor({ state: 'detached' });
  }

  /** What axe finds wrong with what is on the screen now. */
  async accessibilityProblems(): Promise<string[]> {
    await this.page.evaluate(`globalThis.axe ?? (() => { ${axeSource} })()`);
    const { violations } = await this.page.evaluate<{
      violations: { id: string; nodes: { html: string; failureSummary: string }[] }[];
    }>(`globalThis.axe.run(document, { resultTypes: ['violations'] })`);
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
    );
  }

  /** By how many pixels the page is wider than the screen. */
  surplusWidth(): Promise<number> {
    return this.page.evaluate<number>(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    );
  }

  /** A picture for people, where SCREENSHOTS names a directory. */
  async picture(name: string): Promise<void> {
    const directory = process.env['SCREENSHOTS'];
    if (directory === undefined) return;
    await this.page.screenshot({ path: `${directory}/${name}.png`, fullPage: true });
  }

  /** Fails on errors of scripts and on anything that the content security policy had to stop. */
  async expectNoComplaints(): Promise<void> {
    const violations = await this.page.evaluate<string[]>('globalThis.violations');
    expect([...this.#complaints, ...violations]).to.deep.equal([]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#context.close();
  }
}
