import { expect } from 'chai';

import type { Sample } from '@webhooks/client';

import { sampleLine, showSample } from './show-sample.ts';

const kind = { event_type: 'PAID', endpoint_id: 'ep_1', last_failure: '500', deliveries: 1_200 };
const sample: Sample = {
  ...{ state: 'FAILED', size: 20, sent: 7, delivered: 6, kinds_not_tried: 3 },
  tried: [
    {
      ...{ ...kind, sent: 7, delivered: 6 },
      failures: [{ error_class: 'http_status', http_status: 503, count: 1 }],
    },
  ],
  not_tried: [{ ...kind, event_type: 'REFUNDED', last_failure: null }],
};

describe('what went first of a resend', () => {
  it('is one line of counts', () => {
    expect(sampleLine(null)).to.equal(null);
    expect(sampleLine(sample)).to.equal('FAILED: 7 of 20 sent, 6 delivered');
    expect(sampleLine({ ...sample, state: 'SENDING' })).to.equal('7 of 20 sent, 6 delivered');
    expect(sampleLine({ ...sample, state: 'WAITING' })).to.equal('not chosen yet');
  });

  it('names the kinds that failed, and how, and those that were not tried', () => {
    const lines: string[] = [];
    showSample({ line: (text = '') => void lines.push(text) }, sample);
    expect(lines).to.deep.equal([
      'Of the first, failed:',
      '  PAID at ep_1, last 500 (1,200 in all): 1 503',
      'Kinds not tried: 3',
      '  REFUNDED at ep_1 (1,200 in all)',
    ]);
  });
});
