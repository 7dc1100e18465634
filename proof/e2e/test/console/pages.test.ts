import { waitFor } from '@webhooks/testing';
import { userToken } from '@webhooks/proof-kit';
import { expect } from 'chai';

import { type ConsoleFixture, startConsole } from './fixture.ts';
import { phone, type Visitor } from './visitor.ts';

const pages = {
  resends: '#/resends',
  resend: '#/resends/1',
  new: '#/new?mode=range&state=FAILED',
  endpoints: '#/endpoints',
  endpoint: '#/endpoints/shop_erp',
  unknown: '#/nowhere',
} as const;

/** Words that a line ends within, and charts without room for a time at their very end. */
const CUT_TEXTS = `(() => {
  const texts = [...document.querySelectorAll('code .breakable')].flatMap(({ childNodes }) =>
    [...childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE));
  const lines = (text) => {
    const range = document.createRange();
    range.selectNodeContents(text);
    return range.getClientRects().length;
  };
  const { lang } = document.documentElement;
  const ink = document.createElement('canvas').getContext('2d');
  ink.font = '12px system-ui, sans-serif';
  const widthOf = (options) => Math.max(...[...Array(12).keys()].map((month) =>
    ink.measureText(new Date(2026, month, 28, 22, 22, 22).toLocaleString(lang, options)).width));
  const widest = Math.max(
    widthOf({ day: 'numeric', month: 'short' }), widthOf({ timeStyle: 'medium' }));
  const room = (chart) => chart.querySelector('canvas').getBoundingClientRect().right -
    chart.querySelector('.u-over').getBoundingClientRect().right;
  return [
    ...texts.filter((text) => lines(text) > 1).map(({ data }) => 'broken within ' + data),
    ...[...document.querySelectorAll('.chart-plot')]
      .filter((chart) => chart.querySelector('.u-over') !== null && room(chart) < widest / 2)
      .map((chart) => 'no room at the end of a chart: ' + room(chart)),
  ];
})()`;

describe('Every page of the console', function () {
  this.timeout(60_000);

  let fixture: ConsoleFixture;

  before(async function () {
    const started = await startConsole();
    if (started === null) this.skip();
    fixture = started;
    const { api } = fixture.system;
    const id = await api.accept({
      resend_type: 'CASHIN',
      source_account_branch_identifier: '0001',
      source_account_number: '778899',
      start_datetime: '2026-05-02T00:00:00Z',
      end_datetime: '2026-05-03T00:00:00Z',
    });
    await api.settled(id, 20_000);
  });

  after(() => fixture?.[Symbol.asyncDispose]());

  for (const [colorScheme, viewport] of [
    ['light', { width: 1280, height: 900 }],
    ['dark', phone],
  ] as const) {
    it(`is accessible and fits, ${colorScheme}, ${viewport.width} px wide`, async () => {
      await using visitor = await fixture.open({ colorScheme, viewport });
      expect(await problemsOf(visitor)).to.deep.equal([]);
      await visitor.signIn(fixture.token);
      for (const [name, hash] of Object.entries(pages)) {
        await visitor.goTo(hash);
        if (name === 'resend') await openAttempts(visitor);
        if (name === 'endpoint') await visitor.page.locator('.chart canvas').first().waitFor();
        expect(await problemsOf(visitor), name).to.deep.equal([]);
        await visitor.picture(`${name}-${colorScheme}`);
      }
      await visitor.expectNoComplaints();
    });
  }

  it('speaks the language of the browser, and the other one when asked', async () => {
    await using visitor = await fixture.enter({ locale: 'pt-BR' });
    const { page } = visitor;
    await page.getByRole('heading', { name: 'Reenvios' }).waitFor();
    expect(await page.evaluate('document.documentElement.lang')).to.equal('pt-BR');
    await visitor.goTo('#/resends/1');
    await page.getByText('40 de 80 entregas não tiveram sucesso: 40 com falha.').waitFor();
    await page.getByText('O receptor respondeu com erro · HTTP 500').waitFor();
    await visitor.goTo('#/new?object=12345');
    await page.locator('summary', { hasText: 'Filtros' }).click();
    await page.getByLabel('Outros tipos').fill('no_such-type');
    await page.getByRole('button', { name: 'Ver prévia' }).click();
    // What the API says about a field, at the field.
    await page.getByText('No máximo 64 tipos de 1 a 64 caracteres').waitFor();
    expect(await page.getByLabel('Outros tipos').getAttribute('aria-invalid')).to.equal('true');
    await visitor.picture('new-pt');
    await page.getByLabel('Idioma').selectOption('en');
    await page.getByText('At most 64 types of 1 to 64 characters').waitFor();
    await visitor.goTo('#/resends');
    await page.getByLabel('Appearance').selectOption('dark');
    expect(await page.evaluate('document.documentElement.dataset.theme')).to.equal('dark');
    await page.reload();
    expect(await page.evaluate('document.documentElement.lang')).to.equal('en');
    expect(await page.evaluate('document.documentElement.dataset.theme')).to.equal('dark');
  });

  it('can be reached and used by keyboard alone', async () => {
    await using visitor = await fixture.open();
    const { page } = visitor;
    await page.getByLabel('Access token').focus();
    await page.keyboard.insertText(fixture.token);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Resends' }).waitFor();
    const focused = (): Promise<string> => page.evaluate('document.activeElement.textContent');
    await waitFor(async () => (await focused()) === 'Resends', { what: 'the heading has focus' });
    await page.keyboard.press('Shift+Tab');
    for (let step = 0; step < 10 && (await focused()) !== 'Skip to content'; step += 1) {
      await page.keyboard.press('Shift+Tab');
    }
    expect(await focused()).to.equal('Skip to content');
    await page.keyboard.press('Enter');
    expect(await focused()).to.equal('Resends');
    await page.getByRole('link', { name: 'Resend 1' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Resend 1' }).waitFor();
    expect(await focused()).to.equal('Resend 1');
  });

  it('keeps the token nowhere, and asks for it again', async () => {
    await using visitor = await fixture.enter();
    const { page } = visitor;
    for (const hash of Object.values(pages)) await visitor.goTo(hash);
    const kept = await page.evaluate<string>(`JSON.stringify([
      location.href, document.cookie, document.documentElement.outerHTML,
      { ...localStorage }, { ...sessionStorage }, history.state,
      performance.getEntries().map((entry) => entry.name),
    ])`);
    expect(kept).to.contain('/v3/webhooks/endpoints');
    expect(kept).to.not.contain(fixture.token);
    expect(kept).to.not.contain(fixture.token.split('.')[2]);
    expect(await page.context().cookies()).to.deep.equal([]);
    await page.reload();
    await page.getByLabel('Access token').waitFor();
    expect(await page.getByLabel('Access token').inputValue()).to.equal('');

    await visitor.signIn(userToken(246, { exp: Math.floor(Date.now() / 1000) + 2 }));
    await page.getByText('Your token has expired.').waitFor();
    await visitor.signIn(fixture.token);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('Access token').waitFor();
    await page.getByLabel('Access token').fill(userToken(246, { token_type: 'refresh' }));
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('Your token is no longer accepted.').waitFor();
  });

  async function openAttempts({ page }: Visitor): Promise<void> {
    await page
      .getByRole('button', { name: /Attempts of delivery/ })
      .first()
      .click();
    await page.getByText('Attempt 1').waitFor();
    await page.locator('.chart canvas').first().waitFor();
  }

  /** What is wrong for those who use it otherwise, and by how much it is too wide. */
  async function problemsOf(visitor: Visitor): Promise<string[]> {
    await visitor.settle();
    const surplus = await visitor.surplusWidth();
    const tooWide = surplus > 0 ? [`${surplus} px too wide`] : [];
    const cut = await visitor.page.evaluate<string[]>(CUT_TEXTS);
    return [...tooWide, ...cut, ...(await visitor.accessibilityProblems())];
  }
});
