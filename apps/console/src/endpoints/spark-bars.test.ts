import { expect } from 'chai';

import { sparkBars } from './spark-bars.ts';

const nowMs = Date.UTC(2026, 10, 10, 12);

function bucket(minutesAgo: number, attempts: number, failed: number) {
  const start = new Date(nowMs - minutesAgo * 60_000).toISOString();
  const none = { failures_by_class: {}, p50_ms: null, p95_ms: null } as const;
  return { start, attempts, failed, succeeded: attempts - failed, ...none };
}

describe('the last day of an endpoint in bars', () => {
  it('is its hours, oldest first, by the busiest one', () => {
    const bars = sparkBars([bucket(5, 2, 1), bucket(50, 2, 2), bucket(23 * 60 + 5, 8, 0)], nowMs);
    expect(bars).to.have.length(24);
    expect(bars[23]).to.deep.equal({ attempts: 0.5, failed: 3 / 8 });
    expect(bars[0]).to.deep.equal({ attempts: 1, failed: 0 });
    expect(bars[10]).to.deep.equal({ attempts: 0, failed: 0 });
  });

  it('leaves out what is older, and takes what is ahead of this clock for the last hour', () => {
    const bars = sparkBars([bucket(25 * 60, 9, 9), bucket(-1, 1, 0)], nowMs);
    expect(bars[23]).to.deep.equal({ attempts: 1, failed: 0 });
    expect(bars.filter(({ failed }) => failed > 0)).to.deep.equal([]);
  });
});
