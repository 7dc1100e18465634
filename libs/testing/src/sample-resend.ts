import { noOptions, type Resend } from '@webhooks/domain';

/** A resend of one object that is worked on, with ten deliveries of which none is settled. */
export function sampleResend(changes: Partial<Resend> = {}): Resend {
  return {
    id: 7890,
    userId: 246,
    accountId: 17,
    selection: {
      resendType: 'CASHIN',
      objectReferenceId: 1,
      list: null,
      account: null,
      range: null,
      deliveryState: 'ALL',
      includeInHand: false,
      latestOnly: false,
      eventTypes: [],
      endpointIds: [],
    },
    options: noOptions,
    listed: null,
    status: 'PROCESSING',
    control: 'RUNNING',
    receipts: { fresh: 0, knownBefore: 0, notSaid: 0 },
    sample: null,
    detail: null,
    createdAtMs: 0,
    updatedAtMs: 0,
    finishedAtMs: null,
    total: 10,
    delivered: 0,
    failed: 0,
    pending: 10,
    skipped: 0,
    cancelled: 0,
    retryOfId: null,
    deliveriesPruned: false,
    ...changes,
  };
}
