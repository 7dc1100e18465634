import { expect } from 'chai';

import {
  accountRecord,
  endpointRecord,
  eventRecord,
  seed,
  selection,
  startUs,
} from '@webhooks/store-conformance/fixtures';
import { PreviewTally } from '@webhooks/store-kit';
import type { EventKey, SelectedSet } from '@webhooks/store-kit';

import { createPreviewCounter } from '../src/preview/preview-counter.ts';
import type { PreviewChunk } from '../src/preview/preview-counter.ts';
import { openTempStores } from './test-stores.ts';

const endpoints = [
  { id: 'ep_1', typeWebhook: 'CASHIN' },
  { id: 'ep_2', typeWebhook: 'PAID' },
  { id: 'ep_3', typeWebhook: 'CASHIN' },
];

describe('parts of a preview', () => {
  it('add up to the same, however small they are', async () => {
    await using stores = await openTempStores();
    const records = Array.from({ length: 23 }, (_, index) =>
      eventRecord({
        id: `evt_${index}`,
        type: ['PAID', 'CREATED'][index % 2] ?? '',
        outcome: (['DELIVERED', 'FAILED', null] as const)[index % 3] ?? null,
        occurredAtUs: startUs + Math.floor(index / 4),
      }),
    );
    await seed(stores, [
      accountRecord(),
      ...endpoints.map((own) => endpointRecord(own)),
      ...records,
    ]);
    const count = createPreviewCounter(stores.database);
    const { account: _, ...asked } = selection();
    const set: SelectedSet = {
      kind: 'selected',
      predicate: { ...asked, list: null, accountId: 17, asOfSeq: 20 },
      endpoints: { given: endpoints },
      replaced: null,
      asOf: { seq: 20, record: 0, change: 0, outcome: 0, key: 0, resend: 0, retryingSinceUs: 0 },
    };

    const previewIn = (pairs: number) => {
      const tally = new PreviewTally(['ep_2']);
      let parts = 0;
      let from: EventKey | null = null;
      do {
        const part: PreviewChunk = count(set, from, pairs);
        tally.add(part);
        from = part.next;
        parts += 1;
      } while (from !== null);
      return {
        parts,
        preview: tally.result({ unmatchedEvents: 0, isOfUndelivered: false, waits: new Map() }),
      };
    };
    const whole = previewIn(1_000);
    expect(whole.parts).to.equal(1);
    expect(whole.preview).to.deep.include({ events: 20, deliveries: 50, skipped: 10 });
    for (const pairs of [1, 2, 3, 4, 7, 30]) {
      const { parts, preview } = previewIn(pairs);
      expect(parts, `in steps of ${pairs}`).to.be.greaterThan(1);
      expect(preview, `in steps of ${pairs}`).to.deep.equal(whole.preview);
    }
  });
});
