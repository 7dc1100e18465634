import { expect } from 'chai';

import { accept, accountRecord, lead, nowMs, seed } from './fixtures.ts';
import type { OpenStores, Stores } from './stores.ts';

/** What holds for jobs between acceptance and start. */
export function outboxSuite(open: OpenStores): void {
  describe('outbox', () => {
    const receipt = { stream: 'RESENDS@1', sequence: 5 };

    async function acceptMany(stores: Stores, count: number): Promise<number[]> {
      await seed(stores, [accountRecord()]);
      const ids: number[] = [];
      for (let index = 0; index < count; index += 1) ids.push((await accept(stores)).id);
      return ids;
    }

    function unpublishedIds({ resends }: Stores, limit = 100): Promise<number[]> {
      return resends.unpublishedJobs(limit).then((jobs) => jobs.map(({ resendId }) => resendId));
    }

    it('gives unpublished jobs oldest first, until they are published', async () => {
      await using stores = await open();
      const ids = await acceptMany(stores, 3);
      expect(await unpublishedIds(stores, 2)).to.deep.equal(ids.slice(0, 2));
      const published = ids.slice(0, 2).map((resendId) => ({ resendId, receipt }));
      await stores.resends.markPublished(published, nowMs);
      expect(await unpublishedIds(stores)).to.deep.equal(ids.slice(2));
    });

    it('finds published jobs whose resend is not started', async () => {
      await using stores = await open();
      const [first = 0, second = 0, third = 0] = await acceptMany(stores, 3);
      await stores.resends.markPublished([{ resendId: first, receipt }], nowMs);
      await stores.resends.markPublished([{ resendId: second, receipt }], nowMs + 10);
      const fence = await lead(stores);
      const unstarted = (beforeMs: number, afterId = 0) =>
        stores.resends
          .unstartedJobs(beforeMs, nowMs + 20, afterId, 10)
          .then((jobs) => jobs.map((job) => job.resendId));

      expect(await unstarted(nowMs)).to.deep.equal([]);
      expect(await unstarted(nowMs + 1)).to.deep.equal([first]);
      expect(await unstarted(nowMs + 11)).to.deep.equal([first, second]);
      expect(await unstarted(nowMs + 11, first)).to.deep.equal([second]);
      await stores.dispatch.begin(fence, first, nowMs);
      expect(await unstarted(nowMs + 11)).to.deep.equal([second]);
      expect(await unpublishedIds(stores)).to.deep.equal([third]);
    });

    it('finds a job that was published before the clock was set back', async () => {
      await using stores = await open();
      const [id = 0] = await acceptMany(stores, 1);
      await stores.resends.markPublished([{ resendId: id, receipt }], nowMs);
      const unstarted = (atMs: number) => stores.resends.unstartedJobs(atMs - 5_000, atMs, 0, 10);
      expect(await unstarted(nowMs)).to.deep.equal([]);
      expect(await unstarted(nowMs - 7_200_000)).to.have.length(1);
    });

    it('requeues a job with its next run number', async () => {
      await using stores = await open();
      const [id = 0] = await acceptMany(stores, 1);
      await stores.resends.markPublished([{ resendId: id, receipt }], nowMs);
      const [job] = await stores.resends.unstartedJobs(nowMs + 1, nowMs + 1, 0, 10);
      expect(job).to.deep.include({ resendId: id, run: 1, receipt });
      await stores.resends.requeueJobs([id]);
      expect(await stores.resends.unpublishedJobs(10)).to.have.length(1);
      expect((await stores.resends.unpublishedJobs(10))[0]).to.include({ resendId: id, run: 2 });
    });

    it('drops started jobs, those included that lie behind many that wait', async () => {
      await using stores = await open();
      const ids = await acceptMany(stores, 30);
      const all = ids.map((resendId) => ({ resendId, receipt }));
      await stores.resends.markPublished(all, nowMs);
      const fence = await lead(stores);
      const started = ids.slice(-3);
      for (const id of started) await stores.dispatch.begin(fence, id, nowMs);

      let dropped = 0;
      for (let call = 0; call < 20 && dropped < started.length; call += 1) {
        const count = await stores.resends.dropStartedJobs(2);
        expect(count).to.be.at.most(2);
        dropped += count;
      }
      expect(dropped).to.equal(started.length);
      const left = await stores.resends.unstartedJobs(nowMs + 1, nowMs + 1, 0, 100);
      expect(left.map(({ resendId }) => resendId)).to.deep.equal(ids.slice(0, -3));
    });
  });
}
