import { waitFor } from '@webhooks/testing';
import { userToken } from '@webhooks/proof-kit';
import { expect } from 'chai';
import type { Page } from 'playwright-core';

import { type ConsoleFixture, startConsole } from './fixture.ts';
import { accept, fail } from './shop.ts';

/** What browsers do that translate a page: an element in the place of each text. */
const TRANSLATE = `(() => {
  const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) texts.push(walker.currentNode);
  for (const text of texts.filter(({ data }) => data.trim() !== '')) {
    const outer = document.createElement('font');
    const inner = document.createElement('font');
    inner.textContent = text.data;
    outer.append(inner);
    text.replaceWith(outer);
  }
})()`;

const UNKNOWN_LANGUAGE = `
  Object.defineProperty(Navigator.prototype, 'language', { get: () => 'en-US@posix' });
  Object.defineProperty(Navigator.prototype, 'languages', { get: () => ['en-US@posix'] });
`;

/** Texts on the paper that are hard to read on white, and whatever could be pressed. */
const BAD_ON_PAPER = `(() => {
  const isShown = (element) => element.checkVisibility() && element.getClientRects().length > 0;
  const brightness = (colour) => Math.max(...(colour.match(/[\\d.]+/g) ?? []).slice(0, 3).map(Number));
  return [
    ...[...document.querySelectorAll('button:not(.expander), .button, select, input')].filter(isShown),
    ...[...document.querySelectorAll('main *')].filter((element) => isShown(element) &&
      [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== '') &&
      brightness(getComputedStyle(element).color) > 190),
  ].map((element) => element.outerHTML.slice(0, 120));
})()`;

describe('The console, whatever happens meanwhile', function () {
  this.timeout(60_000);

  let fixture: ConsoleFixture;

  before(async function () {
    const started = await startConsole();
    if (started === null) this.skip();
    fixture = started;
    const id = await fixture.system.api.accept({
      resend_type: 'CASHIN',
      object_reference_ids: [500_001, 500_002],
    });
    await fixture.system.api.settled(id, 20_000);
  });

  after(() => fixture?.[Symbol.asyncDispose]());

  beforeEach(() => fixture.shop.erp.handle(fail));

  async function fill(page: Page): Promise<void> {
    await page.getByRole('radio', { name: /Everything of an account/ }).check();
    await page.getByLabel('Branch').fill('0001');
    await page.getByLabel('Account number').fill('778899');
    await page.getByLabel('From', { exact: true }).fill('05/02/2026 00:00');
  }

  const filledIn = (page: Page): Promise<string[]> =>
    Promise.all(
      ['Branch', 'Account number', 'From'].map((name) =>
        page.getByLabel(name, { exact: true }).inputValue(),
      ),
    );

  const all = ['0001', '778899', '05/02/2026 00:00'];

  it('keeps a form that is left by a link, by Back, and by the end of a token', async () => {
    await using visitor = await fixture.open();
    const { page } = visitor;
    const input = page.getByLabel('Access token');
    await input.fill(userToken(246, { exp: Math.floor(Date.now() / 1000) + 15 }));
    await input.press('Enter');
    await page.getByRole('link', { name: 'New resend' }).first().click();
    await fill(page);
    await page.getByRole('link', { name: 'Endpoints' }).click();
    await page.getByRole('heading', { name: 'Endpoints' }).waitFor();
    await page.goBack();
    expect(await filledIn(page)).to.deep.equal(all);
    await page.getByRole('link', { name: 'Events' }).click();
    await page.getByRole('link', { name: 'New resend' }).first().click();
    await page.getByText('What you had filled in is here again.').waitFor();
    expect(await filledIn(page)).to.deep.equal(all);
    await page.getByText('Your token has expired.').waitFor();
    await input.fill(userToken(245));
    await input.press('Enter');
    await page.getByRole('heading', { name: 'New resend' }).waitFor();
    // Nobody sees what somebody else has filled in.
    expect(await page.getByLabel('Branch').count()).to.equal(0);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await input.fill(fixture.token);
    await input.press('Enter');
    await page.getByText('What you had filled in is here again.').waitFor();
    expect(await filledIn(page)).to.deep.equal(all);
    expect(await visitor.accessibilityProblems()).to.deep.equal([]);
    await page.getByRole('button', { name: 'Start afresh' }).click();
    expect(await page.getByLabel('Branch').count()).to.equal(0);
    await page.getByRole('link', { name: 'Endpoints' }).click();
    await page.getByRole('link', { name: 'New resend' }).first().click();
    expect(await page.getByText('What you had filled in is here again.').count()).to.equal(0);
    await visitor.expectNoComplaints();
  });

  it('goes on telling how it goes while the browser translates it', async () => {
    const { system, shop } = fixture;
    const held: (() => void)[] = [];
    shop.erp.handle((_request, response) => void held.push(() => response.end()));
    const id = await system.api.accept({
      resend_type: 'CASHIN',
      object_reference_ids: [500_003, 500_004, 500_005],
      endpoint_ids: ['shop_erp'],
    });
    await waitFor(() => held.length === 3, { what: 'the receiver is busy' });
    await using visitor = await fixture.enter();
    const { page } = visitor;
    await visitor.goTo(`#/resends/${id}`);
    await page.locator('.page-title').getByText('Running').waitFor();
    await page.locator('.rows-deliveries tbody tr').nth(2).waitFor();
    await page.evaluate(TRANSLATE);
    expect(await page.locator('.page-title font').first().innerText()).to.equal(`Resend ${id}`);
    shop.erp.handle(accept);
    for (const answer of held.splice(0)) answer();
    await page.locator('.page-title').getByText('Completed').waitFor();
    const shown = (selector: string): Promise<string> => page.locator(selector).first().innerText();
    await waitFor(async () => (await shown('.figure-good b')) === '3', {
      what: 'the count is live',
    });
    expect(await shown('.page-title')).to.not.contain('Running');
    await page.getByRole('link', { name: 'Events' }).click();
    await page.locator('.rows-events tbody tr').nth(24).waitFor();
    await page.evaluate(TRANSLATE);
    await page.getByRole('button', { name: 'Next' }).click();
    const first = page.locator('.rows-events tbody tr').first().getByRole('link');
    await waitFor(async () => (await first.innerText()) === 'evt_shop_14', {
      what: 'the next page is shown',
    });
    await visitor.expectNoComplaints();
  });

  it('is shown once 100 KB are there', async () => {
    await using visitor = await fixture.open();
    const { page } = visitor;
    await page.reload();
    await page.getByLabel('Access token').waitFor();
    const sizes = await page.evaluate<number[]>(`[
      ...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource'),
    ].map(({ encodedBodySize }) => encodedBodySize)`);
    expect(sizes.length).to.be.at.least(3);
    expect(sizes.reduce((sum, size) => sum + size, 0)).to.be.within(10_000, 102_400);
  });

  it('is there in a browser whose language nobody knows', async () => {
    await using visitor = await fixture.open();
    const { page } = visitor;
    await page.addInitScript(UNKNOWN_LANGUAGE);
    await page.reload();
    expect(await page.evaluate('navigator.language.length > 0')).to.equal(true);
    await visitor.signIn(fixture.token);
    await visitor.goTo('#/endpoints/shop_erp');
    await page.locator('.chart canvas').first().waitFor();
    // What bars show adds up to what the legend says.
    await page.locator('.chart-legend').first().getByText('In all').waitFor();
    await visitor.expectNoComplaints();
  });

  it('names the hour that the clocks skip', async () => {
    await using visitor = await fixture.enter({ timezoneId: 'America/New_York' });
    const { page } = visitor;
    await visitor.goTo('#/new?mode=range');
    await page.getByLabel('From', { exact: true }).fill('03/08/2026 02:30');
    await page.getByText('The clocks go from 02:00 to 03:00 that day').waitFor();
    await page.getByRole('button', { name: 'Preview' }).click();
    await page.getByText('There is no such time on that day').waitFor();
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`can be printed, ${colorScheme}`, async () => {
      await using visitor = await fixture.enter({ colorScheme });
      const { page } = visitor;
      for (const hash of [
        '#/resends',
        '#/resends/1',
        '#/events/evt_shop_1',
        '#/endpoints/shop_erp',
      ]) {
        await visitor.goTo(hash);
        await page.emulateMedia({ media: 'print', colorScheme });
        expect(await page.evaluate(BAD_ON_PAPER), hash).to.deep.equal([]);
        expect(
          await page.evaluate('getComputedStyle(document.documentElement).backgroundColor'),
        ).to.equal('rgb(255, 255, 255)');
        expect(await visitor.surplusWidth(), hash).to.be.at.most(0);
        await page.emulateMedia({ media: 'screen', colorScheme });
      }
    });
  }

  it('says once that the service is away', async () => {
    const { system } = fixture;
    await using visitor = await fixture.enter();
    const { page } = visitor;
    await visitor.goTo('#/endpoints');
    await system.app('rest-facade').kill();
    await visitor.goTo('#/endpoints/shop_erp');
    const notice = page.getByText('The service cannot be reached.');
    await notice.waitFor();
    // Both the endpoint and its charts are missing.
    await page.locator('.loading').waitFor({ state: 'detached' });
    expect(await notice.count()).to.equal(1);
    await system.start('rest-facade');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.locator('.chart canvas').first().waitFor();
    expect(await notice.count()).to.equal(0);
  });
});
