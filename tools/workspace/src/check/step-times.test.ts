import { expect } from 'chai';

import { StepTimes } from './step-times.ts';

describe('StepTimes', () => {
  it('shows the seconds of each step beside its budget, and says which are over', async () => {
    let nowMs = 0;
    const times = new StepTimes(() => nowMs);
    times.add('install', 45.4);
    await times.measure('static checks', async () => void (nowMs += 160_000));
    await times.measure('static checks', async () => void (nowMs += 1_000));
    expect(times.table()).to.deep.equal([
      'step                 seconds  budget',
      'install                   45      90',
      'static checks            161     150  over its budget',
      'all                      206     240',
    ]);
  });

  it('measures what fails as well', async () => {
    let nowMs = 0;
    const times = new StepTimes(() => nowMs);
    const work = async (): Promise<never> => {
      nowMs += 2_000;
      throw new Error('no');
    };
    await times.measure('torture', work).catch(() => {});
    expect(times.table().at(-1)).to.match(/^all +2 +240$/);
  });
});
