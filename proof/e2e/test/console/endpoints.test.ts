import { expect } from 'chai';

import { type ConsoleFixture, startConsole } from './fixture.ts';
import { phone } from './visitor.ts';

describe('The console, where endpoints are made and removed', function () {
  this.timeout(60_000);

  const started = new AsyncDisposableStack();
  let fixture: ConsoleFixture;

  before(async function () {
    const found = await startConsole();
    if (found === null) this.skip();
    fixture = started.use(found);
  });

  after(() => started.disposeAsync());

  it('makes one, shows its secret this once, and removes it', async () => {
    const { system, shop } = fixture;
    await using visitor = await fixture.enter();
    const { page } = visitor;
    await page.getByRole('link', { name: 'Endpoints' }).click();
    await page.getByRole('button', { name: 'New endpoint' }).click();
    await page.getByLabel('Branch').fill('0001');
    await page.getByLabel('Account number').fill('778899');
    await page.getByLabel('URL').fill('https://10.0.0.1/hook');
    await page.getByLabel('Receives').selectOption('PIX_CASHIN_RECEIVED');
    await page.getByLabel('Authorization token').fill('Bearer of-the-shop');
    await visitor.picture('endpoint-new');
    expect(await visitor.accessibilityProblems()).to.deep.equal([]);
    await page.getByRole('button', { name: 'Make it' }).click();
    await page.getByText('The URL leads to an address that may not be called.').waitFor();

    await page.getByLabel('URL').fill(`${shop.store.url}/made`);
    await page.getByRole('button', { name: 'Make it' }).click();
    const heading = page.getByRole('heading', { name: /^Endpoint ep_[0-9a-f]{24} is made\.$/ });
    await heading.waitFor();
    expect(await page.evaluate('document.activeElement.localName')).to.equal('h2');
    const secret = (await page.locator('code.secret').textContent()) ?? '';
    expect(secret).to.match(/^whsec_[A-Za-z0-9+/]{43}=$/);
    await visitor.picture('endpoint-made');
    expect(await visitor.accessibilityProblems()).to.deep.equal([]);
    await page.setViewportSize(phone);
    expect(await visitor.surplusWidth()).to.equal(0);

    await page.getByRole('link', { name: 'Show the endpoint' }).click();
    await page.getByText('PIX_CASHIN_RECEIVED').first().waitFor();
    expect(await page.content()).to.not.include(secret);
    const id = /ep_[0-9a-f]{24}/.exec(page.url())?.[0] ?? '';
    await page.getByRole('button', { name: 'Remove', exact: true }).click();
    await page.getByRole('button', { name: 'Yes, remove it' }).click();
    await page.getByText(`Endpoint ${id} is removed.`).waitFor();
    const gone = await system.api.request(`/v3/webhooks/endpoints/${id}`);
    expect(gone.status).to.equal(404);
    await visitor.expectNoComplaints();
  });

  it('tries one with a test event, and shows what it answers', async () => {
    await using visitor = await fixture.enter();
    const { page } = visitor;
    await visitor.goTo('#/endpoints/shop_store');
    await page.getByRole('button', { name: 'Send a test event' }).click();
    await page.getByText(/^Answered 200 in /).waitFor();
    await visitor.picture('endpoint-tested');
    expect(await visitor.accessibilityProblems()).to.deep.equal([]);
    await page.setViewportSize(phone);
    expect(await visitor.surplusWidth()).to.equal(0);
    await visitor.expectNoComplaints();
  });

  it('says what is wrong in Portuguese, and keeps what was filled in', async () => {
    await using visitor = await fixture.enter({ locale: 'pt-BR' });
    const { page } = visitor;
    await visitor.goTo('#/endpoints');
    await page.getByRole('button', { name: 'Novo endpoint' }).click();
    await page.getByLabel('Agência').fill('0001');
    await page.getByRole('button', { name: 'Criar' }).click();
    await page.getByText('No máximo 32 caracteres imprimíveis, como 654321.').waitFor();
    await page.getByLabel('Número da conta').fill('999999');
    await page.getByLabel('URL').fill('https://merchant.example/hook');
    await page.getByRole('button', { name: 'Criar' }).click();
    await page.getByText('Essa conta não existe').waitFor();
    expect(await page.getByLabel('Agência').inputValue()).to.equal('0001');
    await visitor.expectNoComplaints();
  });
});
