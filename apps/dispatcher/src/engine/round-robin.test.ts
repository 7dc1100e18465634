import { defaultBreakerPolicy } from '@webhooks/delivery';
import { expect } from 'chai';

import { Lane } from './endpoint-queue.ts';
import { Turns } from './round-robin.ts';

const policy = { endpointMaxInFlight: 1, breaker: defaultBreakerPolicy };

describe('Turns', () => {
  it('gives accounts equal turns, however many endpoints they have', () => {
    const turns = new Turns();
    const lanes = [
      new Lane('big-1', 1, policy),
      new Lane('big-2', 1, policy),
      new Lane('big-3', 1, policy),
      new Lane('small', 2, policy),
    ];
    for (const lane of lanes) turns.add(lane);
    const order: string[] = [];
    for (let i = 0; i < 8; i += 1) {
      const lane = turns.next();
      if (lane === null) break;
      order.push(lane.endpointId);
    }
    expect(order.filter((id) => id === 'small')).to.have.length(4);
    expect(new Set(order)).to.have.property('size', 4);
  });

  it('gives the endpoints of an account equal turns', () => {
    const turns = new Turns();
    const lanes = [1, 2, 3].map((number) => new Lane(`of-${number}`, 1, policy));
    for (const lane of lanes) turns.add(lane);
    const order = Array.from({ length: 6 }, () => turns.next());
    expect(order).to.deep.equal([...lanes, ...lanes]);
  });

  it('gives none to those who wait for a slot, until one is free', () => {
    const turns = new Turns();
    const [a, b, c] = [
      new Lane('a', 1, policy),
      new Lane('b', 1, policy),
      new Lane('c', 2, policy),
    ];
    for (const lane of [a, b, c]) turns.add(lane);
    turns.waitAll(1);
    turns.wait(c);
    expect(turns.next()).to.equal(null);
    // Something new for it: it is looked at again, and counts once.
    turns.add(c);
    turns.endWait();
    turns.remove(a);
    expect([turns.next(), turns.next(), turns.next()]).to.deep.equal([c, b, c]);
  });

  it('is empty when every lane was removed, and takes a lane in once', () => {
    const turns = new Turns();
    const lane = new Lane('one', 1, policy);
    turns.add(lane);
    turns.add(lane);
    expect(turns.next()).to.equal(lane);
    expect(turns.next()).to.equal(lane);
    turns.remove(lane);
    expect(turns.next()).to.equal(null);
  });
});
