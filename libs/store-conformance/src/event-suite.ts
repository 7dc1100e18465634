import { expect } from 'chai';

import { delivered, failed, start } from './dispatching.ts';
import {
  accept,
  account,
  accountRecord,
  actor,
  endpoint,
  endpointRecord,
  event,
  eventRecord,
  lead,
  nowMs,
  otherAccount,
  seed,
  userId,
} from './fixtures.ts';
import type { OpenStores, Stores } from './stores.ts';

/** One event with its body, who wants it and what became of it. */
export function eventSuite(open: OpenStores): void {
  describe('an event', () => {
    it('has the exact bytes of its body, and the enabled endpoints that want it', async () => {
      await using stores = await open();
      const payload = Uint8Array.of(0, 255, 123, 10);
      await seed(stores, [
        accountRecord(),
        endpointRecord({ id: 'b_type', typeWebhook: 'QR_CODE_COPY_AND_PASTE_PAID' }),
        endpointRecord({ id: 'a_all' }),
        endpointRecord({ id: 'c_out', typeWebhook: 'CASHOUT' }),
        endpointRecord({ id: 'd_off', disabledReason: 'by_owner' }),
        endpointRecord({ id: 'e_gone' }),
        endpointRecord({ id: 'f_test', isTest: true }),
        endpointRecord({ id: 'g_removed' }),
        eventRecord({ payload }),
      ]);
      const fence = await lead(stores);
      await stores.dispatch.markEndpointGone(fence, 'e_gone', 1, nowMs);
      await stores.catalog.removeOwnEndpoint('g_removed', userId, nowMs, actor);
      const found = await stores.events.get('evt_1', userId);
      expect(found?.payload).to.deep.equal(Buffer.from(payload));
      expect(found?.event).to.include({ id: 'evt_1', payloadBytes: 4 });
      expect(found?.endpoints.map(({ id }) => id)).to.deep.equal(['a_all', 'b_type']);
      expect(found?.endpoints[0]).to.deep.include({
        authorizationToken: 'token',
        signingSecrets: endpoint().signingSecrets,
      });
    });

    it('of others is as one that nobody knows', async () => {
      await using stores = await open();
      const theirs = event({ id: 'evt_other', accountId: otherAccount.id });
      await seed(stores, [
        accountRecord(),
        { kind: 'account', account: otherAccount },
        { kind: 'event', event: theirs },
      ]);
      for (const id of ['evt_other', 'none']) {
        expect(await stores.events.get(id, userId)).to.equal(null);
      }
      expect(await stores.events.get('evt_other', 300)).to.not.equal(null);
    });

    it('shows each attempt of each of its deliveries, newest resend first', async () => {
      await using stores = await open();
      const ids = await resends(stores, 3);
      const sequence = await sequenceOf(stores);
      const { deliveries, olderThanResendId } = await stores.events.history(sequence, null, 10);
      expect(olderThanResendId).to.equal(null);
      const shown = deliveries.map(({ delivery, attempts }) => [
        delivery.resendId,
        delivery.endpointId,
        delivery.state,
        attempts.map(({ number, httpStatus }) => `${number}: ${httpStatus}`),
      ]);
      expect(shown).to.deep.equal(
        ids.toReversed().flatMap((id) => [
          [id, 'ep_2', 'FAILED', ['1: 500']],
          [id, 'ep_in', 'DELIVERED', ['1: 204']],
        ]),
      );
    });

    it('shows a long history part by part, and resends whole', async () => {
      await using stores = await open();
      const [first = 0, second = 0, third = 0] = await resends(stores, 3);
      const sequence = await sequenceOf(stores);
      const part = async (before: number | null) => {
        const { deliveries, olderThanResendId } = await stores.events.history(sequence, before, 1);
        return [deliveries.map(({ delivery }) => delivery.resendId), olderThanResendId];
      };
      expect(await part(null)).to.deep.equal([[third, third], third]);
      expect(await part(third)).to.deep.equal([[second, second], second]);
      expect(await part(second)).to.deep.equal([[first, first], null]);
      expect(await part(first)).to.deep.equal([[], null]);
    });
  });
}

/** So many resends of the event to two endpoints, of which the second one fails. */
async function resends(stores: Stores, count: number): Promise<number[]> {
  await seed(stores, [
    accountRecord(),
    ...['ep_in', 'ep_2'].map((id) => endpointRecord({ id, accountId: account.id })),
    eventRecord(),
  ]);
  const fence = await lead(stores);
  const ids: number[] = [];
  for (let made = 0; made < count; made += 1) {
    const { id } = await accept(stores);
    const planned = await start(stores, fence, id);
    const records = planned.map((delivery) =>
      delivery.endpointId === 'ep_2' ? failed(delivery) : delivered(delivery),
    );
    await stores.dispatch.record(fence, records, nowMs);
    ids.push(id);
  }
  return ids;
}

async function sequenceOf({ events }: Stores): Promise<number> {
  const found = await events.get('evt_1', userId);
  if (found === null) throw new Error('not found');
  return found.event.sequence;
}
