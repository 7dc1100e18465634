import { expect } from 'chai';

import { metricValue } from './metric-value.ts';

const TEXT = [
  '# TYPE webhooks_process_heap_used_bytes gauge',
  'webhooks_process_heap_used_bytes{app="demo"} 31457280',
  'webhooks_event_loop_delay_seconds{percentile="50",app="demo"} 0.001',
  'webhooks_event_loop_delay_seconds{percentile="99",app="demo"} 0.0125',
  '',
].join('\n');

describe('metricValue', () => {
  it('reads a gauge, and one of several by its labels', () => {
    expect(metricValue(TEXT, 'process_heap_used_bytes')).to.equal(31_457_280);
    expect(metricValue(TEXT, 'event_loop_delay_seconds', 'percentile="99"')).to.equal(0.0125);
  });

  it('throws when there is no such sample', () => {
    expect(() => metricValue(TEXT, 'process_heap')).to.throw('no metric process_heap');
    expect(() => metricValue(TEXT, 'event_loop_delay_seconds', 'percentile="100"')).to.throw();
  });
});
