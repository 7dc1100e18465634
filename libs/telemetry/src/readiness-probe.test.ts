import { expect } from 'chai';

import { readinessProbe } from './readiness-probe.ts';

describe('readinessProbe', () => {
  it('asks once for all who ask at the same time, and anew for those who come later', async () => {
    let asked = 0;
    const probe = readinessProbe(async () => ({ ready: (asked += 1) > 0 }));
    await Promise.all([probe(), probe(), probe()]);
    expect(asked).to.equal(1);
    await probe();
    expect(asked).to.equal(2);
  });
});
