import { expect } from 'chai';

import { createTurns } from './turns.ts';

describe('createTurns', () => {
  it('gives one turn in each round of the event loop, in the order of asking', async () => {
    const turn = createTurns();
    let round = 0;
    const count = (): void => {
      round += 1;
      pending = setImmediate(count);
    };
    let pending = setImmediate(count);
    const turns: [name: string, round: number][] = [];
    const take = async (name: string): Promise<void> => {
      await turn();
      turns.push([name, round]);
    };
    await Promise.all([take('a'), take('b'), take('a'), take('c')]);
    clearImmediate(pending);

    expect(turns.map(([name]) => name)).to.deep.equal(['a', 'b', 'a', 'c']);
    const rounds = turns.map(([, of]) => of);
    expect(new Set(rounds).size, `rounds ${rounds.join()}`).to.equal(4);
  });
});
