import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { ResendSchema, ResendSelectionSchema, SampleState } from '@webhooks/contracts';
import { selectionToProto } from '@webhooks/contracts/mapping';
import type { ResendSelection } from '@webhooks/domain';
import { expect } from 'chai';

import { toResend } from './resend-from-message.ts';

const SELECTIONS: Record<string, ResendSelection> = {
  'object mode': {
    resendType: 'CASHIN',
    objectReferenceId: Number.MAX_SAFE_INTEGER,
    list: null,
    account: null,
    range: null,
    deliveryState: 'ALL',
    includeInHand: false,
    latestOnly: false,
    eventTypes: [],
    endpointIds: [],
  },
  'bulk mode with every filter': {
    resendType: 'CASHOUT',
    objectReferenceId: null,
    list: null,
    account: { branchIdentifier: '0001', number: '00123456' },
    range: { startUs: 0, endUs: Date.UTC(2026, 4, 12, 23, 59, 59) * 1000 + 999_999 },
    deliveryState: 'NEVER_ATTEMPTED',
    includeInHand: false,
    latestOnly: false,
    eventTypes: ['PIX_CASHOUT_SUCCESS'],
    endpointIds: ['ep_1', 'ep_2'],
  },
};

describe('a selection', () => {
  for (const [mode, selection] of Object.entries(SELECTIONS)) {
    it(`is read back by toResend as it was: ${mode}`, () => {
      const message = create(ResendSelectionSchema, selectionToProto(selection));
      const onTheWire = toBinary(ResendSelectionSchema, message);
      const resend = create(ResendSchema, {
        selection: fromBinary(ResendSelectionSchema, onTheWire),
        status: 1,
        createdAt: {},
        updatedAt: {},
      });
      expect(toResend(resend).selection).to.deep.equal(selection);
    });
  }
});

describe('toResend', () => {
  it('refuses what no resend can be', () => {
    const selection = selectionToProto(SELECTIONS['object mode'] as ResendSelection);
    const whole = { selection, status: 1, createdAt: {}, updatedAt: {} } as const;
    const read = (change: object) => () => toResend(create(ResendSchema, { ...whole, ...change }));
    expect(read({})).to.not.throw();
    expect(read({ sample: {} })).to.throw('unknown enum value 0');
    expect(() => toResend(undefined)).to.throw('without selection');
    expect(read({ status: 99 })).to.throw('unknown enum value 99');
    expect(read({ id: 2n ** 53n })).to.throw('beyond 2^53-1');
    expect(read({ createdAt: undefined })).to.throw('without its times');
  });
});

describe('what went first of a resend', () => {
  it('is shown by its kinds, with null for what is empty or absent in a message', () => {
    const kind = { eventType: 'A', endpointId: 'ep_1', deliveries: 7n };
    const failures = [{ errorClass: 'timeout', count: 2 }];
    const resend = create(ResendSchema, {
      ...{ selection: { resendType: 1 }, status: 2, createdAt: {}, updatedAt: {} },
      sample: {
        ...{ state: SampleState.FAILED, size: 5, sent: 3, delivered: 1, kindsNotTried: 4 },
        tried: [{ ...kind, sent: 3, delivered: 1, failures }],
        notTried: [{ ...kind, lastFailure: '500' }],
      },
    });
    const shown = { eventType: 'A', endpointId: 'ep_1', deliveries: 7 };
    expect(toResend(resend).sample).to.deep.equal({
      ...{ state: 'FAILED', size: 5, sent: 3, delivered: 1, kindsNotTried: 4 },
      tried: [
        {
          ...{ ...shown, lastFailure: null, sent: 3, delivered: 1 },
          failures: [{ errorClass: 'timeout', httpStatus: null, count: 2 }],
        },
      ],
      notTried: [{ ...shown, lastFailure: '500' }],
    });
  });
});
