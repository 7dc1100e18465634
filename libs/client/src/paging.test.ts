import { expect } from 'chai';

import { ResendApiError } from './errors/errors.ts';
import { everyRow, pathOfPage } from './paging.ts';
import type { Page } from './wire/resend-log.ts';

describe('everyRow', () => {
  it('follows next to its end, page by page as rows are read', async () => {
    const asked: (string | null)[] = [];
    const rows = everyRow(async (next) => {
      asked.push(next);
      const page = asked.length;
      return { next: page < 3 ? `p${page + 1}` : null, previous: null, results: [page, page] };
    });
    expect(await rows.next()).to.include({ value: 1 });
    expect(asked).to.deep.equal([null]);
    expect(await Array.fromAsync(rows)).to.deep.equal([1, 2, 2, 3, 3]);
    expect(asked).to.deep.equal([null, 'p2', 'p3']);
  });
});

describe('pages of a broken server', () => {
  const rowsOf = (pageOf: (next: string | null) => unknown, asked: (string | null)[] = []) =>
    everyRow(async (next) => {
      asked.push(next);
      if (asked.length > 20) throw new Error('it goes on for ever');
      return pageOf(next) as Page<number>;
    });

  for (const [what, nexts] of [
    ['lead to themselves', { first: 'a', a: 'a' }],
    ['lead in a circle', { first: 'a', a: 'b', b: 'c', c: 'a' }],
  ] as const) {
    it(`end with an error when they ${what}`, async () => {
      const asked: (string | null)[] = [];
      const links: Readonly<Record<string, string>> = nexts;
      const rows = rowsOf((next) => ({ next: links[next ?? 'first'], results: [1] }), asked);
      const error: unknown = await Array.fromAsync(rows).catch((reason: unknown) => reason);
      expect(error).to.be.instanceOf(ResendApiError).and.include({ code: 'unexpected_answer' });
      expect(asked).to.deep.equal([null, ...Object.keys(nexts).slice(1)]);
    });
  }

  for (const page of [
    { next: null },
    { results: [] },
    { next: 7, results: [] },
    { results: null },
  ]) {
    it(`end with an error when they are ${JSON.stringify(page)}`, async () => {
      const error: unknown = await Array.fromAsync(rowsOf(() => page)).catch((e: unknown) => e);
      expect(error).to.be.instanceOf(ResendApiError).and.include({ code: 'unexpected_answer' });
    });
  }
});

describe('pathOfPage', () => {
  it('takes the query of a link, and never its host', () => {
    const link = 'https://elsewhere.example/other?cursor_id=7&limit=20';
    expect(pathOfPage('/v3/webhooks/resend', link)).to.equal(
      '/v3/webhooks/resend?cursor_id=7&limit=20',
    );
  });

  it('refuses what is no link', () => {
    expect(() => pathOfPage('/x', '?cursor_id=7')).to.throw(TypeError);
  });
});
