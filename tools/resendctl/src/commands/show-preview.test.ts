import { expect } from 'chai';

import type { ResendPreview } from '@webhooks/client';

import { Terminal } from '../output/terminal.ts';
import { showPreview } from './show-preview.ts';

const nowMs = Date.parse('2026-05-12T10:30:00Z');
const waitsAt = (endpoint_id: string, deliveries: number, next_test_at: string | null) => ({
  ...{ endpoint_id, deliveries, next_test_at },
  waiting_for: 'breaker' as const,
});
const preview: ResendPreview = {
  ...{ exact: true, counted_so_far: 40, events: 40, deliveries: 40, skipped: 0 },
  ...{ unwanted_events: 0, undelivered: null, newer_outside: null, duration_seconds: null },
  ...{ oldest_event_at: '2026-05-01T00:00:00Z', newest_event_at: '2026-05-02T00:00:00Z' },
  ...{ by_event_type: [], by_endpoint: [], by_last_outcome: [], waiting: 30 },
  waiting_endpoints: [
    waitsAt('ep_1', 20, '2026-05-12T10:30:40Z'),
    waitsAt('ep_2', 9, '2026-05-12T10:29:00Z'),
    { ...waitsAt('ep_3', 1, null), waiting_for: 'verification' },
  ],
};

function shown(of: ResendPreview): string[] {
  let text = '';
  const terminal = new Terminal({ write: (part) => (text += part) }, {});
  showPreview(terminal, { resend_type: 'CASHIN', object_reference_id: 1 }, of, nowMs);
  return text.split('\n');
}

describe('a preview that a person reads', () => {
  it('says what would wait, where, and until when', () => {
    expect(shown(preview).slice(0, 7)).to.deep.equal([
      '40 events, 40 deliveries',
      '30 of them would wait, since these take nothing now:',
      '  ep_1: next test in 0:40',
      '  ep_2: tested now',
      '  ep_3: its URL is not proven',
      'Oldest 2026-05-01 00:00:00, newest 2026-05-02 00:00:00 UTC',
      '',
    ]);
  });

  it('says nothing of that where nothing waits, nor for a server that does not know', () => {
    const nothing = { ...preview, waiting: 0, waiting_endpoints: [] };
    const { waiting: _, waiting_endpoints: __, ...older } = preview;
    for (const one of [nothing, older as ResendPreview]) {
      expect(shown(one).join('\n')).to.not.include('wait');
    }
  });
});
