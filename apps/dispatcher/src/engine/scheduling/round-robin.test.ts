import { defaultBreakerPolicy } from '@webhooks/delivery';
import { expect } from 'chai';

import { EndpointQueue } from './endpoint-queue.ts';
import { RoundRobin } from './round-robin.ts';

const policy = { endpointMaxInFlight: 1, breaker: defaultBreakerPolicy };

describe('RoundRobin', () => {
  it('gives accounts equal turns, however many endpoints they have', () => {
    const roundRobin = new RoundRobin();
    const queues = [
      new EndpointQueue('big-1', 1, policy),
      new EndpointQueue('big-2', 1, policy),
      new EndpointQueue('big-3', 1, policy),
      new EndpointQueue('small', 2, policy),
    ];
    for (const queue of queues) roundRobin.move(queue, 'ready');
    const order: string[] = [];
    for (let i = 0; i < 8; i += 1) {
      const queue = roundRobin.next();
      if (queue === null) break;
      order.push(queue.endpointId);
    }
    expect(order.filter((id) => id === 'small')).to.have.length(4);
    expect(new Set(order)).to.have.property('size', 4);
  });

  it('gives the endpoints of an account equal turns', () => {
    const roundRobin = new RoundRobin();
    const queues = [1, 2, 3].map((number) => new EndpointQueue(`of-${number}`, 1, policy));
    for (const queue of queues) roundRobin.move(queue, 'ready');
    const order = Array.from({ length: 6 }, () => roundRobin.next());
    expect(order).to.deep.equal([...queues, ...queues]);
  });

  it('gives none to those who wait for a slot, until one is free', () => {
    const roundRobin = new RoundRobin();
    const [a, b, c] = [
      new EndpointQueue('a', 1, policy),
      new EndpointQueue('b', 1, policy),
      new EndpointQueue('c', 2, policy),
    ];
    for (const queue of [a, b, c]) roundRobin.move(queue, 'ready');
    roundRobin.shortAll(1);
    roundRobin.move(c, 'short');
    expect(roundRobin.next()).to.equal(null);
    // Something new for it: it is looked at again, and counts once.
    roundRobin.move(c, 'ready');
    roundRobin.readyAll();
    roundRobin.move(a, 'idle');
    expect([roundRobin.next(), roundRobin.next(), roundRobin.next()]).to.deep.equal([c, b, c]);
  });

  it('is empty when every queue was removed, and takes a queue in once', () => {
    const roundRobin = new RoundRobin();
    const queue = new EndpointQueue('one', 1, policy);
    roundRobin.move(queue, 'ready');
    roundRobin.move(queue, 'ready');
    expect(roundRobin.next()).to.equal(queue);
    expect(roundRobin.next()).to.equal(queue);
    roundRobin.move(queue, 'idle');
    expect(roundRobin.next()).to.equal(null);
  });
});
