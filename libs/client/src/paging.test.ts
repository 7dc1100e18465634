import { expect } from 'chai';

import { everyRow, pathOfPage } from './paging.ts';

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
