import { expect } from 'chai';

import { partsOfCommit } from './parts-of-commit.ts';
import { parts } from './parts.ts';

const namesAt = (commit: string | null): string[] =>
  partsOfCommit(parts, commit).map(({ name }) => name);
const inTurn = ['power', 'broker', 'faults', 'full-disk'];

describe('partsOfCommit', () => {
  it('runs all but one of those that take turns, and the same ones at the same commit', () => {
    const names = namesAt('3d9d858f00000000000000000000000000000000');
    expect(names).to.include.members(['crash', 'simulation', 'hostile-callers', 'neighbours']);
    expect(names.filter((name) => inTurn.includes(name))).to.have.length(1);
    expect(namesAt('3d9d858f00000000000000000000000000000000')).to.deep.equal(names);
  });

  it('lets each of them have its turn', () => {
    const commits = [0, 1, 2, 3].map((digit) => `${digit}`.padStart(8, 'a').padEnd(40, '0'));
    const chosen = commits.flatMap((commit) =>
      namesAt(commit).filter((name) => inTurn.includes(name)),
    );
    expect(chosen).to.have.members(inTurn);
  });

  it('has a choice outside of a clone, too', () => {
    expect(namesAt(null)).to.include('power');
  });
});
