import { spawn } from 'node:child_process';
import { once } from 'node:events';

import { expect } from 'chai';

import { foreignCores, readLoad } from './foreign-load.ts';

describe('foreignCores', () => {
  it('is what all took without what this process and its children took', () => {
    const from = { atMs: 1_000, allSeconds: 10, ownSeconds: 4 };
    const to = { atMs: 3_000, allSeconds: 13, ownSeconds: 6 };
    expect(foreignCores(from, to)).to.equal(0.5);
  });
});

describe('readLoad', () => {
  it('counts a child as one of our own, while it runs and after its end', async () => {
    const before = readLoad();
    const child = spawn(process.execPath, ['-e', 'while (process.cpuUsage().user < 150_000);']);
    await once(child, 'exit');
    const after = readLoad();
    expect(after.ownSeconds - before.ownSeconds).to.be.greaterThan(0.1);
    expect(after.allSeconds - before.allSeconds).to.be.greaterThan(0.1);
  });
});
