/** An account with endpoints of one receiver and events of one object each. */
export interface CrowdedAccount {
  readonly id: number;
  readonly userIds: readonly number[];
  readonly endpointUrls: readonly string[];
  readonly maxRatePerSecond?: number;
  readonly events: number;
}

const OBJECTS_PER_ACCOUNT = 10_000_000;
const FIRST_EVENT_MS = Date.UTC(2026, 3, 1);
const EVENT_INTERVAL_MS = 1_000;
const PAYLOAD = Buffer.from('{"type":"PIX_CASHIN_RECEIVED"}').toString('base64');

/** The object of an account's event; events count from 1. */
export function objectOf(accountId: number, event: number): number {
  return accountId * OBJECTS_PER_ACCOUNT + event;
}

/** What asks for one object. */
export function singleOf(accountId: number, event: number): object {
  return { resend_type: 'CASHIN', object_reference_id: objectOf(accountId, event) };
}

/** What asks for everything of an account. */
export function bulkOf(accountId: number): object {
  return {
    resend_type: 'CASHIN',
    source_account_branch_identifier: '0001',
    source_account_number: `${accountId}`,
    start_datetime: '2026-04-01T00:00:00Z',
    end_datetime: '2026-04-30T00:00:00Z',
  };
}

/** The account as import lines have it. */
export function* recordsOf(account: CrowdedAccount): Generator<object> {
  const { id, userIds, endpointUrls, maxRatePerSecond, events } = account;
  yield { account: { id, branch_identifier: '0001', number: `${id}`, user_ids: userIds } };
  for (const [at, url] of endpointUrls.entries()) {
    const rate = maxRatePerSecond === undefined ? {} : { max_rate_per_second: maxRatePerSecond };
    const names = { id: `crowd_${id}_${at}`, account_id: id, type_webhook: 'CASHIN' };
    yield { endpoint: { ...names, url, authorization_token: `Bearer ${id}`, ...rate } };
  }
  for (let event = 1; event <= events; event += 1) {
    yield {
      event: {
        id: `evt_${id}_${event}`,
        account_id: id,
        resend_type: 'RESEND_TYPE_CASHIN',
        object_reference_id: objectOf(id, event),
        type: 'PIX_CASHIN_RECEIVED',
        occurred_at: new Date(FIRST_EVENT_MS + event * EVENT_INTERVAL_MS).toISOString(),
        payload: PAYLOAD,
      },
    };
  }
}
