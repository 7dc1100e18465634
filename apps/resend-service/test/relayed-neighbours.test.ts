import type { Client } from '@connectrpc/connect';
import { expect } from 'chai';

import { type RelayService, ResendType } from '@webhooks/contracts';
import { loadSampleRecords } from '@webhooks/testing';

import {
  acceptable,
  outcomesOf,
  type RelayedCall,
  relayAll,
  relayTo,
  requestOf,
} from './support/relay.ts';
import { importRecords, startService, type TestService } from './support/service.ts';
import { serviceToken, userToken } from './support/settings.ts';

const BURST = 100;
const HOUR_S = 3_600;
const now = Math.floor(Date.now() / 1000);

/** A field that nobody knows, so often. */
function unknownFields(count: number): Uint8Array {
  return Uint8Array.from(Array.from({ length: count }, () => [0x78, 1]).flat());
}

function withToken(token: string): RelayedCall {
  return { ...acceptable, authorization: `Bearer ${token}` };
}

/** What may be wrong with one call, and its answer when it is made alone. */
const spoiled: Readonly<Record<string, [call: RelayedCall, outcome: string]>> = {
  'without a request': [{ ...acceptable, request: new Uint8Array() }, 'InvalidArgument'],
  'whose request cannot be read': [
    { ...acceptable, request: Uint8Array.of(255, 255) },
    'InvalidArgument',
  ],
  'whose request is too long': [
    { ...acceptable, request: requestOf(12345, 'k'.repeat(70_000)) },
    'ResourceExhausted',
  ],
  'whose request has too many fields': [
    { ...acceptable, request: unknownFields(3_600) },
    'ResourceExhausted',
  ],
  'without a token': [{ ...acceptable, authorization: '' }, 'Unauthenticated'],
  'with a token that is none': [withToken('nonsense'), 'Unauthenticated'],
  'with a token of two lines': [{ ...acceptable, authorization: 'two\nlines' }, 'Unauthenticated'],
  'with a token that is over': [
    withToken(userToken(246, { exp: now - HOUR_S })),
    'Unauthenticated',
  ],
  'of a service': [withToken(serviceToken('catalog:read')), 'PermissionDenied'],
  'for an unknown object': [{ ...acceptable, request: requestOf(999) }, 'NotFound'],
  "for another's object": [
    { ...acceptable, request: requestOf(12345, '', ResendType.CASHOUT) },
    'NotFound',
  ],
  'that names no time': [{ ...acceptable, timeoutMs: 0 }, 'InvalidArgument'],
  'that would wait too long': [{ ...acceptable, timeoutMs: 30_001 }, 'InvalidArgument'],
  'with a key that is none': [
    { ...acceptable, request: requestOf(12345, 'a key\n') },
    'InvalidArgument',
  ],
  'with the key of another selection': [
    { ...acceptable, request: requestOf(20001, 'taken') },
    'InvalidArgument',
  ],
};

describe('one call among others', () => {
  let service: TestService;
  let relay: Client<typeof RelayService>;

  before(async () => {
    service = await startService({
      USER_REQUESTS_PER_SECOND: '1',
      USER_REQUEST_BURST: `${BURST}`,
    });
    await importRecords(service.app.rpcPort, loadSampleRecords());
    relay = relayTo(service);
  });
  after(() => service[Symbol.asyncDispose]());

  it('leaves a key with the selection that it came with first', async () => {
    const first = { ...acceptable, request: requestOf(12345, 'taken') };
    expect(outcomesOf(await relayAll(relay, [first, first]))).to.deep.equal([
      'resendId',
      'resendId',
    ]);
  });

  for (const [what, [call, outcome]] of Object.entries(spoiled)) {
    it(`${what} fails alone`, async () => {
      const results = await relayAll(relay, [acceptable, call, acceptable]);
      expect(outcomesOf(results)).to.deep.equal(['resendId', outcome, 'resendId']);
      const ids = results.flatMap(({ outcome: { value } }) =>
        typeof value === 'bigint' ? [value] : [],
      );
      expect(new Set(ids).size).to.equal(2);
    });
  }

  it('of a user who asks too often fails alone', async () => {
    const theirs = { ...withToken(userToken(300)), request: requestOf(999) };
    const many = Array.from({ length: 62 }, () => theirs);
    await relayAll(relay, many);
    const outcomes = outcomesOf(await relayAll(relay, [acceptable, ...many, acceptable]));
    expect([outcomes[0], outcomes[62], outcomes[63]]).to.deep.equal([
      'resendId',
      'ResourceExhausted',
      'resendId',
    ]);
  });
});
