const FIRST_OBJECT = 1_000_000;
const FIRST_EVENT_MS = Date.UTC(2026, 3, 1);

/** Objects that may be asked for, each with one event for one endpoint. */
export const OBJECTS = 400;
/** An object that nobody has, and one of somebody else. */
export const UNKNOWN_OBJECT = 999;
export const FOREIGN_OBJECT = 2_000_000;

export function objectOf(place: number): number {
  return FIRST_OBJECT + place;
}

/** What is asked for, as import lines have it: account 1 is the callers', account 2 is not. */
export function postedRecords(receiverUrl: string): object[] {
  const objects = Array.from({ length: OBJECTS }, (_, place) => objectOf(place));
  return [
    ...account(1, 246, receiverUrl),
    ...account(2, 999, receiverUrl),
    ...objects.map((object) => event(1, object)),
    event(2, FOREIGN_OBJECT),
  ];
}

function account(id: number, userId: number, url: string): object[] {
  return [
    { account: { id, branch_identifier: '0001', number: `${id}`, user_ids: [userId] } },
    { endpoint: { id: `ep_${id}`, account_id: id, url, type_webhook: 'CASHIN' } },
  ];
}

function event(accountId: number, object: number): object {
  return {
    event: {
      id: `evt_${object}`,
      account_id: accountId,
      resend_type: 'RESEND_TYPE_CASHIN',
      object_reference_id: object,
      type: 'QR_CODE_COPY_AND_PASTE_PAID',
      occurred_at: new Date(FIRST_EVENT_MS + (object % FIRST_OBJECT)).toISOString(),
      payload: Buffer.from(`{"object":${object}}`).toString('base64'),
    },
  };
}
