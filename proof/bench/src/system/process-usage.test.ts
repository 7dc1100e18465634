import { closeSync, openSync } from 'node:fs';

import { expect } from 'chai';

import { openDescriptors, usageOf } from './process-usage.ts';

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

describe('openDescriptors', () => {
  it('counts what this process opens', () => {
    const before = openDescriptors(process.pid);
    const files = Array.from({ length: 20 }, () => openSync('/dev/null', 'r'));
    const meanwhile = openDescriptors(process.pid);
    files.forEach(closeSync);
    // What else runs in this process may open or close one of its own.
    expect(meanwhile - before).to.be.within(15, 25);
  });
});
