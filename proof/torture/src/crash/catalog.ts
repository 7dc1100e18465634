/** An endpoint of the catalog and the events that it wants. */
export interface TorturedEndpoint {
  readonly id: string;
  readonly accountId: number;
  readonly typeWebhook: string;
  /** Sent to it alone. */
  readonly token: string;
}

/** An event of the catalog; the ordinals of an object's events count from 1 in their order. */
export interface TorturedEvent {
  readonly id: string;
  readonly accountId: number;
  readonly object: number;
  readonly ordinal: number;
  readonly type: string;
  /** Any bytes: nothing may change them. */
  readonly payload: Buffer;
}

/** A request for a resend, and what has to come of it. */
export interface PlannedRequest {
  readonly body: object;
  /** `endpoint/event` of each delivery. */
  readonly expected: ReadonlySet<string>;
}

const OBJECTS = 24;
const EVENTS_PER_OBJECT = 4;
const OBJECTS_PER_ACCOUNT = 1_000_000;
const PAYLOAD_BYTES = 200;
const FIRST_EVENT_MS = Date.UTC(2026, 3, 1);
const PAID = 'QR_CODE_COPY_AND_PASTE_PAID';
const types = ['QR_CODE_COPY_AND_PASTE_CREATED', PAID, 'QR_CODE_COPY_AND_PASTE_REFUNDED', PAID];

/** Account 3 is nobody's who asks, and no cash-out is asked for: their endpoints get nothing. */
const endpoints = [
  endpoint('ep_1_all', 1, 'CASHIN'),
  endpoint('ep_1_paid', 1, PAID),
  endpoint('ep_1_out', 1, 'CASHOUT'),
  endpoint('ep_2_all', 2, 'CASHIN'),
  endpoint('ep_3_all', 3, 'CASHIN'),
];

/** The user who asks has accounts 1 and 2. */
const users: Readonly<Record<number, number>> = { 1: 246, 2: 246, 3: 999 };

/** What the tortured system knows and may be asked for. */
export class Catalog {
  readonly endpoints: readonly TorturedEndpoint[] = endpoints;
  readonly events: ReadonlyMap<string, TorturedEvent>;
  readonly #random: () => number;

  constructor(random: () => number) {
    this.#random = random;
    const accounts = Object.keys(users).map(Number);
    const events = accounts.flatMap((accountId) => this.#eventsOf(accountId));
    this.events = new Map(events.map((event) => [event.id, event]));
  }

  /** As import lines have it; endpoints are paths of the receiver. */
  records(receiverUrl: string): object[] {
    const accounts = Object.entries(users).map(([id, userId]) => ({
      account: { id: Number(id), branch_identifier: '0001', number: id, user_ids: [userId] },
    }));
    const targets = endpoints.map(({ id, accountId, typeWebhook, token }) => ({
      endpoint: {
        id,
        account_id: accountId,
        url: `${receiverUrl}/${id}`,
        type_webhook: typeWebhook,
        authorization_token: token,
      },
    }));
    return [...accounts, ...targets, ...[...this.events.values()].map(eventRecord)];
  }

  /** Something that may be asked for; a share of the wishes is for a whole account. */
  nextRequest(bulkShare: number): PlannedRequest {
    const accountId = this.#random() < 0.5 ? 1 : 2;
    return this.#random() < bulkShare
      ? this.bulkRequest(accountId)
      : this.objectRequest(accountId, 1 + Math.floor(this.#random() * OBJECTS));
  }

  bulkRequest(accountId: number): PlannedRequest {
    const body = {
      resend_type: 'CASHIN',
      source_account_branch_identifier: '0001',
      source_account_number: `${accountId}`,
      start_datetime: '2026-03-01T00:00:00Z',
      end_datetime: '2026-05-01T00:00:00Z',
    };
    return { body, expected: this.#expected((event) => event.accountId === accountId) };
  }

  objectRequest(accountId: number, place: number): PlannedRequest {
    const object = accountId * OBJECTS_PER_ACCOUNT + place;
    const body = { resend_type: 'CASHIN', object_reference_id: object };
    return { body, expected: this.#expected((event) => event.object === object) };
  }

  #expected(isWanted: (event: TorturedEvent) => boolean): ReadonlySet<string> {
    const wanted = [...this.events.values()].filter(isWanted);
    return new Set(
      wanted.flatMap((event) =>
        endpoints.filter((target) => wants(target, event)).map(({ id }) => `${id}/${event.id}`),
      ),
    );
  }

  /** The events of an account's objects alternate. */
  #eventsOf(accountId: number): TorturedEvent[] {
    return Array.from({ length: OBJECTS * EVENTS_PER_OBJECT }, (_, at) => {
      const place = (at % OBJECTS) + 1;
      const ordinal = Math.floor(at / OBJECTS) + 1;
      return {
        id: `evt_${accountId}_${place}_${ordinal}`,
        accountId,
        object: accountId * OBJECTS_PER_ACCOUNT + place,
        ordinal,
        type: types[ordinal - 1] ?? PAID,
        payload: Buffer.from(
          Array.from({ length: PAYLOAD_BYTES }, () => Math.floor(this.#random() * 256)),
        ),
      };
    });
  }
}

function endpoint(id: string, accountId: number, typeWebhook: string): TorturedEndpoint {
  return { id, accountId, typeWebhook, token: `Bearer of ${id}` };
}

function wants(target: TorturedEndpoint, event: TorturedEvent): boolean {
  const { accountId, typeWebhook } = target;
  return accountId === event.accountId && [event.type, 'CASHIN'].includes(typeWebhook);
}

function eventRecord(event: TorturedEvent): object {
  const { id, accountId, object, ordinal, type, payload } = event;
  const place = object % OBJECTS_PER_ACCOUNT;
  return {
    event: {
      id,
      account_id: accountId,
      resend_type: 'RESEND_TYPE_CASHIN',
      object_reference_id: object,
      type,
      occurred_at: new Date(FIRST_EVENT_MS + ordinal * 60_000 + place).toISOString(),
      payload: payload.toString('base64'),
    },
  };
}
