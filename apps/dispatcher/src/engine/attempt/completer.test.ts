import type { AttemptRecord, Timers } from '@webhooks/domain';
import { createLogger } from '@webhooks/telemetry';
import { expect } from 'chai';

import { Lifetime } from '../lifecycle/lifetime.ts';

import { Completer, type Completion } from './completer.ts';

const logger = createLogger({ name: 'test', level: 'silent' });

/** A completer whose commits end when the test says so. */
function harness(inFlight: number) {
  const commits: { readonly size: number; readonly end: () => void }[] = [];
  const recorded: number[] = [];
  const timers: Timers = { after: () => () => {} };
  const completer = new Completer({
    store: {
      record: (_fence, records) => {
        const { promise, resolve } = Promise.withResolvers<readonly number[]>();
        commits.push({ size: records.length, end: () => resolve([]) });
        return promise;
      },
    },
    fence: { holder: 'a', number: 1 },
    clock: { now: () => 0 },
    timers,
    scheduler: { inFlight },
    lifetime: new Lifetime({ timers, logger }),
    onCompleted: (completions) => recorded.push(completions.length),
  });
  const add = (count: number): void => {
    for (let added = 0; added < count; added += 1) {
      completer.add({ record: {} as AttemptRecord } as Completion);
    }
  };
  return { commits, recorded, add };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('Completer', () => {
  it('commits a quarter of what is in flight, two groups at a time and no more', async () => {
    const { commits, recorded, add } = harness(256);
    add(63);
    expect(commits).to.have.length(0);
    add(193);
    expect(commits.map(({ size }) => size)).to.deep.equal([64, 64]);
    commits[0]?.end();
    await turn();
    expect(recorded).to.deep.equal([64]);
    expect(commits.map(({ size }) => size)).to.deep.equal([64, 64, 128]);
  });

  for (const [inFlight, size] of [
    [1, 1],
    [2, 1],
    [16, 8],
    [32, 8],
    [40, 10],
  ] as const) {
    it(`commits ${size} of ${inFlight} in flight`, () => {
      const { commits, add } = harness(inFlight);
      add(size);
      expect(commits.map((commit) => commit.size)).to.deep.equal([size]);
    });
  }
});
