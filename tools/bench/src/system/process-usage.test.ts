import { expect } from 'chai';

import { usageOf } from './process-usage.ts';

describe('usageOf', () => {
  it('reads what this process takes', () => {
    const before = usageOf(process.pid);
    expect(before.peakRssMb).to.be.within(20, 4_096);
    expect(before.rssMb).to.be.within(20, before.peakRssMb);
    const untilMs = performance.now() + 100;
    while (performance.now() < untilMs);
    const { cpuSeconds } = usageOf(process.pid);
    expect(cpuSeconds).to.be.greaterThan(before.cpuSeconds);
  });
});
