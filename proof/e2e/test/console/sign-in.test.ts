import { freePort, waitFor } from '@webhooks/testing';
import { startOidcProvider, type OidcProvider } from '@webhooks/testing/oidc-provider';
import { expect } from 'chai';
import type { Page } from 'playwright-core';

import { type ConsoleFixture, startConsole } from './fixture.ts';
import type { Visitor } from './visitor.ts';

describe('Signing in to the console at a provider', function () {
  this.timeout(90_000);

  let provider: OidcProvider;
  let fixture: ConsoleFixture;

  before(async function () {
    const port = await freePort();
    provider = await startOidcProvider(`http://127.0.0.1:${port}`);
    const started = await startConsole({
      REST_PORT: String(port),
      ...provider.authSettings,
      ...provider.signInSettings,
    });
    if (started === null) this.skip();
    fixture = started;
  });

  after(async () => {
    await fixture?.[Symbol.asyncDispose]();
    await provider?.[Symbol.asyncDispose]();
  });

  beforeEach(() => {
    provider.lasting(3_600);
    provider.refreshing(true);
  });

  const signInLink = (page: Page) => page.getByRole('main').getByRole('link', { name: 'Sign in' });

  async function enter(visitor: Visitor, login = '246'): Promise<void> {
    const { page } = visitor;
    await signInLink(page).click();
    await page.getByPlaceholder('Enter any login').fill(login);
    await page.getByPlaceholder('and password').fill('any');
    await page.getByRole('button', { name: 'Sign-in' }).click();
    await page.waitForURL(/\/console\//);
  }

  const endpoints = (page: Page) => page.getByRole('heading', { name: 'Endpoints', exact: true });
  const endpointRow = (page: Page) => page.getByText('shop_erp').first();

  it('leads to where one wanted to go, and lasts over a reload and in a new tab', async () => {
    await using visitor = await fixture.open();
    const { page } = visitor;
    await visitor.goTo('#/endpoints');
    await visitor.picture('sign-in-at-provider');
    expect(await visitor.accessibilityProblems()).to.deep.equal([]);
    await visitor.expectNoComplaints();
    await enter(visitor);
    await endpoints(page).waitFor();
    await endpointRow(page).waitFor();
    expect(new URL(page.url()).hash).to.equal('#/endpoints');
    await page.reload();
    await endpointRow(page).waitFor();
    const second = await page.context().newPage();
    await second.goto('/console/#/events');
    await second.getByRole('heading', { name: 'Events', exact: true }).waitFor();
    expect(await page.evaluate<string>('document.cookie + JSON.stringify(localStorage)')).to.equal(
      '{}',
    );
    await visitor.expectNoComplaints();
  });

  it('acts with the session', async () => {
    await using visitor = await fixture.open();
    const { page } = visitor;
    await enter(visitor);
    await visitor.goTo('#/new');
    await page.getByLabel('QR Code ID').fill('500001');
    await page.getByRole('button', { name: 'Preview' }).click();
    await page.getByRole('button', { name: /^Send \d+ webhooks?$/ }).click();
    await page.waitForURL(/#\/resends\/\d+/);
    // The stream of what happens to it.
    await page
      .locator('.page-title')
      .getByText(/Completed|Failed/)
      .waitFor();
    await visitor.expectNoComplaints();
  });

  it('is over in every tab once one signs out, and at the provider', async () => {
    await using visitor = await fixture.open();
    const { page } = visitor;
    await enter(visitor);
    await visitor.settle();
    const second = await page.context().newPage();
    await second.goto('/console/#/endpoints');
    await endpointRow(second).waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL(new RegExp(`^${provider.issuer}/session/end`));
    await second.getByRole('link', { name: 'Events' }).click();
    await second.getByText('Your session has ended.').waitFor();
    await second.reload();
    await signInLink(second).waitFor();
  });

  it('says when the session is over, and goes on where one was', async () => {
    provider.lasting(10);
    provider.refreshing(false);
    await using visitor = await fixture.open();
    const { page } = visitor;
    await visitor.goTo('#/endpoints');
    await enter(visitor);
    await page.getByText('Your session has ended.').waitFor();
    provider.lasting(3_600);
    // The provider still knows who it is.
    await signInLink(page).click();
    await endpointRow(page).waitFor();
    expect(new URL(page.url()).hash).to.equal('#/endpoints');
  });

  it('is renewed before its token ends, by one of two tabs', async () => {
    provider.lasting(6);
    await using visitor = await fixture.open();
    const { page } = visitor;
    const renewals: string[] = [];
    page.context().on('response', (response) => {
      if (response.url().endsWith('/session/renew')) renewals.push(String(response.status()));
    });
    await visitor.goTo('#/endpoints');
    await enter(visitor);
    const second = await page.context().newPage();
    await second.goto('/console/#/endpoints');
    await endpointRow(second).waitFor();
    await waitFor(() => renewals.length >= 2, {
      deadlineMs: 30_000,
      what: () => `renewals: ${renewals.join()}`,
    });
    expect(new Set(renewals)).to.deep.equal(new Set(['200']));
    for (const tab of [page, second]) {
      await tab.reload();
      await endpointRow(tab).waitFor();
    }
  });

  it('lasts as long where the clock of the browser is wrong', async () => {
    await using visitor = await fixture.open();
    const { page } = visitor;
    await page.clock.setSystemTime(Date.now() + 30 * 3_600_000);
    await visitor.goTo('#/endpoints');
    await enter(visitor);
    await endpointRow(page).waitFor();
    await page.reload();
    await endpointRow(page).waitFor();
  });

  it('says what did not work on one page, which leads on', async () => {
    await using visitor = await fixture.open();
    const { page } = visitor;
    await visitor.goTo('#/endpoints');
    await enter(visitor, 'somebody');
    await page.getByText('your account has no access here').waitFor();
    expect(await visitor.accessibilityProblems()).to.deep.equal([]);
    expect(new URL(page.url()).search).to.equal('');
    await page.getByText('Use an access token instead').click();
    await page.getByLabel('Access token').waitFor();
    await page.goto('/console/?sign-in=unreachable#/endpoints');
    await page.getByText('The sign-in service does not answer.').waitFor();
    await visitor.expectNoComplaints();
  });

  it('shows no more than the user may see at that moment', async () => {
    await using visitor = await fixture.open();
    const { page } = visitor;
    await enter(visitor);
    await visitor.goTo('#/endpoints');
    await endpointRow(page).waitFor();
    const account = {
      account: {
        id: 31,
        branch_identifier: '0001',
        number: '778899',
        name: 'Loja Azul',
        user_ids: [300],
      },
    };
    await fixture.system.importRecords([account]);
    await page.reload();
    await endpoints(page).waitFor();
    await visitor.settle();
    expect(await endpointRow(page).count()).to.equal(0);
    await fixture.system.importRecords(fixture.shop.records);
  });
});
