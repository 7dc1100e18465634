import { expect } from 'chai';

import {
  type ResendLog,
  type ResendPage,
  startSystem,
  type System,
  userToken,
} from '@webhooks/proof-kit';

import { bulk, transaction } from './support/documented.ts';

const OBJECTS = [12345, 20001, 40001];
const COUNT = 25;

describe('GET /v3/webhooks/resend', function () {
  this.timeout(30_000);
  const started = new AsyncDisposableStack();
  let system: System;
  /** Ids of what user 246 created, newest first. */
  let newestFirst: number[];

  before(async () => {
    system = started.use(await startSystem());
    await system.importSample();
    newestFirst = (await createMany(COUNT)).reverse();
    await Promise.all(newestFirst.map((id) => system.api.settled(id)));
  });

  after(() => started.disposeAsync());

  /** All at a time, so that several may have the same time of creation. */
  async function createMany(count: number): Promise<number[]> {
    const ids = await Promise.all(
      Array.from({ length: count }, (_, index) =>
        system.api.accept({
          resend_type: 'CASHIN',
          object_reference_id: OBJECTS[index % OBJECTS.length],
        }),
      ),
    );
    return ids.sort((a, b) => a - b);
  }

  /** Every page from a query on, by the links alone. */
  async function walk(
    from: string | null,
    link: 'next' | 'previous',
    between: () => Promise<unknown> = async () => {},
  ): Promise<ResendPage[]> {
    const pages: ResendPage[] = [];
    for (let url = from; url !== null; url = pages.at(-1)?.[link] ?? null) {
      pages.push(await system.api.page(url));
      await between();
    }
    return pages;
  }
  const idsOf = (pages: readonly ResendPage[]): number[] =>
    pages.flatMap(({ results }) => results.map(({ id }) => id));

  it('shows the newest first, twenty of them unless told otherwise', async () => {
    const { results, previous } = await system.api.page();
    expect(results.map(({ id }) => id)).to.deep.equal(newestFirst.slice(0, 20));
    expect(previous).to.equal(null);
  });

  it('is walked to the oldest and back again by its links', async () => {
    const there = await walk('?limit=4', 'next');
    expect(there.map(({ results }) => results.length)).to.deep.equal([4, 4, 4, 4, 4, 4, 1]);
    expect(idsOf(there)).to.deep.equal(newestFirst);
    const back = await walk(previousOf(there), 'previous');
    expect(idsOf(back.reverse())).to.deep.equal(newestFirst.slice(0, -1));
  });

  it('gives links that are absolute and carry the limit and every filter', async () => {
    const query = '?limit=2&status=FAILED&object_reference_id=12345&account_mirror_id=17';
    const { next, results } = await system.api.page(query);
    const url = new URL(next ?? '');
    expect(url.origin).to.equal(`http://127.0.0.1:${system.settings['REST_PORT']}`);
    expect(Object.fromEntries(url.searchParams)).to.deep.equal({
      limit: '2',
      status: 'FAILED',
      object_reference_id: '12345',
      account_mirror_id: '17',
      cursor_direction: 'NEXT',
      cursor_datetime: results.at(-1)?.created_at,
      cursor_id: `${results.at(-1)?.id}`,
    });
  });

  const filters: Record<string, (log: ResendLog) => boolean> = {
    'status=COMPLETED': ({ status }) => status === 'COMPLETED',
    'status=FAILED': ({ status }) => status === 'FAILED',
    'object_reference_id=20001': ({ object_reference_id: id }) => id === 20001,
    'account_mirror_id=17': ({ account_mirror_id: id }) => id === 17,
    'account_mirror_id=18': ({ account_mirror_id: id }) => id === 18,
    'status=COMPLETED&object_reference_id=40001&account_mirror_id=17': (log) =>
      log.status === 'COMPLETED' && log.object_reference_id === 40001,
  };
  for (const [filter, fits] of Object.entries(filters)) {
    it(`is walked in both directions with ${filter}`, async () => {
      const all = (await system.api.page('?limit=100')).results.filter(fits).map(({ id }) => id);
      const there = await walk(`?limit=3&${filter}`, 'next');
      expect(idsOf(there)).to.deep.equal(all);
      const back = await walk(previousOf(there), 'previous');
      expect(idsOf(back.reverse())).to.deep.equal(all.slice(0, all.length - tailOf(there)));
    });
  }

  it('takes the direction in any letter case', async () => {
    const { next } = await system.api.page('?limit=4');
    const lower = (next ?? '').replace('NEXT', 'next');
    expect(await system.api.page(lower)).to.deep.equal(await system.api.page(next ?? ''));
  });

  it('keeps the logs of users apart', async () => {
    const other = system.api.withToken(userToken(300));
    expect(await other.page()).to.deep.equal({ next: null, previous: null, results: [] });
    const id = await other.accept(transaction);
    expect((await other.page()).results.map((log) => log.id)).to.deep.equal([id]);
    expect(idsOf([await system.api.page()])).to.not.include(id);
  });

  it('is not disturbed by what is added during a walk', async () => {
    const before = idsOf([await system.api.page('?limit=100')]);
    const added: number[] = [];
    const add = async (): Promise<void> => void added.push(await system.api.accept(bulk));
    const there = await walk('?limit=4', 'next', add);
    expect(idsOf(there)).to.deep.equal(before);
    const back = await walk(previousOf(there), 'previous');
    expect(idsOf(back.reverse())).to.deep.equal([
      ...added.toReversed(),
      ...before.slice(0, before.length - tailOf(there)),
    ]);
  });
});

/** Where the way back from the last page begins; null when that is the only page. */
function previousOf(pages: readonly ResendPage[]): string | null {
  return pages.at(-1)?.previous ?? null;
}

/** How much the last page holds. */
function tailOf(pages: readonly ResendPage[]): number {
  return pages.at(-1)?.results.length ?? 0;
}
