import { expect } from 'chai';

import { PullRequests } from './pull-requests.ts';

describe('the requests of a pull', () => {
  const requests = (): PullRequests => new PullRequests();

  it('are asked one by one while the newest has brought less than half', () => {
    const pull = requests();
    expect(pull.isDue(0)).to.equal(true);
    pull.add(4, 0);
    pull.count(1);
    expect(pull.isDue(1)).to.equal(false);
    pull.count(2);
    expect(pull.isDue(2)).to.equal(true);
  });

  it('are renewed when half of the time is over, and never more than two', () => {
    const pull = requests();
    pull.add(64, 0);
    expect(pull.isDue(999)).to.equal(false);
    expect(pull.isDue(1_000)).to.equal(true);
    pull.add(64, 1_000);
    expect(pull.isDue(2_400)).to.equal(false);
  });

  it('count messages for the oldest until its time is over, and then for the next', () => {
    const pull = requests();
    pull.add(2, 0);
    pull.add(2, 1_000);
    pull.count(1_500);
    // The first has one left, which comes no more.
    pull.count(2_000);
    pull.count(2_100);
    expect(pull.left).to.equal(1);
    expect(pull.size).to.equal(1);
  });

  it('are given up half a second after their time, or when they are said to be over', () => {
    const pull = requests();
    const first = pull.add(8, 0);
    pull.add(8, 1_000);
    pull.giveUp(2_499);
    expect(pull.left).to.equal(16);
    pull.giveUp(2_500);
    expect(pull.left).to.equal(8);
    pull.end(first);
    pull.end(first + 1);
    expect(pull.left).to.equal(0);
  });

  it('take a message that no request asked for', () => {
    const pull = requests();
    pull.count(0);
    expect(pull.left).to.equal(0);
  });
});
