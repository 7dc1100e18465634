import { expect } from 'chai';

import { deliveryLine } from './delivery-line.ts';

const delivery = {
  receivedAt: new Date('2026-05-12T10:30:00.123Z'),
  headers: { 'webhook-id': 'evt_1', 'webhook-resend-id': '7890', 'webhook-attempt': '2' },
  body: Buffer.from('{"type":"PIX_CASHIN_RECEIVED","data":{}}'),
  signature: 'ok',
  duplicate: false,
} as const;

describe('deliveryLine', () => {
  it('tells what came in one line', () => {
    expect(deliveryLine(delivery)).to.equal(
      '10:30:00.123  PIX_CASHIN_RECEIVED  evt_1  resend 7890  attempt 2  signature ok  40 bytes',
    );
  });

  it('flags a duplicate', () => {
    expect(deliveryLine({ ...delivery, duplicate: true })).to.match(/ {2}duplicate$/);
  });

  it('has a dash for what is missing', () => {
    const line = deliveryLine({ ...delivery, headers: {}, body: Buffer.from('null') });
    expect(line).to.equal('10:30:00.123  -  -  resend -  attempt -  signature ok  4 bytes');
  });

  it('stays one line whatever the body holds', () => {
    const body = Buffer.from(JSON.stringify({ type: `a\nb\u001b[2Jc${'x'.repeat(5_000)}` }));
    const line = deliveryLine({ ...delivery, body });
    expect(line).to.include('a?b?[2Jc');
    expect(line.length).to.be.lessThan(300);
  });
});
