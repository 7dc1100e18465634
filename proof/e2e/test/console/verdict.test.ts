import { waitFor } from '@webhooks/testing';
import { expect } from 'chai';

import { type ConsoleFixture, startConsole } from './fixture.ts';
import { accept, fail } from './shop.ts';
import { phone } from './visitor.ts';

const range = {
  resend_type: 'CASHIN',
  source_account_branch_identifier: '0001',
  source_account_number: '778899',
  start_datetime: '2026-05-02T00:00:00Z',
  end_datetime: '2026-05-03T00:00:00Z',
} as const;

/** A breaker that stays open as long as anybody looks. */
const OPEN = { BREAKER_OPEN_MS: '600000', BREAKER_MAX_OPEN_MS: '600000' } as const;

describe('The first line of the console', function () {
  this.timeout(60_000);

  let fixture: ConsoleFixture;

  before(async function () {
    const started = await startConsole({ BREAKER_FAILURES: '3', RETRY_SCHEDULE: '0,600', ...OPEN });
    if (started === null) this.skip();
    fixture = started;
  });

  after(() => fixture?.[Symbol.asyncDispose]());

  it('says of a resend whether it is well, why not, and what to do', async () => {
    const { system, shop } = fixture;
    await using visitor = await fixture.enter();
    const { page } = visitor;
    const line = page.locator('.verdict p');
    const says = (text: string | RegExp): Promise<void> => line.getByText(text).waitFor();

    const well = await system.api.accept({ ...range, endpoint_ids: ['shop_store'] });
    await system.api.settled(well, 20_000);
    await visitor.goTo(`#/resends/${well}`);
    await says('All is well: all 40 were delivered.');

    shop.erp.handle(fail);
    const waiting = await system.api.accept({ ...range, endpoint_ids: ['shop_erp'] });
    await visitor.goTo(`#/resends/${waiting}`);
    await says(/^shop_erp fails; 40 wait\. Next test: in .* Most often: HTTP 500\.$/);
    for (const viewport of [phone, { width: 1920, height: 1080 }]) {
      await page.setViewportSize(viewport);
      expect(await visitor.surplusWidth()).to.be.at.most(0);
      expect(await visitor.accessibilityProblems()).to.deep.equal([]);
      await visitor.picture(`verdict-${viewport.width}`);
    }
    await page.getByRole('button', { name: 'Pause' }).click();
    await says('It is paused, and 40 wait. Resume it when they may go.');
    await page.getByRole('button', { name: 'Resume' }).click();
    await says(/^shop_erp fails/);
    await page.locator('.verdict').getByRole('link', { name: 'Open endpoint' }).click();
    await page.getByRole('heading', { name: 'shop_erp' }).waitFor();
    await page.getByRole('link', { name: 'All endpoints' }).click();
    await says('1 of 2 on this page need a look, first of all shop_erp.');
    expect(await page.locator('.rows-endpoints tbody th a').first().textContent()).to.equal(
      'shop_erp',
    );

    await visitor.goTo(
      '#/new?mode=range&type=CASHIN&branch=0001&number=778899&state=ALL&endpoint=shop_erp' +
        '&from=2026-05-02T00:00:00Z&to=2026-05-03T00:00:00Z',
    );
    await page.getByRole('button', { name: 'Preview' }).click();
    await page.locator('.big-figure').getByText('0', { exact: true }).waitFor();
    const notice = page.locator('.preview .notice');
    await notice.getByText(/^40 would wait: their endpoint is failing\. Next test: in /).waitFor();
    await notice.getByRole('link', { name: 'Open shop_erp' }).waitFor();
    await page.getByRole('button', { name: 'Send 40 webhooks later' }).waitFor();
    await page.setViewportSize(phone);
    expect(await visitor.surplusWidth()).to.be.at.most(0);
    await visitor.picture('preview-waiting');

    await system.api.act(waiting, 'cancel');
    await system.api.settled(waiting, 20_000);
    await visitor.goTo(`#/resends/${waiting}`);
    await says(/40 of 40 deliveries did not succeed/);
    await page.getByRole('link', { name: 'Show what failed' }).click();
    await waitFor(() => page.url().endsWith('?state=FAILED'), { what: 'only those are shown' });
    shop.erp.handle(accept);
    await visitor.expectNoComplaints();
  });

  it('notices when nobody begins with a resend', async () => {
    const { system } = fixture;
    await system.app('dispatcher').kill();
    const id = await system.api.accept({ ...range, endpoint_ids: ['shop_store'] });
    await using visitor = await fixture.open();
    const { page } = visitor;
    await page.clock.install({ time: Date.now() });
    await page.reload();
    await visitor.signIn(fixture.token);
    await visitor.goTo(`#/resends/${id}`);
    await page.locator('.verdict').getByText('It is being counted').waitFor();
    await page.clock.fastForward(40_000);
    await page.locator('.verdict').getByText('whether a dispatcher is working').waitFor();
  });
});
