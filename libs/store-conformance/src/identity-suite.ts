import { certificateAt, type NewCertificate, type ClientIdentity } from '@webhooks/domain';
import { expect } from 'chai';

import {
  account,
  accountRecord,
  endpoint,
  endpointRecord,
  nowMs,
  actor,
  otherAccount,
  seed,
  userId,
} from './fixtures.ts';
import type { OpenStores, Stores } from './stores.ts';

const change = { nowMs, actor };
const ofAll = { name: 'platform', accountId: null };
const ofOne = { name: 'merchant', accountId: account.id };
/** Valid until 2026-09-21. */
export const realCertificate = `-----BEGIN CERTIFICATE-----
MIIBXzCCAQWgAwIBAgIJAanIU0QEiWmBMAoGCCqGSM49BAMCMCAxHjAcBgNVBAMM
FXdlYmhvb2tzLmJhbmsuZXhhbXBsZTAiGA8yMDI2MDUyODIwMjY0MFoYDzIwMjYw
OTIxMTQxMzIwWjAgMR4wHAYDVQQDDBV3ZWJob29rcy5iYW5rLmV4YW1wbGUwWTAT
BgcqhkjOPQIBBggqhkjOPQMBBwNCAATST4HkZsYQXs0+cp9DYxLzDFyyDvkWgCVt
4/yVa4DRspXr9s00FA6bbC0uOzPNCyvSOPWgXdbDdGqK+506rw7hoyQwIjAgBgNV
HREEGTAXghV3ZWJob29rcy5iYW5rLmV4YW1wbGUwCgYIKoZIzj0EAwIDSAAwRQIh
AJ736e10mKbS+UGV1pbwStbu01vQjFnAjl2w3fOjaZeGAiBUFrmqOFzqvG2/Z2Eh
vJkhut406OGM/txGHYtrYqoibA==
-----END CERTIFICATE-----`;
const fitsAll = (): boolean => true;
const fitsNone = (): boolean => false;

function certificate(more: Partial<NewCertificate> = {}): NewCertificate {
  return { ...ofAll, chain: 'chain 1', privateKey: 'key 1', useFromMs: nowMs, ...more };
}

/** What holds for who we are to receivers that demand a client certificate. */
export function identitySuite(open: OpenStores): void {
  describe('client identities', () => {
    /** What an attempt to the endpoint would show at a moment: name, chain and key. */
    async function shown(stores: Stores, atMs = nowMs): Promise<string | null> {
      const found = await stores.dispatch.loadEndpoint('ep_in');
      const used = certificateAt(found?.identity ?? null, atMs);
      return used === null ? null : `${used.identity}: ${used.chain}, ${used.privateKey}`;
    }

    async function put(stores: Stores, wanted: NewCertificate): Promise<ClientIdentity> {
      const result = await stores.identities.putCertificate(wanted, fitsAll, change);
      if (typeof result === 'string') throw new Error(result);
      return result;
    }

    it('are kept without their keys being told', async () => {
      await using stores = await open();
      const put1 = await put(stores, certificate());
      expect(put1).to.deep.equal({
        ...ofAll,
        isDefault: false,
        certificates: [{ chain: 'chain 1', useFromMs: nowMs }],
        signingRequest: null,
      });
      expect(await stores.identities.get('platform')).to.deep.equal(put1);
      expect(await stores.identities.get('other')).to.equal(null);
    });

    it('are listed by name, page by page', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord()]);
      for (const name of ['b', 'c', 'a']) await put(stores, certificate({ name }));
      const names = async (after: string, limit: number) =>
        (await stores.identities.list(after, limit)).map(({ name }) => name);
      expect(await names('', 2)).to.deep.equal(['a', 'b']);
      expect(await names('b', 2)).to.deep.equal(['c']);
    });

    it('are used by endpoints that name them, from the next attempt on', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), endpointRecord()]);
      await put(stores, certificate());
      expect(await shown(stores)).to.equal(null);
      const { catalog } = stores;
      await catalog.updateEndpoint('ep_in', { clientIdentity: 'platform' }, nowMs, actor);
      expect(await shown(stores)).to.equal('platform: chain 1, key 1');
      await put(stores, certificate({ chain: 'chain 2', privateKey: 'key 2' }));
      expect(await shown(stores)).to.equal('platform: chain 2, key 2');
    });

    it('are a default of an account, which stands before that of all', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), endpointRecord()]);
      await put(stores, certificate({ isDefault: true }));
      expect(await shown(stores)).to.equal('platform: chain 1, key 1');
      await put(stores, certificate({ ...ofOne, isDefault: true, chain: 'own', privateKey: 'k' }));
      expect(await shown(stores)).to.equal('merchant: own, k');
      await seed(stores, [endpointRecord({ clientIdentity: 'none' })]);
      expect(await shown(stores)).to.equal(null);
      await seed(stores, [endpointRecord()]);
      await stores.identities.setDefault('merchant', false, change);
      expect(await shown(stores)).to.equal('platform: chain 1, key 1');
    });

    it('are seen by users of their endpoints, with the certificate that is shown', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), endpointRecord()]);
      const { identities, endpoints } = stores;
      const { signingRequest, privateKey } = { signingRequest: 'request', privateKey: 'key' };
      await identities.putSigningRequest({ ...ofAll, signingRequest, privateKey }, change);
      await identities.setDefault('platform', true, change);
      const seen = async () => (await endpoints.get('ep_in', userId, nowMs))?.mtls;
      const nothing = { fingerprint: null, notAfterMs: null, verifiedAtMs: null };
      expect(await seen()).to.deep.equal({ identity: 'platform', ...nothing });
      await put(stores, certificate({ chain: realCertificate }));
      expect(await seen()).to.deep.equal({
        identity: 'platform',
        fingerprint: 'df530e60638f42ce50ad2a2bf7d2c5adc4fc9e7c497e8251955ea1d2f4258611',
        verifiedAtMs: null,
        notAfterMs: 1790000000000,
      });
      await seed(stores, [endpointRecord({ clientIdentity: 'none' })]);
      expect(await seen()).to.equal(null);
    });

    it('have one default for each account and one for all', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord()]);
      await put(stores, certificate({ isDefault: true }));
      const second = certificate({ name: 'second', isDefault: true });
      expect(await stores.identities.putCertificate(second, fitsAll, change)).to.equal(
        'other_default',
      );
      expect(await stores.identities.get('second')).to.equal(null);
      await put(stores, certificate({ ...ofOne, isDefault: true }));
    });

    it('show the certificate before until the time of the next one has come', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), endpointRecord()]);
      await put(stores, certificate({ isDefault: true }));
      const next = { chain: 'chain 2', privateKey: 'key 2', useFromMs: nowMs + 100 };
      const rotated = await put(stores, certificate(next));
      expect(rotated.certificates.map(({ chain }) => chain)).to.deep.equal(['chain 2', 'chain 1']);
      expect(await shown(stores, nowMs + 99)).to.equal('platform: chain 1, key 1');
      expect(await shown(stores, nowMs + 100)).to.equal('platform: chain 2, key 2');
      const third = { chain: 'chain 3', privateKey: 'key 3', useFromMs: nowMs + 50 };
      const again = await put(stores, certificate(third));
      expect(again.certificates.map(({ chain }) => chain)).to.deep.equal(['chain 3', 'chain 1']);
    });

    it('take a certificate for the key of their signing request', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), endpointRecord()]);
      const { identities } = stores;
      const wanted = { ...ofAll, signingRequest: 'request', privateKey: 'kept key' };
      const requested = await identities.putSigningRequest(wanted, change);
      expect(requested).to.include({ signingRequest: 'request' });
      expect(await shown(stores)).to.equal(null);
      const answer = certificate({ privateKey: null, isDefault: true });
      expect(await identities.putCertificate(answer, fitsNone, change)).to.equal('no_key');
      const fits = (key: string): boolean => key === 'kept key';
      const done = await identities.putCertificate(answer, fits, change);
      expect(done).to.include({ signingRequest: null });
      expect(await shown(stores)).to.equal('platform: chain 1, kept key');
    });

    it('belong to one account for good, and no other endpoint may name them', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), { kind: 'account', account: otherAccount }]);
      await put(stores, certificate(ofOne));
      const stolen = certificate({ ...ofOne, accountId: otherAccount.id });
      expect(await stores.identities.putCertificate(stolen, fitsAll, change)).to.equal(
        'other_account',
      );
      const unknown = certificate({ name: 'x', accountId: 99 });
      expect(await stores.identities.putCertificate(unknown, fitsAll, change)).to.equal(
        'account_unknown',
      );
      const foreign = endpoint({ accountId: otherAccount.id, clientIdentity: 'merchant' });
      const [refused] = await stores.catalog.write(
        [{ kind: 'endpoint', endpoint: foreign }],
        nowMs,
        actor,
      );
      expect(refused?.field).to.equal('endpoint.client_identity');
      await seed(stores, [endpointRecord({ accountId: otherAccount.id })]);
      const named = { clientIdentity: 'merchant' };
      const failure = await stores.catalog
        .updateEndpoint('ep_in', named, nowMs, actor)
        .catch((error: unknown) => error);
      expect(failure).to.include({ code: 'validation_error' });
    });

    it('are removed unless an endpoint names them', async () => {
      await using stores = await open();
      await put(stores, certificate());
      await seed(stores, [accountRecord(), endpointRecord({ clientIdentity: 'platform' })]);
      expect(await stores.identities.remove('platform', change)).to.equal('in_use');
      await seed(stores, [endpointRecord()]);
      expect(await stores.identities.remove('platform', change)).to.include({ name: 'platform' });
      expect(await stores.identities.remove('platform', change)).to.equal('unknown');
    });

    it('are removed once the endpoint that named them is', async () => {
      await using stores = await open();
      await put(stores, certificate());
      await seed(stores, [accountRecord(), endpointRecord({ clientIdentity: 'platform' })]);
      await stores.catalog.removeOwnEndpoint('ep_in', userId, nowMs, actor);
      expect(await stores.identities.remove('platform', change)).to.include({ name: 'platform' });
    });

    it('are audited once for each change, without keys', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord()]);
      await put(stores, certificate(ofOne));
      await put(stores, certificate(ofOne));
      await stores.identities.setDefault('merchant', true, change);
      await stores.identities.remove('merchant', change);
      const { records } = await stores.audit.list({ filter: null, beforeId: null, limit: 10 });
      const seen = records.map(({ action, accountId, changes }) => [
        action,
        accountId,
        changes.map(({ field }) => field).join(),
      ]);
      expect(seen).to.deep.equal([
        ['CLIENT_IDENTITY_REMOVED', account.id, 'name'],
        ['CLIENT_IDENTITY_CHANGED', account.id, 'name,is_default'],
        ['CLIENT_IDENTITY_CHANGED', account.id, 'name,certificates'],
      ]);
      expect(JSON.stringify(records)).to.not.contain('key 1');
    });
  });
}
