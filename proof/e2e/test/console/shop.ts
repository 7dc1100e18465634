import { startHttpReceiver, type HttpReceiver } from '@webhooks/testing';

import { endpointRecord } from '../support/records.ts';

/** What a hostile receiver answers: markup that would run if it were ever more than text. */
export const HOSTILE_ANSWER =
  '<img src=x onerror="globalThis.hacked=1"><script>globalThis.hacked=1</script>"\'>&lt;b&gt;';

const ACCOUNT_ID = 31;

/** A merchant of user 246 with two receivers, of which one may be made sick. */
export interface Shop extends AsyncDisposable {
  readonly records: readonly object[];
  /** An event that no endpoint has got yet; its number is beyond those of records. */
  readonly missedEvent: object;
  /** Always takes what it gets. */
  readonly store: HttpReceiver;
  /** Sick at first. */
  readonly erp: HttpReceiver;
  readonly events: number;
}

/** Events of one day, some of which were lost; each goes to both receivers. */
export async function openShop(events = 40): Promise<Shop> {
  const store = await startHttpReceiver();
  const erp = await startHttpReceiver(fail);
  const endpoint = (id: string, url: string): object =>
    endpointRecord({ id, account_id: ACCOUNT_ID, url, type_webhook: 'CASHIN' });
  return {
    store,
    erp,
    events,
    missedEvent: eventRecord(events + 1),
    records: [
      {
        account: {
          id: ACCOUNT_ID,
          branch_identifier: '0001',
          number: '778899',
          name: 'Loja Azul',
          user_ids: [246],
        },
      },
      endpoint('shop_store', `${store.url}/hooks`),
      endpoint('shop_erp', `${erp.url}/<script>globalThis.hacked=1</script>`),
      ...Array.from({ length: events }, (_, number) => eventRecord(number)),
    ],
    [Symbol.asyncDispose]: async () => {
      await Promise.all([store[Symbol.asyncDispose](), erp[Symbol.asyncDispose]()]);
    },
  };
}

/** Makes a receiver sick. */
export const fail: Parameters<HttpReceiver['handle']>[0] = (_request, response) => {
  response.statusCode = 500;
  response.end(HOSTILE_ANSWER);
};

/** Makes a receiver well. */
export const accept: Parameters<HttpReceiver['handle']>[0] = (_request, response) => {
  response.end('{"received":true}');
};

/** What the payment of an event is known by. */
export function endToEndId(number: number): string {
  return `E778899202605021200${String(number).padStart(14, '0')}`;
}

function eventRecord(number: number): object {
  const isPaid = number % 4 !== 0;
  return {
    event: {
      id: `evt_shop_${number}`,
      account_id: ACCOUNT_ID,
      resend_type: 'RESEND_TYPE_CASHIN',
      object_reference_id: 500_000 + number,
      type: isPaid ? 'QR_CODE_COPY_AND_PASTE_PAID' : 'QR_CODE_COPY_AND_PASTE_CREATED',
      occurred_at: new Date(Date.UTC(2026, 4, 2, 12, number)).toISOString(),
      payload: Buffer.from(`{"number":${number}}`).toString('base64'),
      keys: { end_to_end_id: endToEndId(number) },
      outcome: isPaid ? 'DELIVERY_OUTCOME_FAILED' : 'DELIVERY_OUTCOME_DELIVERED',
    },
  };
}
