import { waitFor } from '@webhooks/testing';
import { userToken } from '@webhooks/proof-kit';
import { expect } from 'chai';

import { type ConsoleFixture, startConsole } from './fixture.ts';
import { accept, fail, HOSTILE_ANSWER } from './shop.ts';

const range = {
  resend_type: 'CASHIN',
  source_account_branch_identifier: '0001',
  source_account_number: '778899',
  start_datetime: '2026-05-02T00:00:00Z',
  end_datetime: '2026-05-03T00:00:00Z',
} as const;

describe('The console, as people use it', function () {
  this.timeout(60_000);

  let fixture: ConsoleFixture;

  before(async function () {
    const started = await startConsole();
    if (started === null) this.skip();
    fixture = started;
  });

  after(() => fixture?.[Symbol.asyncDispose]());

  beforeEach(() => fixture.shop.erp.handle(fail));

  it('leads from lost webhooks to delivered ones', async () => {
    const { system, shop } = fixture;
    await using visitor = await fixture.open();
    const { page } = visitor;
    await visitor.picture('sign-in');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('Please paste your access token.').waitFor();
    await page.getByLabel('Access token').fill(userToken(246, { exp: 1 }));
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('This token has expired.').waitFor();
    await visitor.signIn(`Bearer ${fixture.token}`);
    await page.getByText('Nothing was resent yet').waitFor();
    await visitor.picture('empty');

    await page.getByRole('link', { name: 'New resend' }).first().click();
    await page.getByRole('radio', { name: /Everything of an account/ }).check();
    await page.getByRole('button', { name: 'Preview' }).click();
    await page.getByText('Please fill this in.').first().waitFor();
    expect(await page.evaluate('document.activeElement.labels[0].textContent')).to.equal('Branch');
    await page.getByLabel('Branch').fill('0001');
    await page.getByLabel('Account number').fill('778899');
    await page.getByLabel('From', { exact: true }).fill('2026-05-02T00:00');
    await page.getByLabel('To', { exact: true }).fill('2026-05-02T23:59');
    await page.getByRole('button', { name: 'Preview' }).click();
    await page.getByRole('heading', { name: 'This would be sent' }).waitFor();
    await page.getByText('20 left out: already delivered.').waitFor();
    await page.locator('summary', { hasText: 'Filters' }).click();
    await page.getByRole('radio', { name: 'Everything', exact: true }).check();
    await page.getByRole('button', { name: 'Preview' }).click();
    await page.getByText('Failed before').waitFor();
    await visitor.picture('preview');
    await page.getByRole('button', { name: 'Send 80 webhooks' }).dblclick();

    await page.getByRole('heading', { name: 'Resend 1', exact: true }).waitFor();
    await page.getByText('40 of 80 deliveries did not succeed: 40 failed.').waitFor();
    await page.getByText('Receiver answered an error · HTTP 500').waitFor();
    await page.getByLabel('State').selectOption({ label: 'Failed' });
    await visitor.settle();
    await page
      .getByRole('button', { name: /Attempts of delivery/ })
      .first()
      .click();
    await page.getByText('Attempt 2').waitFor();
    expect(await page.locator('.snippet pre').first().textContent()).to.equal(HOSTILE_ANSWER);
    await visitor.picture('failed');

    await page.getByRole('link', { name: 'shop_erp' }).first().click();
    await page.getByRole('heading', { name: 'shop_erp' }).waitFor();
    await page.getByText('Failing').first().waitFor();
    await page.getByText('/<script>globalThis.hacked=1</script>').waitFor();
    await page.locator('.chart canvas').first().waitFor();
    await visitor.picture('endpoint');
    shop.erp.handle(accept);

    await visitor.goTo('#/resends/1');
    await page.getByRole('button', { name: 'Resend failed (' }).click();
    await page.getByRole('button', { name: 'Yes, resend' }).dblclick();
    await page.getByRole('heading', { name: 'Resend 2', exact: true }).waitFor();
    const toast = page.locator('.toast');
    await toast.getByText('Resend 2').waitFor();
    await page.locator('.page-title').getByText('Completed').waitFor();
    await page.getByRole('link', { name: 'Resend 1', exact: true }).waitFor();
    await page.getByText('No failed attempts.').waitFor();
    await visitor.picture('completed');
    await page.getByRole('link', { name: 'All resends' }).click();
    await page.getByRole('row').nth(2).waitFor();
    // What was said on a page is not said on the next one.
    expect(await toast.count()).to.equal(0);
    await visitor.picture('list');
    // However often one clicked: a resend and its retry.
    expect((await system.api.page()).results.map(({ id }) => id)).to.deep.equal([2, 1]);
    expect(await page.evaluate('globalThis.hacked')).to.equal(undefined);
    await visitor.expectNoComplaints();
  });

  it('pauses, goes on and cancels, each seen at once', async () => {
    const { system, shop } = fixture;
    const held: (() => void)[] = [];
    // Nothing is answered until it is asked to.
    shop.erp.handle((_request, response) => void held.push(() => response.end()));
    const id = await system.api.accept({ ...range, endpoint_ids: ['shop_erp'] });
    await waitFor(() => held.length === 4, { what: 'the receiver is busy' });
    await using visitor = await fixture.enter();
    const { page } = visitor;
    await visitor.goTo(`#/resends/${id}`);
    const status = page.locator('.page-title');
    await status.getByText('Live').waitFor();
    await visitor.picture('running');
    await page.getByRole('button', { name: 'Pause' }).click();
    await status.getByText('Paused').waitFor();
    // The keyboard is where it was, although the button does something else now.
    expect(await page.evaluate('document.activeElement.textContent')).to.equal('Resume');
    await page.getByRole('button', { name: 'Resume', disabled: false }).waitFor();
    await page.keyboard.press('Enter');
    await status.getByText('Running').waitFor();

    const cancel = page.getByRole('button', { name: 'Cancel', exact: true });
    await cancel.focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Cancel this resend?' });
    await dialog.waitFor();
    await visitor.picture('dialog');
    expect(await visitor.accessibilityProblems()).to.deep.equal([]);
    for (let step = 0; step < 5; step += 1) {
      await page.keyboard.press('Tab');
      // The browser's own controls are between the last one and the first.
      const where = 'document.activeElement.closest("dialog, body").localName';
      const outside = 'document.activeElement !== document.body';
      if (await page.evaluate(outside)) expect(await page.evaluate(where)).to.equal('dialog');
    }
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await page.evaluate('document.activeElement.textContent')).to.equal('Cancel');
    expect((await system.api.log(id)).finished_at).to.equal(null);
    await cancel.click();
    await page.getByRole('button', { name: 'Yes, cancel it' }).click();
    await page.getByText(/It is being cancelled/).waitFor();
    for (const answer of held.splice(0)) answer();
    await page.getByText('Cancelled. 36 of 40 deliveries did not succeed').waitFor();
    await visitor.expectNoComplaints();
  });

  it('shows a receiver that is gone, and enables it again', async () => {
    const { system, shop } = fixture;
    shop.erp.handle((_request, response) => {
      response.statusCode = 410;
      response.end();
    });
    const id = await system.api.accept({ ...range, endpoint_ids: ['shop_erp'] });
    await system.api.settled(id, 20_000);
    await using visitor = await fixture.enter();
    const { page } = visitor;
    await page.getByRole('link', { name: 'Endpoints' }).click();
    await page
      .getByRole('row', { name: /shop_erp/ })
      .getByText('Disabled')
      .waitFor();
    await visitor.picture('endpoints');
    await page.getByRole('link', { name: 'shop_erp' }).click();
    await page.getByText('It answered 410 Gone').waitFor();
    await visitor.picture('endpoint-disabled');
    await visitor.goTo(`#/resends/${id}`);
    await page.getByRole('button', { name: /^Resend failed/ }).click();
    await page.getByText(/would not be sent: shop_erp is disabled/).waitFor();
    await page.getByRole('dialog').getByRole('link', { name: 'Open shop_erp' }).waitFor();
    await visitor.goTo(
      '#/new?mode=range&type=CASHIN&branch=0001&number=778899&state=ALL&endpoint=shop_erp' +
        '&from=2026-05-01T00:00:00Z&to=2026-05-03T00:00:00Z',
    );
    await page.getByRole('button', { name: 'Preview' }).click();
    await page.locator('.big-figure').getByText('0', { exact: true }).waitFor();
    expect(await page.getByRole('button', { name: /^Send / }).count()).to.equal(0);
    const skippedId = await system.api.accept({ ...range, endpoint_ids: ['shop_erp'] });
    await system.api.settled(skippedId, 20_000);
    await visitor.goTo(`#/resends/${skippedId}`);
    await page
      .getByText(/^No failed attempts\. \d+ were not sent: shop_erp is disabled\./)
      .waitFor();
    await page.getByRole('link', { name: 'Open shop_erp' }).click();
    await system.importRecords([shop.missedEvent]);
    await page.getByRole('button', { name: 'Enable again' }).click();
    await page.getByRole('button', { name: 'Yes, enable it' }).click();
    await page.getByText('It is enabled.').waitFor();
    shop.erp.handle(accept);
    await page.getByRole('button', { name: 'Recover by itself', exact: true }).click();
    await page.getByRole('button', { name: 'Do not recover by itself' }).click();
    await page.getByText('Automatic recovery is off.').waitFor();
    await page.getByRole('link', { name: 'Resend what it missed' }).click();
    // From an hour before it was disabled until now.
    const from = await page.getByLabel('From', { exact: true }).inputValue();
    const to = await page.getByLabel('To', { exact: true }).inputValue();
    expect(Date.parse(to) - Date.parse(from)).to.be.within(3_600_000, 4_200_000);
    await page.getByLabel('From', { exact: true }).fill('2026-05-01T00:00');
    await page.getByLabel('To', { exact: true }).fill('2026-05-03T00:00');
    await page.getByRole('button', { name: 'Preview' }).click();
    await page.getByRole('button', { name: /^Send \d+ webhooks?$/ }).click();
    await page.locator('.page-title').getByText('Completed').waitFor();
    await visitor.expectNoComplaints();
  });

  it('says what is wrong and goes on when it is right again', async () => {
    const { system } = fixture;
    await using visitor = await fixture.enter();
    const { page } = visitor;
    await visitor.goTo('#/new');
    await page.getByLabel('QR Code ID').fill('999999999');
    await page.getByRole('button', { name: 'Preview' }).click();
    await page.getByText('There is no such QR Code').waitFor();
    await visitor.goTo('#/resends?status=PENDING');
    await page.getByText('No resend matches these filters').waitFor();
    await visitor.goTo('#/resends/999');
    await page
      .getByText('There is no such resend, or it belongs to none of your accounts.')
      .waitFor();
    await visitor.goTo('#/nowhere');
    await page.getByRole('heading', { name: 'There is no such page' }).waitFor();

    await system.app('rest-facade').kill();
    await visitor.goTo('#/endpoints');
    await page.getByText('The service cannot be reached.').waitFor();
    await visitor.picture('unreachable');
    await system.start('rest-facade');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('The service cannot be reached.').waitFor({ state: 'detached' });
    await page.getByRole('row').nth(1).waitFor();
  });
});
