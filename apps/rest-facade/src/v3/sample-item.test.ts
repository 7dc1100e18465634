import { expect } from 'chai';

import { toSampleItem } from './sample-item.ts';

describe('what went first, in an answer', () => {
  it('has every figure in the words of the contract', () => {
    const kind = { eventType: 'A', endpointId: 'ep_1', lastFailure: null, deliveries: 7 };
    const shown = { event_type: 'A', endpoint_id: 'ep_1', last_failure: null, deliveries: 7 };
    const failures = [{ errorClass: 'http_status', httpStatus: 500, count: 2 }];
    expect(
      toSampleItem({
        ...{ state: 'FAILED', size: 5, sent: 3, delivered: 1, kindsNotTried: 4 },
        tried: [{ ...kind, sent: 3, delivered: 1, failures }],
        notTried: [{ ...kind, lastFailure: '503' }],
      }),
    ).to.deep.equal({
      ...{ state: 'FAILED', size: 5, sent: 3, delivered: 1, kinds_not_tried: 4 },
      tried: [
        {
          ...{ ...shown, sent: 3, delivered: 1 },
          failures: [{ error_class: 'http_status', http_status: 500, count: 2 }],
        },
      ],
      not_tried: [{ ...shown, last_failure: '503' }],
    });
  });
});
