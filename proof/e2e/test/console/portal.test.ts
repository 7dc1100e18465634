import { serviceToken } from '@webhooks/proof-kit';
import { freePort } from '@webhooks/testing';
import { expect } from 'chai';

import { connectCall } from '../support/connect-call.ts';
import { type ConsoleFixture, startConsole } from './fixture.ts';
import type { Visitor } from './visitor.ts';

/** The shop's. */
const ACCOUNT = 31;

describe('A portal link into the console', function () {
  this.timeout(60_000);

  let fixture: ConsoleFixture;

  before(async function () {
    const port = await freePort();
    const started = await startConsole({
      REST_PORT: String(port),
      PUBLIC_BASE_URL: `http://127.0.0.1:${port}`,
      SESSION_KEY: Buffer.alloc(32, 5).toString('base64'),
    });
    if (started === null) this.skip();
    fixture = started;
  });

  after(() => fixture?.[Symbol.asyncDispose]());

  /** Where the link leads. */
  async function mint(request: object = {}): Promise<string> {
    const { system } = fixture;
    const method = 'webhooks.portal.v1.PortalService/CreateLink';
    const url = new URL(`http://${system.rpcAddress}/${method}`);
    const authorization = `Bearer ${serviceToken('portal:mint')}`;
    const call = { authorization, isStream: false };
    const answer = await connectCall(url, { accountIds: [ACCOUNT], ...request }, call);
    return `/console/#/portal/${(JSON.parse(answer) as { token: string }).token}`;
  }

  /** A new visitor, who opens a link in place of the console's first page. */
  async function follow(link: string): Promise<Visitor> {
    const visitor = await fixture.open();
    await visitor.page.goto('about:blank');
    await visitor.page.goto(link);
    return visitor;
  }

  it('shows its accounts alone, over a reload and in a new tab', async () => {
    await using visitor = await follow(await mint());
    const { page } = visitor;
    await page.getByText('Opened by a link').waitFor();
    expect(new URL(page.url()).hash).to.equal('#/');
    await visitor.goTo('#/endpoints');
    await page.getByText('shop_erp').first().waitFor();
    const accounts = await page.evaluate<number[]>(`fetch('v3/webhooks/endpoints?limit=100')
      .then((answer) => answer.json()).then(({ results }) => results.map((one) => one.account_mirror_id))`);
    expect(new Set(accounts)).to.deep.equal(new Set([ACCOUNT]));
    await page.reload();
    await page.getByText('shop_erp').first().waitFor();
    const second = await page.context().newPage();
    await second.goto('/console/#/endpoints/shop_erp');
    await second.getByRole('heading', { name: 'shop_erp' }).waitFor();
    await visitor.expectNoComplaints();
  });

  it('opens once: afterwards one page says so', async () => {
    const link = await mint();
    await using first = await follow(link);
    await first.page.getByText('Opened by a link').waitFor();
    await using second = await follow(link);
    const { page } = second;
    await page.getByRole('heading', { name: 'This link does not work' }).waitFor();
    await page.getByText('It has expired, or it was used already').waitFor();
    expect(await second.accessibilityProblems()).to.deep.equal([]);
    expect(new URL(page.url()).hash).to.equal('#/');
    await second.picture('portal-link-ended');
    await second.expectNoComplaints();
  });

  it('can be tried again when the service did not answer', async () => {
    const link = await mint();
    await fixture.system.app('resend-service').kill();
    await using visitor = await follow(link);
    const { page } = visitor;
    await page.getByText('Reload this page to try again.').waitFor();
    await fixture.system.start('resend-service');
    await page.reload();
    await page.getByText('Opened by a link').waitFor();
  });

  it('is over when one signs out', async () => {
    await using visitor = await follow(await mint());
    const { page } = visitor;
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('Access token').waitFor();
    await page.reload();
    await page.getByLabel('Access token').waitFor();
  });
});
