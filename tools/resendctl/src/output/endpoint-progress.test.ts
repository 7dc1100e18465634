import type { EndpointProgress } from '@webhooks/client';
import { expect } from 'chai';

import { writeEndpoints } from './endpoint-progress.ts';
import { Terminal } from './terminal.ts';

const nowMs = Date.parse('2026-05-12T10:31:00Z');

const waiting: EndpointProgress = {
  ...{ endpoint_id: 'ep_1', total: 1_200, delivered: 950, failed: 2, skipped: 0, cancelled: 0 },
  ...{ pending: 248, retrying: 16, waiting_for: 'breaker', next_test_at: '2026-05-12T10:31:40Z' },
  ...{ estimated_end_at: '2026-05-12T10:32:05Z', expires_at: '2026-05-15T10:30:00Z' },
};

const unknown: EndpointProgress = {
  ...{ ...waiting, endpoint_id: 'ep_2', total: null, delivered: 0, failed: 0, pending: 0 },
  ...{ waiting_for: 'turn', next_test_at: null, estimated_end_at: null },
};

function written(endpoints: readonly EndpointProgress[], others = 0, stream = {}): string[] {
  const parts: string[] = [];
  const output = { write: (text: string) => parts.push(text), ...stream };
  const terminal = new Terminal(output, { NO_COLOR: '1', TERM: 'xterm' });
  writeEndpoints(terminal, { endpoints, other_endpoints: others }, nowMs);
  return parts.join('').trimEnd().split('\n');
}

describe('progress at endpoints', () => {
  it('is a table that says what they wait for and when they end', () => {
    expect(written([waiting, unknown], 3)).to.deep.equal([
      'ENDPOINT  DELIVERED  FAILED  PENDING  WAITS FOR                            ENDS (UTC)',
      'ep_1      950/1,200       2      248  endpoint failing, next test in 0:40  2026-05-12 10:32:05',
      'ep_2              0       0        0  -                                    -',
      'and 3 other endpoints',
    ]);
  });

  it('shows no test that is over, and a reason that it does not know as it came', () => {
    const over = { ...waiting, next_test_at: '2026-05-12T10:30:00Z' };
    expect(written([over])[1]).to.include('endpoint failing, tested now');
    const other = { ...unknown, waiting_for: 'moon' } as unknown as EndpointProgress;
    expect(written([other])[1]).to.include(' moon ');
  });

  it('fits into 60 columns', () => {
    const long = { ...waiting, endpoint_id: 'ep_of_a_rather_long_name' };
    for (const line of written([long], 0, { isTTY: true, columns: 60 })) {
      expect(line.length, line).to.be.at.most(60);
    }
  });

  it('is nothing for a server that does not say', () => {
    expect(written([])).to.deep.equal(['']);
  });
});
