import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';

import { waitFor } from '@webhooks/testing';
import { expect } from 'chai';
import type { Page } from 'playwright-core';

import { type ConsoleFixture, startConsole } from './fixture.ts';
import { accept, endToEndId, HOSTILE_ANSWER } from './shop.ts';
import { phone } from './visitor.ts';

const wide = { width: 1920, height: 1080 } as const;

describe('Events in the console', function () {
  this.timeout(60_000);

  let fixture: ConsoleFixture;

  before(async function () {
    const started = await startConsole();
    if (started === null) this.skip();
    fixture = started;
    const id = await fixture.system.api.accept({
      resend_type: 'CASHIN',
      event_ids: ['evt_shop_7', 'evt_shop_8'],
    });
    await fixture.system.api.settled(id, 20_000);
  });

  after(() => fixture?.[Symbol.asyncDispose]());

  const rows = (page: Page) => page.locator('.rows-events tbody tr');
  const shows = (page: Page, count: number) =>
    waitFor(async () => (await rows(page).count()) === count, {
      what: `${count} events are shown`,
    });
  const clipboard = (page: Page) => page.evaluate<string>('navigator.clipboard.readText()');

  it('are found by what a customer tells, with all that became of them', async () => {
    await using visitor = await fixture.enter();
    const { page } = visitor;
    await page.getByRole('link', { name: 'Events' }).click();
    await rows(page).nth(24).waitFor();
    await page.getByLabel('Find by').selectOption('End-to-end ID');
    await page.getByLabel('End-to-end ID', { exact: true }).fill(endToEndId(7));
    await page.keyboard.press('Enter');
    await shows(page, 1);
    expect(await rows(page).textContent()).to.contain('Loja Azul · 0001/778899');
    // The whole row leads there, not its link alone.
    await rows(page).getByText('Failed').click({ force: true });
    await page.getByRole('heading', { name: 'evt_shop_7' }).waitFor();
    await page.getByRole('heading', { name: 'What became of it' }).waitFor();
    expect(await page.locator('.history > li').count()).to.equal(3);
    await page
      .locator('.history > li')
      .filter({ hasText: 'shop_erp' })
      .getByText('2 attempts')
      .click();
    await page.getByText('HTTP 500').first().waitFor();
    expect(await page.locator('.history .snippet pre').first().textContent()).to.equal(
      HOSTILE_ANSWER,
    );
    await page.locator('.history').getByText('Original delivery').waitFor();
    const body = page.getByLabel('Body', { exact: true });
    expect(await body.textContent()).to.equal('{"number":7}');
    await page.getByLabel('Shown as').selectOption('JSON, indented');
    expect(await body.textContent()).to.equal('{\n  "number": 7\n}');
    await page.getByLabel('Shown as').selectOption('Base64');
    expect(await body.textContent()).to.equal(Buffer.from('{"number":7}').toString('base64'));
    await page.getByLabel('Request to shop_store').getByText('Webhook-Id: evt_shop_7').waitFor();
    await page.getByRole('link', { name: 'QR Code 500007' }).click();
    await rows(page).getByRole('link', { name: 'evt_shop_7' }).waitFor();
    await page.getByLabel('Find by').selectOption('Event ID');
    await page.getByLabel('Event ID').fill('evt_shop_11');
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByRole('heading', { name: 'evt_shop_11' }).waitFor();
    expect(await page.evaluate('globalThis.hacked')).to.equal(undefined);
    await visitor.expectNoComplaints();
  });

  it('are resent one at a time', async () => {
    const { shop, system } = fixture;
    shop.erp.handle(accept);
    await using visitor = await fixture.enter();
    const { page } = visitor;
    await visitor.goTo('#/events/evt_shop_9');
    await page.getByRole('link', { name: 'Resend this one' }).click();
    await page.getByRole('button', { name: 'Send 2 webhooks' }).click();
    await page.locator('.page-title').getByText('Completed').waitFor();
    await page.getByText('Events (1 listed)').waitFor();
    const [resend] = (await system.api.page()).results;
    expect(resend).to.include({ total: 2, delivered: 2 });
    await visitor.goTo('#/events/evt_shop_9');
    await page.locator('.history').getByText('Delivered', { exact: true }).nth(1).waitFor();
  });

  it('lead from a lost range to a resend in three clicks', async () => {
    const { shop, system } = fixture;
    shop.erp.handle(accept);
    await using visitor = await fixture.enter();
    const { page } = visitor;
    await visitor.goTo(
      '#/events?account_mirror_id=31&resend_type=CASHIN&start_datetime=2026-05-02T12:20:00Z' +
        '&end_datetime=2026-05-02T12:29:59.999999Z',
    );
    await rows(page).nth(9).waitFor();
    expect(await page.getByLabel('From', { exact: true }).inputValue()).to.equal(
      '05/02/2026 09:20',
    );
    await page.getByLabel('Delivery').selectOption('Only what nobody delivered');
    await shows(page, 7);
    await page.getByRole('link', { name: 'Resend all of these' }).click();
    await page.getByRole('button', { name: /^Send \d+ webhooks$/ }).click();
    await page.locator('.page-title').getByText('Completed').waitFor();
    const [resend] = (await system.api.page()).results;
    expect(resend).to.include({
      source_account_number: '778899',
      start_datetime: '2026-05-02T12:20:00Z',
      end_datetime: '2026-05-02T12:29:59.999999Z',
    });
    await visitor.expectNoComplaints();
  });

  it('are chosen on several pages, and copied, exported or resent together', async () => {
    const { system } = fixture;
    await using visitor = await fixture.enter({
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const { page } = visitor;
    await visitor.goTo('#/events?account_mirror_id=31');
    await page.getByLabel('Select all on this page').check();
    await page.getByText('25 events selected').waitFor();
    await page.getByRole('button', { name: 'Next' }).click();
    await shows(page, 15);
    await page.getByLabel('Select evt_shop_3', { exact: true }).check();
    await page.getByText('26 events selected').waitFor();
    await page.getByRole('button', { name: 'Copy IDs' }).click();
    await page.getByText('Copied.').waitFor();
    const ids = (await clipboard(page)).split('\n');
    expect(ids).to.have.length(26).and.include('evt_shop_3').and.include('evt_shop_39');
    await page.getByRole('button', { name: 'Copy bodies' }).click();
    await waitFor(async () => (await clipboard(page)).startsWith('{'), { what: 'it is copied' });
    expect((await clipboard(page)).split('\n')).to.include('{"number":3}');
    await page.getByRole('button', { name: 'Copy as curl' }).click();
    await waitFor(async () => (await clipboard(page)).startsWith('c'), { what: 'it is copied' });
    const answer = execFileSync('sh', ['-c', `${await clipboard(page)} -s`], {
      env: { ...process.env, TOKEN: fixture.token },
      encoding: 'utf8',
    });
    expect(JSON.parse(answer)).to.include({ worked: true });

    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export as NDJSON' }).click(),
    ]);
    expect(download.suggestedFilename()).to.equal('events.ndjson');
    const lines = (await readFile(await download.path(), 'utf8')).trim().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { id: string }).id)).to.have.length(40);

    await page.getByRole('link', { name: 'Resend these' }).click();
    await page.getByRole('button', { name: 'Send 52 webhooks' }).click();
    await page.locator('.page-title').getByText('Completed').waitFor();
    await page.getByText('Events (26 listed)').waitFor();
    expect((await system.api.page()).results[0]).to.include({ total: 52 });
    await visitor.expectNoComplaints();
  });

  it('are there again with their page and place after Back', async () => {
    await using visitor = await fixture.enter({ viewport: { width: 1280, height: 500 } });
    const { page } = visitor;
    await visitor.goTo('#/events?account_mirror_id=31');
    await page.getByRole('button', { name: 'Next' }).click();
    await shows(page, 15);
    const link = rows(page).last().getByRole('link');
    await link.scrollIntoViewIfNeeded();
    const place = await page.evaluate<number>('scrollY');
    expect(place).to.be.above(200);
    const id = await link.textContent();
    await link.click();
    await page.getByRole('heading', { name: id ?? '' }).waitFor();
    expect(await page.evaluate('scrollY')).to.equal(0);
    for (const goBack of [
      () => page.goBack(),
      () => page.getByRole('link', { name: 'All events' }).click(),
    ]) {
      await goBack();
      await waitFor(async () => (await page.evaluate('scrollY')) === place, {
        what: 'the page is where it was',
      });
      expect(await page.evaluate('document.activeElement.textContent')).to.equal(id);
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: id ?? '' }).waitFor();
    }
  });

  it('that were resent are shown with what was said of the resend, and leave as a file', async () => {
    const { system } = fixture;
    const id = await system.api.accept({
      resend_type: 'CASHIN',
      object_reference_ids: [500_001, 500_002],
      delivery_state: 'UNDELIVERED',
      include_in_hand: true,
      event_types: ['QR_CODE_COPY_AND_PASTE_PAID'],
      endpoint_ids: ['shop_store', 'shop_erp'],
      ...{ name: 'Night shift', reason: 'Asked for by the shop' },
    });
    await system.api.settled(id, 20_000);
    await using visitor = await fixture.enter();
    const { page } = visitor;
    const said = [
      ...['Night shift', 'Asked for by the shop', 'Only what nobody delivered'],
      ...['Also what was in hand', 'To shop_store, shop_erp', 'You'],
    ];
    await visitor.goTo('#/resends');
    const row = page.locator('.rows-resends tbody tr').first();
    const shown = await row.textContent();
    for (const text of said.slice(0, -1)) expect(shown).to.contain(text);
    expect(shown).to.contain('by You');
    await row.getByRole('link').click();
    await page.getByRole('heading', { name: `Resend ${id}` }).waitFor();
    const facts = page.locator('.pairs').first();
    await facts.getByText('Night shift').waitFor();
    for (const text of said) expect(await facts.textContent()).to.contain(text);
    await page.getByLabel('State').selectOption('Delivered');
    await waitFor(() => page.url().endsWith(`#/resends/${id}?state=DELIVERED`), {
      what: 'the filter is in the address',
    });
    for (const [name, first] of [
      ['csv', 'id,event_id'],
      ['ndjson', '{"id":1,'],
    ] as const) {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: `Export as ${name.toUpperCase()}` }).click(),
      ]);
      expect(download.suggestedFilename()).to.equal(`resend-${id}-deliveries.${name}`);
      const text = await readFile(await download.path(), 'utf8');
      expect(text.slice(0, first.length)).to.equal(first);
      expect(text.trim().split('\n')).to.have.length(name === 'csv' ? 5 : 4);
    }
    await visitor.expectNoComplaints();
  });

  it('that are not there are named, and can be taken off a list', async () => {
    await using visitor = await fixture.enter();
    const { page } = visitor;
    await visitor.goTo('#/new');
    await page.getByRole('radio', { name: /A list of IDs or keys/ }).check();
    await page.getByRole('button', { name: 'Preview' }).click();
    await page.getByText('Please fill this in.').waitFor();
    await page.getByLabel('The list has').selectOption('End-to-end IDs');
    const list = page.getByRole('textbox', { name: 'End-to-end IDs' });
    await list.fill(`${endToEndId(1)}\nE-nobody's\n${endToEndId(1)}`);
    await page.getByRole('button', { name: 'Preview' }).click();
    // Keys are known within an account.
    await page.getByText('Please fill this in.').nth(1).waitFor();
    await page.getByLabel('Branch').fill('0001');
    await page.getByLabel('Account number').fill('778899');
    await page.getByRole('button', { name: 'Preview' }).click();
    await page.locator('.notice').getByText("E-nobody's").waitFor();
    await page.getByRole('button', { name: 'Take them off the list' }).click();
    expect(await list.inputValue()).to.equal(endToEndId(1));
    await page.getByRole('button', { name: 'Preview' }).click();
    await page.getByRole('button', { name: 'Send 2 webhooks' }).waitFor();
    await visitor.goTo('#/events/evt_nobodys');
    await page.getByText('There is no such event in an account that you can see.').waitFor();
  });

  for (const [colorScheme, viewport, locale] of [
    ['light', phone, 'pt-BR'],
    ['dark', phone, 'en-GB'],
    ['light', wide, 'en-GB'],
    ['dark', wide, 'pt-BR'],
  ] as const) {
    it(`are accessible and fit, ${colorScheme}, ${viewport.width} px, ${locale}`, async () => {
      await using visitor = await fixture.enter({ colorScheme, viewport, locale });
      const { page } = visitor;
      for (const [name, hash] of [
        ['events', '#/events'],
        ['event', '#/events/evt_shop_7'],
        ['list', '#/new?mode=list&list=tag&state=UNDELIVERED'],
      ] as const) {
        await visitor.goTo(hash);
        if (name === 'events') await page.locator('.rows-events tbody input').first().check();
        for (const summary of await page.locator('.history summary').all()) await summary.click();
        expect(await visitor.accessibilityProblems(), name).to.deep.equal([]);
        expect(await visitor.surplusWidth(), name).to.be.at.most(0);
        await visitor.picture(`${name}-${colorScheme}-${viewport.width}`);
      }
      await visitor.expectNoComplaints();
    });
  }
});
