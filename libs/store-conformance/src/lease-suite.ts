import { expect } from 'chai';

import { nowMs } from './fixtures.ts';
import type { OpenStores } from './stores.ts';

const ttlMs = 1_000;

/** What holds for the lease of the active dispatcher. */
export function leaseSuite(open: OpenStores): void {
  describe('lease', () => {
    it('is held by one, and taken over when it has run out', async () => {
      await using stores = await open();
      const { leases } = stores;
      const first = await leases.acquire('one', ttlMs, nowMs);
      expect(first).to.deep.equal({ holder: 'one', number: 1 });
      expect(await leases.acquire('two', ttlMs, nowMs + ttlMs - 1)).to.equal(null);
      const second = await leases.acquire('two', ttlMs, nowMs + ttlMs);
      expect(second).to.deep.equal({ holder: 'two', number: 2 });
    });

    it('lasts as long as it is renewed, also late, and is lost once it was taken', async () => {
      await using stores = await open();
      const { leases } = stores;
      const first = await leases.acquire('one', ttlMs, nowMs);
      if (first === null) throw new Error('no lease');
      expect(await leases.renew(first, ttlMs, nowMs + 900)).to.equal(true);
      expect(await leases.acquire('two', ttlMs, nowMs + 1_500)).to.equal(null);
      expect(await leases.renew(first, ttlMs, nowMs + 5_000)).to.equal(true);
      expect(await leases.acquire('two', ttlMs, nowMs + 6_000)).not.to.equal(null);
      expect(await leases.renew(first, ttlMs, nowMs + 6_001)).to.equal(false);
    });

    it('is free at once when it is released, and its fence goes on growing', async () => {
      await using stores = await open();
      const { leases } = stores;
      const first = await leases.acquire('one', ttlMs, nowMs);
      if (first === null) throw new Error('no lease');
      await leases.release(first);
      const second = await leases.acquire('two', ttlMs, nowMs);
      expect(second?.number).to.equal(2);
      await leases.release(first);
      expect(await leases.acquire('three', ttlMs, nowMs)).to.equal(null);
    });

    it('gives the same holder a new fence that shuts out its old one', async () => {
      await using stores = await open();
      const { leases } = stores;
      const first = await leases.acquire('one', ttlMs, nowMs);
      const again = await leases.acquire('one', ttlMs, nowMs);
      if (first === null || again === null) throw new Error('no lease');
      expect(again.number).to.equal(2);
      expect(await leases.renew(first, ttlMs, nowMs)).to.equal(false);
      expect(await leases.renew(again, ttlMs, nowMs)).to.equal(true);
    });

    it('is not waited for longer than its time after the clock went back', async () => {
      await using stores = await open();
      const { leases } = stores;
      await leases.acquire('one', ttlMs, nowMs);
      const hourAgoMs = nowMs - 3_600_000;
      expect(await leases.acquire('two', ttlMs, hourAgoMs)).to.equal(null);
      expect(await leases.acquire('two', ttlMs, hourAgoMs + ttlMs - 1)).to.equal(null);
      expect(await leases.acquire('two', ttlMs, hourAgoMs + ttlMs)).not.to.equal(null);
    });
  });
}
