import { expect } from 'chai';

import type { CurrentEndpoint } from '@webhooks/domain';

import { accountRecord, endpoint, endpointRecord, lead, nowMs, actor, seed } from './fixtures.ts';
import type { OpenStores, Stores } from './stores.ts';

/** What holds for changes of endpoints, as their owner and the dispatcher see them. */
export function endpointSuite(open: OpenStores): void {
  describe('endpoints', () => {
    async function loaded(stores: Stores): Promise<CurrentEndpoint> {
      const found = await stores.dispatch.loadEndpoint('ep_in');
      if (found === null) throw new Error('no endpoint');
      return found;
    }

    it('are for the dispatcher what they are for their owner', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), endpointRecord()]);
      const { revision, identity, ...seen } = await loaded(stores);
      expect(seen).to.deep.equal(endpoint());
      expect(revision).to.equal(1);
      expect(identity).to.equal(null);
      expect(await stores.dispatch.loadEndpoint('ep_none')).to.equal(null);
    });

    it('change for the dispatcher as soon as they are changed', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), endpointRecord()]);
      await loaded(stores);
      const change = { url: 'https://merchant.example/new', authorizationToken: null };
      const updated = await stores.catalog.updateEndpoint('ep_in', change, nowMs, actor);
      expect(updated).to.include(change);
      expect(updated?.signingSecrets).to.deep.equal(endpoint().signingSecrets);
      expect(await loaded(stores)).to.include({ ...change, revision: 2 });
    });

    it('name the way to them, by import and by change', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), endpointRecord({ egressProxy: 'bank' })]);
      expect(await loaded(stores)).to.include({ egressProxy: 'bank', revision: 1 });
      await seed(stores, [endpointRecord({ egressProxy: 'lab' })]);
      expect(await loaded(stores)).to.include({ egressProxy: 'lab', revision: 2 });
      await stores.catalog.updateEndpoint('ep_in', { egressProxy: 'direct' }, nowMs, actor);
      expect(await loaded(stores)).to.include({ egressProxy: 'direct', revision: 3 });
      await stores.catalog.updateEndpoint('ep_in', { url: endpoint().url }, nowMs, actor);
      expect(await loaded(stores)).to.include({ egressProxy: 'direct', revision: 3 });
      await stores.catalog.updateEndpoint('ep_in', { egressProxy: null }, nowMs, actor);
      expect((await stores.catalog.getEndpoint('ep_in'))?.egressProxy).to.equal(null);
    });

    it('keep their revision when nothing changed', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), endpointRecord(), endpointRecord()]);
      await stores.catalog.updateEndpoint(
        'ep_in',
        { disabled: false, url: endpoint().url },
        nowMs,
        actor,
      );
      expect((await loaded(stores)).revision).to.equal(1);
    });

    it('are disabled and enabled by their owner', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), endpointRecord()]);
      const { catalog } = stores;
      const disabled = await catalog.updateEndpoint('ep_in', { disabled: true }, nowMs, actor);
      expect(disabled).to.include({ disabledReason: 'by_owner', disabledAtMs: nowMs });
      await catalog.updateEndpoint('ep_in', { disabled: true }, nowMs + 5, actor);
      await seed(stores, [endpointRecord({ disabledReason: 'by_owner' })]);
      expect(await catalog.getEndpoint('ep_in')).to.include({ disabledAtMs: nowMs });
      expect((await loaded(stores)).disabledReason).to.equal('by_owner');
      const enabled = await catalog.updateEndpoint('ep_in', { disabled: false }, nowMs, actor);
      expect(enabled).to.include({ disabledReason: null, disabledAtMs: null });
      expect((await loaded(stores)).disabledReason).to.equal(null);
    });

    it('are gone after a 410 until their owner changes or enables them', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), endpointRecord()]);
      const fence = await lead(stores);
      await loaded(stores);
      await stores.dispatch.markEndpointGone(fence, 'ep_in', 1, nowMs);
      expect((await loaded(stores)).disabledReason).to.equal('gone');
      await seed(stores, [endpointRecord()]);
      const seen = await stores.catalog.getEndpoint('ep_in');
      expect(seen).to.include({ disabledReason: 'gone', disabledAtMs: nowMs });
      await stores.catalog.updateEndpoint('ep_in', { disabled: false }, nowMs, actor);
      expect((await loaded(stores)).disabledReason).to.equal(null);
    });

    it('are not gone by a 410 that an earlier revision answered', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), endpointRecord()]);
      const fence = await lead(stores);
      await seed(stores, [endpointRecord({ url: 'https://merchant.example/new' })]);
      await stores.dispatch.markEndpointGone(fence, 'ep_in', 1, nowMs);
      expect((await loaded(stores)).disabledReason).to.equal(null);
    });

    it('sign with the new secret first and with old ones until they expire', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), endpointRecord()]);
      const old = endpoint().signingSecrets[0]?.secret ?? '';
      const rotated = await stores.catalog.rotateSecret(
        'ep_in',
        'whsec_new',
        nowMs + 10,
        nowMs,
        actor,
      );
      expect(rotated?.signingSecrets).to.deep.equal([
        { secret: 'whsec_new', expiresAtMs: null },
        { secret: old, expiresAtMs: nowMs + 10 },
      ]);
      const again = await stores.catalog.rotateSecret(
        'ep_in',
        'whsec_newer',
        nowMs + 30,
        nowMs + 20,
        actor,
      );
      expect(again?.signingSecrets.map(({ secret }) => secret)).to.deep.equal([
        'whsec_newer',
        'whsec_new',
      ]);
      expect((await loaded(stores)).signingSecrets).to.deep.equal(again?.signingSecrets);
    });

    it('are null when they are changed without being known', async () => {
      await using stores = await open();
      expect(await stores.catalog.updateEndpoint('ep_none', {}, nowMs, actor)).to.equal(null);
      expect(await stores.catalog.rotateSecret('ep_none', 's', nowMs, nowMs, actor)).to.equal(null);
    });
  });
}
