import { expect } from 'chai';
import type { Page } from 'playwright-core';

import { type ConsoleFixture, startConsole } from './fixture.ts';
import { phone, type Visitor } from './visitor.ts';

/** The last microsecond of 10 May in São Paulo, where the visitors are. */
const LAST_MICROSECOND = '2026-05-11T02:59:59.999999Z';

const ACCOUNT = '#/new?mode=range&type=CASHIN&branch=0001&number=778899';

describe('Dates in the console', function () {
  this.timeout(60_000);

  let fixture: ConsoleFixture;

  before(async function () {
    const started = await startConsole();
    if (started === null) this.skip();
    fixture = started;
    const [sample] = fixture.shop.records.filter((record) => 'event' in record);
    const { event } = sample as { event: object };
    await fixture.system.importRecords([
      {
        event: {
          ...event,
          id: 'evt_at_the_end',
          occurred_at: LAST_MICROSECOND,
          outcome: 'DELIVERY_OUTCOME_NEVER_ATTEMPTED',
        },
      },
    ]);
  });

  after(() => fixture?.[Symbol.asyncDispose]());

  const labels = {
    en: { from: 'From', to: 'To', preview: 'Preview', language: 'Language' },
    'pt-BR': { from: 'De', to: 'Até', preview: 'Ver prévia', language: 'Idioma' },
  } as const;
  type Tongue = keyof typeof labels;

  /** A visitor with a page in one language, and a browser in another one. */
  async function enter(language: Tongue, locale: string): Promise<Visitor> {
    const visitor = await fixture.open({ locale });
    await visitor.page.getByLabel(/^(Language|Idioma)/).selectOption(language);
    await visitor.signIn(fixture.token);
    await visitor.goTo(ACCOUNT);
    return visitor;
  }

  const field = (page: Page, name: string) => page.getByLabel(name, { exact: true });

  async function type(page: Page, name: string, text: string): Promise<void> {
    await field(page, name).focus();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type(text);
  }

  /** Asks for a preview and gives what was sent for it. */
  async function previewed(page: Page, button: string): Promise<Record<string, unknown>> {
    const [request] = await Promise.all([
      page.waitForRequest((one) => one.url().endsWith('/preview') && one.method() === 'POST'),
      page.getByRole('button', { name: button }).click(),
    ]);
    await page.locator('.preview').waitFor();
    return request.postDataJSON() as Record<string, unknown>;
  }

  for (const [language, locale, typed, words] of [
    [
      'pt-BR',
      'en-US',
      ['05/12/2026 00:00', '06/12/2026 23:59'],
      /^De sábado, 5 de dezembro de 2026, 00:00 até domingo, 6 de dezembro de 2026, 23:59 /,
    ],
    [
      'en',
      'pt-BR',
      ['12/05/2026 00:00', '12/06/2026 23:59'],
      /^From Saturday, 5 December 2026, 00:00 to Sunday, 6 December 2026, 23:59 /,
    ],
  ] as const) {
    it(`are typed in ${language}, the language of the page, in a browser of ${locale}`, async () => {
      await using visitor = await enter(language, locale);
      const { page } = visitor;
      const names = labels[language];
      await type(page, names.from, typed[0]);
      await type(page, names.to, typed[1]);
      expect(await previewed(page, names.preview)).to.include({
        start_datetime: '2026-12-05T03:00:00.000Z',
        end_datetime: '2026-12-07T02:59:59.999999Z',
      });
      await page.getByText(words).waitFor();
      await visitor.picture(`dates-${language}`);
      expect(await visitor.accessibilityProblems()).to.deep.equal([]);
      await visitor.expectNoComplaints();
    });
  }

  it('stay the same days when the language is changed', async () => {
    await using visitor = await enter('pt-BR', 'en-US');
    const { page } = visitor;
    await type(page, 'De', '05/12/2026 09:00');
    await type(page, 'Até', '2026-12-06T09:00');
    const before = await previewed(page, 'Ver prévia');
    await page.getByLabel('Idioma').selectOption('en');
    expect(await field(page, 'From').inputValue()).to.equal('12/05/2026 09:00');
    expect(await field(page, 'To').inputValue()).to.equal('2026-12-06T09:00');
    await page.getByText(/^From Saturday, 5 December 2026, 09:00 to Sunday/).waitFor();
    expect(await page.getByText('The form has changed.').count()).to.equal(0);
    expect(await previewed(page, 'Preview')).to.deep.equal(before);
  });

  it('take in what happened in the last microsecond of the minute that is the end', async () => {
    await using visitor = await enter('en', 'en-GB');
    const { page } = visitor;
    await type(page, 'From', '05/10/2026 23:59');
    await type(page, 'To', '05/10/2026 23:59');
    await previewed(page, 'Preview');
    await page.getByRole('button', { name: 'Send 2 webhooks' }).waitFor();
    await type(page, 'To', '05/10/2026 23:58');
    await page.getByRole('button', { name: 'Preview' }).click();
    await page.getByText('The start is after the end.').waitFor();
  });

  it('are refused in words where they are none', async () => {
    await using visitor = await fixture.enter({ locale: 'pt-BR', viewport: phone });
    const { page } = visitor;
    await visitor.goTo(ACCOUNT);
    await type(page, 'De', '12/31/2026 09:00');
    await type(page, 'Até', '31/12/2026');
    await page.getByRole('button', { name: 'Ver prévia' }).click();
    await page.getByText('Esta data não existe. O dia vem primeiro: dd/mm/aaaa.').waitFor();
    await page.getByText('Falta o horário.').waitFor();
    expect(await page.evaluate('document.activeElement.labels[0].textContent')).to.equal('De');
    expect(await field(page, 'De').getAttribute('aria-invalid')).to.equal('true');
    await visitor.picture('dates-refused');
    expect(await visitor.surplusWidth()).to.be.at.most(0);
    expect(await visitor.accessibilityProblems()).to.deep.equal([]);
  });

  it('are shown in the language of the page', async () => {
    const id = await fixture.system.api.accept({
      resend_type: 'CASHIN',
      source_account_branch_identifier: '0001',
      source_account_number: '778899',
      start_datetime: '2026-12-05T12:00:00Z',
      end_datetime: '2026-12-06T23:59:59Z',
    });
    await fixture.system.api.settled(id, 20_000);
    for (const [language, locale, shown] of [
      ['pt-BR', 'en-US', '5 de dez. de 2026, 09:00 – 6 de dez. de 2026, 20:59'],
      ['en', 'pt-BR', 'Dec 5, 2026, 09:00 – Dec 6, 2026, 20:59'],
    ] as const) {
      await using visitor = await enter(language, locale);
      await visitor.goTo('#/resends');
      await visitor.page.getByText(shown).waitFor();
    }
  });
});
