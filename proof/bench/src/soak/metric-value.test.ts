import { expect } from 'chai';

import { metricValue } from './metric-value.ts';

const TEXT = [
  '# TYPE nodejs_heap_size_used_bytes gauge',
  'nodejs_heap_size_used_bytes{app="demo"} 31457280',
  'webhooks_endpoints{breaker="open",app="demo"} 0.001',
  'webhooks_endpoints{breaker="closed",app="demo"} 0.0125',
  '',
].join('\n');

describe('metricValue', () => {
  it('reads a gauge, and one of several by its labels', () => {
    expect(metricValue(TEXT, 'nodejs_heap_size_used_bytes')).to.equal(31_457_280);
    expect(metricValue(TEXT, 'endpoints', 'breaker="closed"')).to.equal(0.0125);
  });

  it('throws when there is no such sample', () => {
    expect(() => metricValue(TEXT, 'nodejs_heap')).to.throw('no metric nodejs_heap');
    expect(() => metricValue(TEXT, 'endpoints', 'breaker="none"')).to.throw();
  });
});
