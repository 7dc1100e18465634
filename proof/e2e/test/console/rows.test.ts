import { waitFor } from '@webhooks/testing';
import { expect } from 'chai';

import { endpointRecord } from '../support/records.ts';
import { type ConsoleFixture, startConsole } from './fixture.ts';
import { accept } from './shop.ts';
import { phone } from './visitor.ts';

const events = ['evt_shop_1', 'evt_shop_2', 'evt_shop_3'] as const;

describe('Rows of the console', function () {
  this.timeout(60_000);

  let fixture: ConsoleFixture;

  before(async function () {
    const started = await startConsole();
    if (started === null) this.skip();
    fixture = started;
    fixture.shop.erp.handle(accept);
    const id = await fixture.system.api.accept({ resend_type: 'CASHIN', event_ids: events });
    await fixture.system.api.settled(id, 20_000);
  });

  after(() => fixture?.[Symbol.asyncDispose]());

  it('of deliveries open wherever they are clicked, and show what was sent, masked', async () => {
    await using visitor = await fixture.enter();
    const { page } = visitor;
    await visitor.goTo('#/resends/1');
    const row = page.locator('.rows-deliveries .row-opens').filter({ hasText: 'evt_shop_1' });
    const toErp = row.filter({ hasText: 'shop_erp' });
    await toErp.getByText('HTTP 200').click();
    await page.getByText('Attempt 1').waitFor();
    await page.getByText('What is sent').click();
    await page.getByLabel('Request to shop_erp').getByText('Webhook-Id: evt_shop_1').waitFor();
    expect(await page.getByLabel('Body', { exact: true }).textContent()).to.equal('{"number":1}');
    expect(await visitor.accessibilityProblems()).to.deep.equal([]);
    await page.setViewportSize(phone);
    expect(await visitor.surplusWidth()).to.equal(0);
    await visitor.picture('delivery-open');
    await page.setViewportSize({ width: 1280, height: 900 });
    await toErp.getByText('HTTP 200').click();
    await page.getByText('Attempt 1').waitFor({ state: 'detached' });
    await visitor.expectNoComplaints();
  });

  it('of deliveries are chosen, copied and resent to where they went', async () => {
    await using visitor = await fixture.enter({
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const { page } = visitor;
    const { system } = fixture;
    await visitor.goTo('#/resends/1');
    await page.getByLabel('Select all on this page').check();
    await page.getByText('6 deliveries selected').waitFor();
    await page.getByRole('button', { name: 'Select none' }).click();
    const toErp = page.locator('.row-opens').filter({ hasText: 'shop_erp' });
    for (const id of events.slice(0, 2)) {
      await toErp.filter({ hasText: id }).locator('.row-check').click();
    }
    await page.getByText('2 deliveries selected').waitFor();
    await page.getByRole('button', { name: 'Copy IDs' }).click();
    await page.getByText('Copied.').waitFor();
    const copied = await page.evaluate<string>('navigator.clipboard.readText()');
    expect(copied.split('\n')).to.have.members(events.slice(0, 2));
    await page.getByRole('button', { name: 'Copy as curl' }).click();
    await waitFor(
      async () =>
        (await page.evaluate<string>('navigator.clipboard.readText()')).includes(
          '"endpoint_ids":["shop_erp"]',
        ),
      { what: 'the resend of them is copied' },
    );
    expect(await visitor.accessibilityProblems()).to.deep.equal([]);
    await page.getByRole('link', { name: 'Resend these' }).click();
    await page.getByRole('button', { name: 'Send 2 webhooks' }).click();
    await page.locator('.page-title').getByText('Completed').waitFor();
    expect((await system.api.page()).results[0]).to.deep.include({
      total: 2,
      endpoint_ids: ['shop_erp'],
    });
    await visitor.expectNoComplaints();
  });

  it('of endpoints show whose they are, and how their day went', async () => {
    await using visitor = await fixture.enter();
    const { page } = visitor;
    await visitor.goTo('#/endpoints');
    const row = page.locator('.rows-endpoints tbody tr').filter({ hasText: 'shop_erp' });
    await row.getByText('Loja Azul · 0001/778899').waitFor();
    await row.getByRole('img', { name: /^0 of \d+ failed$/ }).waitFor();
    await row.locator('.spark-all').first().waitFor({ state: 'attached' });
    await page.getByRole('button', { name: 'New endpoint' }).click();
    await page.getByLabel('Account', { exact: true }).selectOption('Loja Azul · 0001/778899');
    expect(await page.getByLabel('Account number').inputValue()).to.equal('778899');
    await visitor.goTo('#/resends');
    await page.getByLabel('Account', { exact: true }).selectOption('Loja Azul · 0001/778899');
    await waitFor(() => page.url().includes('account_mirror_id=31'), { what: 'they are narrowed' });
    await visitor.expectNoComplaints();
  });

  it('lead to what was missed since an endpoint was disabled, in the zone of the reader', async () => {
    const { system } = fixture;
    const since = Date.now();
    const disabled = await system.api.request('/v3/webhooks/endpoints/shop_erp', {
      method: 'PATCH',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ enabled: false }),
    });
    expect(disabled.status).to.equal(200);
    await using visitor = await fixture.enter();
    const { page } = visitor;
    await visitor.goTo('#/new?mode=range&branch=0001&number=778899');
    await page.getByRole('button', { name: 'Since shop_erp was disabled' }).click();
    const from = await page.getByLabel('From', { exact: true }).inputValue();
    const clock = new Intl.DateTimeFormat('en-US', {
      ...{ timeZone: 'America/Sao_Paulo', hourCycle: 'h23', year: 'numeric' },
      ...({ month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' } as const),
    });
    const minutes = [since, since + 60_000].map((atMs) => clock.format(atMs).replace(',', ''));
    expect(from).to.be.oneOf(minutes);
    await page.getByText('Times are in America/Sao_Paulo.').waitFor();
    await page.getByRole('button', { name: 'Last 24 hours' }).click();
    expect(await page.getByLabel('From', { exact: true }).inputValue()).to.not.equal(from);
    await visitor.expectNoComplaints();
  });

  it('of old resends say which endpoints are there no longer', async () => {
    const { system, shop } = fixture;
    await system.importSample([
      endpointRecord({
        ...{ id: 'shop_old', account_id: 31, type_webhook: 'CASHIN' },
        url: `${shop.store.url}/old`,
      }),
    ]);
    const id = await system.api.accept({
      resend_type: 'CASHIN',
      event_ids: events,
      endpoint_ids: ['shop_old'],
    });
    await system.api.settled(id, 20_000);
    const gone = await system.api.request('/v3/webhooks/endpoints/shop_old', { method: 'DELETE' });
    expect(gone.status).to.equal(200);
    await using visitor = await fixture.enter();
    const { page } = visitor;
    await visitor.goTo(`#/resends/${id}`);
    await page.locator('.rows-deliveries').getByText('removed').first().waitFor();
    expect(
      await page.locator('.rows-deliveries').getByRole('link', { name: 'shop_old' }).count(),
    ).to.equal(0);
    await visitor.expectNoComplaints();
  });
});
