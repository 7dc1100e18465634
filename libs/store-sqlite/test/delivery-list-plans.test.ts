import { expect } from 'chai';

import { ANY_DELIVERY } from '@webhooks/domain';
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
        for (const change of [
          {},
          { eventType: 'NONE' },
          { endpointId: 'ep_in', httpStatus: 500 },
        ]) {
          await resends.listDeliveries({ ...ANY_DELIVERY, ...query, ...change, cursorPosition: 2 });
        }
      }
      const condition = state === 'PENDING' ? "state = 'PENDING' AND position" : 'd.state = ?';
      const walks = [...recorder.texts]
        .filter((text) => text.includes(condition) && text.includes('LIMIT'))
        .map((text) => recorder.planOf(text).find((line) => line.includes('deliveries')));
      expect(walks.length).to.be.at.least(2);
      for (const line of walks) expect(line).to.include(index);
    });
  }

  it('finds those of an event by the event, and of any state by their position', async () => {
    await using stores = await openTempStores();
    await seed(stores, [accountRecord(), endpointRecord(), ...eventRecords(3)]);
    const { id } = await accept(stores);
    const recorder = recordStatements(stores.database);
    const resends = createSqliteResendStore(stores.database);
    const from = { resendId: id, cursorPosition: 2, direction: 'NEXT', limit: 2 } as const;
    for (const change of [{ eventId: 'evt_1' }, { endpointId: 'ep_in' }, { eventType: 'NONE' }]) {
      await resends.listDeliveries({ ...ANY_DELIVERY, ...from, ...change });
    }
    const plans = [...recorder.texts]
      .filter((text) => text.includes('deliveries AS d') && !text.includes('json_each'))
      .map((text) => recorder.planOf(text).join('; '));
    const ofEvent = /deliveries_by_event \(event_seq=\? AND endpoint_id=\? AND resend_id=\?\)/;
    const byPosition = /SEARCH d USING PRIMARY KEY \(resend_id=\? AND position[<>=]\?/;
    expect(plans.filter((plan) => ofEvent.test(plan)).length).to.be.at.least(1);
    expect(plans.filter((plan) => byPosition.test(plan)).length).to.be.at.least(4);
    for (const plan of plans)
      expect(plan).to.match(new RegExp(`${ofEvent.source}|${byPosition.source}`));
  });
});
