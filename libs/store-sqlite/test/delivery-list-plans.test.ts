import { expect } from 'chai';

import { start } from '@webhooks/store-conformance/dispatching';
import {
  accept,
  accountRecord,
  endpointRecord,
  eventRecords,
  lead,
  seed,
} from '@webhooks/store-conformance/fixtures';

import { createSqliteResendStore } from '../src/index.ts';
import { recordStatements } from './statement-recorder.ts';
import { openTempStores } from './test-stores.ts';

const byState = 'deliveries_by_state (resend_id=? AND state=? AND position';
const indexes = {
  PENDING: 'deliveries_waiting (resend_id=? AND endpoint_id=? AND position',
  DELIVERED: byState,
  FAILED: byState,
  RETRYING: byState,
  CANCELLED: byState,
  SKIPPED: byState,
} as const;

describe('list of the deliveries in one state', () => {
  for (const [state, index] of Object.entries(indexes)) {
    it(`finds ${state} in an index by their position`, async () => {
      await using stores = await openTempStores();
      await seed(stores, [accountRecord(), endpointRecord(), ...eventRecords(3)]);
      const { id } = await accept(stores);
      await start(stores, await lead(stores), id);
      const recorder = recordStatements(stores.database);
      // Prepared anew, so that all of it is recorded.
      const resends = createSqliteResendStore(stores.database);
      for (const direction of ['NEXT', 'PREVIOUS'] as const) {
        const query = { resendId: id, state: state as keyof typeof indexes, direction, limit: 2 };
        await resends.listDeliveries({ ...query, cursorPosition: 2 });
      }
      const condition = state === 'PENDING' ? "state = 'PENDING' AND position" : 'd.state = ?';
      const walks = [...recorder.texts]
        .filter((text) => text.includes(condition) && text.includes('LIMIT'))
        .map((text) => recorder.planOf(text).find((line) => line.includes('deliveries')));
      expect(walks.length).to.be.at.least(2);
      for (const line of walks) expect(line).to.include(index);
    });
  }
});
