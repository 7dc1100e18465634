import { expect } from 'chai';

import { createRoundRobin } from './round-robin.ts';

describe('createTurns', () => {
  it('gives the users their turns one after the other, however many each one wants', async () => {
    const turn = createRoundRobin();
    const order: string[] = [];
    const work = async (userId: number, name: string): Promise<void> => {
      for (let step = 0; step < 3; step += 1) {
        await turn(userId);
        order.push(name);
      }
    };
    await Promise.all([work(1, 'a'), work(1, 'b'), work(1, 'c'), work(2, 'other')]);
    const others = order.flatMap((name, index) => (name === 'other' ? [index] : []));
    expect(others).to.deep.equal([1, 3, 5]);
    expect(order).to.have.length(12);
  });

  it('gives one turn in each round of the event loop', async () => {
    const turn = createRoundRobin();
    let rounds = 0;
    let isOver = false;
    const countRound = (): void => {
      rounds += 1;
      if (!isOver) setImmediate(countRound);
    };
    setImmediate(countRound);
    const seen: number[] = [];
    await Promise.all([1, 2, 3].map((userId) => turn(userId).then(() => seen.push(rounds))));
    isOver = true;
    expect(new Set(seen).size).to.equal(3);
  });
});
