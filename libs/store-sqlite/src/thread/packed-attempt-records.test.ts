import type { AttemptOutcome, AttemptRecord, CompletionStore } from '@webhooks/domain';
import { expect } from 'chai';

import { recordCallCodec } from './packed-attempt-records.ts';

const fence = { holder: 'a', number: 1 };
const success = {
  startedAtMs: 1_700_000_000_000,
  durationMs: 12,
  httpStatus: 200,
  errorClass: null,
  errorMessage: null,
  responseSnippet: null,
  retryAfterMs: null,
} as const;

const records: readonly AttemptRecord[] = [
  {
    resendId: 1,
    position: 1,
    endpointId: 'ep_1',
    eventType: 'REFUNDED',
    attemptsBefore: 3,
    attempts: [],
    disposition: skipped(),
  },
  {
    resendId: 1,
    position: 2,
    endpointId: 'ep_2',
    eventType: 'PAID',
    attemptsBefore: 2,
    attempts: [success],
    disposition: { state: 'DELIVERED' },
  },
  {
    resendId: 2,
    position: 1,
    endpointId: 'ep_0',
    eventType: 'REFUNDED',
    attemptsBefore: 2,
    attempts: [withSnippet('ok')],
    disposition: { state: 'DELIVERED' },
  },
  {
    resendId: 2,
    position: 2,
    endpointId: 'ep_1',
    eventType: 'PAID',
    attemptsBefore: 2,
    attempts: [{ ...success, httpStatus: 503, errorClass: 'http_status', errorMessage: 'x' }],
    disposition: { state: 'RETRYING', nextAttemptAtMs: 5 },
  },
  {
    resendId: 2,
    position: 3,
    endpointId: 'ep_2',
    eventType: 'REFUNDED',
    attemptsBefore: 2,
    attempts: [{ ...withSnippet(''), isDuplicate: false }],
    disposition: { state: 'DELIVERED' },
  },
  {
    resendId: 2,
    position: 4,
    endpointId: 'ep_0',
    eventType: 'PAID',
    attemptsBefore: 2,
    attempts: [{ ...withSnippet('é'), isDuplicate: true }],
    disposition: { state: 'DELIVERED' },
  },
  {
    resendId: 7,
    position: 1,
    endpointId: 'ep_1',
    eventType: 'REFUNDED',
    attemptsBefore: 0,
    attempts: [{ ...success, errorClass: 'reset', httpStatus: null }, success],
    disposition: { state: 'DELIVERED' },
  },
  {
    resendId: 2 ** 52,
    position: 5,
    endpointId: 'ep_1',
    eventType: 'PAID',
    attemptsBefore: 2,
    attempts: [{ ...success, retryAfterMs: 7 }],
    disposition: { state: 'DELIVERED' },
  },
];

describe('a call that records outcomes', () => {
  it('arrives with its records as they were, each in its place', () => {
    const call: Parameters<CompletionStore['record']> = [fence, records, 9];
    const { wire, transfer } = recordCallCodec.encode(call);
    const arrived = structuredClone(wire, { transfer: [...transfer] });
    expect(recordCallCodec.decode(arrived)).to.deep.equal(call);
  });
});

function withSnippet(text: string): AttemptOutcome {
  return { ...success, responseSnippet: new Uint8Array(Buffer.from(text)) };
}

function skipped(): AttemptRecord['disposition'] {
  return { state: 'SKIPPED', reason: 'endpoint_disabled' };
}
