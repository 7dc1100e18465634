import { loadSampleRecords } from '@webhooks/testing';

/** What a test may say about an endpoint. */
export interface EndpointFields {
  readonly id: string;
  readonly account_id: number;
  readonly url: string;
  readonly type_webhook: string;
  readonly authorization_token?: string;
  readonly x_functions_key?: string;
  readonly signing_secrets?: readonly string[];
  readonly disabled?: boolean;
  readonly test?: boolean;
}

/** The import line of an endpoint. */
export function endpointRecord(fields: EndpointFields): object {
  return { endpoint: fields };
}

/** The exact body of an event of the sample. */
export function samplePayload(eventId: string): Buffer {
  const event = loadSampleRecords().find((record) => record.event?.id === eventId)?.event;
  if (event === undefined) throw new Error(`the sample has no event ${eventId}`);
  return Buffer.from(event.payload, 'base64');
}

/** An account of user 246 with many events, for one endpoint that takes them all. */
export interface BulkAccount {
  readonly records: readonly object[];
  /** The request that resends all of its events. */
  readonly request: object;
  /** The request that resends the object that an event belongs to, by the event's number. */
  readonly objectRequest: (number: number) => object;
}

const FIRST_EVENT_MS = Date.UTC(2026, 5, 1);

/**
 * As many cash-in events as given, a millisecond apart, dealt out to so many objects in turn. Their
 * ids are "evt_<account>_<number>", numbered from 0 in the order of occurrence.
 */
export function bulkAccount(
  id: number,
  size: { readonly events: number; readonly objects: number },
  receiverUrl: string,
): BulkAccount {
  const objectOf = (number: number): number => id * 1_000_000 + (number % size.objects);
  return {
    records: [
      { account: { id, branch_identifier: '0001', number: `bulk-${id}`, user_ids: [246] } },
      endpointRecord({ id: `ep_${id}`, account_id: id, url: receiverUrl, type_webhook: 'CASHIN' }),
      ...Array.from({ length: size.events }, (_, number) => ({
        event: {
          id: `evt_${id}_${number}`,
          account_id: id,
          resend_type: 'RESEND_TYPE_CASHIN',
          object_reference_id: objectOf(number),
          type: 'QR_CODE_COPY_AND_PASTE_PAID',
          occurred_at: new Date(FIRST_EVENT_MS + number).toISOString(),
          payload: Buffer.from(`{"number":${number}}`).toString('base64'),
        },
      })),
    ],
    request: {
      resend_type: 'CASHIN',
      source_account_branch_identifier: '0001',
      source_account_number: `bulk-${id}`,
      start_datetime: '2026-06-01T00:00:00Z',
      end_datetime: '2026-06-30T00:00:00Z',
    },
    objectRequest: (number) => ({
      resend_type: 'CASHIN',
      object_reference_id: objectOf(number),
    }),
  };
}
