import { expect } from 'chai';

import {
  decodeDeliveryCursor,
  decodeEventKey,
  decodeRetriedCursor,
  encodeCursor,
} from './cursors.ts';

describe('cursors of a set', () => {
  const event = { occurredAtUs: 1_780_000_000_000_001, seq: 7 };

  it('come back as they were kept', () => {
    for (const endpointId of ['ep_1', null]) {
      const cursor = { ...event, endpointId };
      expect(decodeDeliveryCursor(encodeCursor(cursor))).to.deep.equal(cursor);
    }
    expect(decodeEventKey(encodeCursor(event))).to.deep.equal(event);
    expect(decodeRetriedCursor(encodeCursor({ position: 3 }))).to.deep.equal({ position: 3 });
  });

  it('are null at the start of a walk and at its end', () => {
    expect(encodeCursor(null)).to.equal(null);
    for (const decode of [decodeDeliveryCursor, decodeEventKey, decodeRetriedCursor]) {
      expect(decode(null)).to.equal(null);
    }
  });

  it('are refused by a walk of another kind', () => {
    const ofRetry = encodeCursor({ position: 3 });
    expect(() => decodeDeliveryCursor(ofRetry)).to.throw('no cursor of the set');
    expect(() => decodeEventKey(ofRetry)).to.throw('no cursor of the set');
    expect(() => decodeRetriedCursor(encodeCursor(event))).to.throw('no cursor of the set');
    expect(() => decodeDeliveryCursor(encodeCursor(event))).to.throw('no cursor of the set');
    expect(() => decodeEventKey('null')).to.throw('no cursor of the set');
  });
});
