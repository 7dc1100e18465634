import type { EventKeyName } from './event.ts';

/** CASHIN: webhooks of QR Codes and received Pix. CASHOUT: webhooks of Transactions. */
export type ResendType = 'CASHIN' | 'CASHOUT';

/** Narrows what is resent; a webhook is resent when every restriction that is given allows it. */
export interface Restrictions {
  /**
   * By the latest known outcome of each event at each endpoint, or UNDELIVERED: no 2xx is known from
   * anybody, and nobody has it in hand. Default ALL.
   */
  readonly delivery_state?: 'ALL' | 'FAILED' | 'NEVER_ATTEMPTED' | 'UNDELIVERED';
  /** Only with UNDELIVERED. True: also what its sender retries, or an unfinished resend holds. */
  readonly include_in_hand?: boolean;
  /** True: of the events of one object that all else selects, only the newest. */
  readonly latest_only?: boolean;
  /** Only events of these types, 1 to 64. */
  readonly event_types?: readonly string[];
  /** Only to these endpoints, 1 to 64. */
  readonly endpoint_ids?: readonly string[];
}

/** How a resend is carried out. */
export interface ResendOptions {
  /** What to call it, up to 64 characters. */
  readonly name?: string;
  /** Why it is asked for, up to 512 characters; kept in the audit trail. */
  readonly reason?: string;
  /** Nothing is sent before, at most 30 days ahead; a past moment means now. */
  readonly not_before?: string | Date;
  /** Deliveries started in a second at most, 0.1 to 1,000; can be changed while it runs. */
  readonly max_rate_per_second?: number;
  /** Not for a single object: so many deliveries go first, 1 to 100, the others if all of them succeed. */
  readonly first?: number;
  /** An enabled endpoint of the account that is marked test: it gets what is selected, in place of others. */
  readonly deliver_to?: string;
}

/** What is named may be restricted to an account that it has to belong to, and to a range. */
interface Named extends Restrictions, ResendOptions {
  /** Both or neither; leading zeros are significant. */
  readonly source_account_branch_identifier?: string;
  readonly source_account_number?: string;
  /** Only events inside this range; takes both datetimes and the account. */
  readonly start_datetime?: string | Date;
  readonly end_datetime?: string | Date;
}

/** Every webhook of one object. */
export interface ObjectResend extends Named {
  readonly resend_type: ResendType;
  /** CASHIN: QR Code ID. CASHOUT: Transaction ID. */
  readonly object_reference_id: number;
  readonly object_reference_ids?: undefined;
  readonly event_ids?: undefined;
  readonly keys?: undefined;
}

/** Every webhook of some objects of one account. */
export interface ObjectsResend extends Named {
  readonly resend_type: ResendType;
  readonly object_reference_id?: undefined;
  /** QR Code IDs or Transaction IDs, at most 1,000 that differ. Each has to be there. */
  readonly object_reference_ids: readonly number[];
  readonly event_ids?: undefined;
  readonly keys?: undefined;
}

/** Some events of one account. */
export interface EventsResend extends Named {
  readonly resend_type: ResendType;
  readonly object_reference_id?: undefined;
  readonly object_reference_ids?: undefined;
  /** At most 1,000 that differ. Each has to be there. */
  readonly event_ids: readonly string[];
  readonly keys?: undefined;
}

/** The events of one account that are known by some keys. */
export interface KeysResend extends Named {
  readonly resend_type: ResendType;
  readonly object_reference_id?: undefined;
  readonly object_reference_ids?: undefined;
  readonly event_ids?: undefined;
  /** One key an entry, at most 1,000 that differ. Each has to be that of an event. */
  readonly keys: readonly Readonly<Partial<Record<EventKeyName, string>>>[];
  readonly source_account_branch_identifier: string;
  readonly source_account_number: string;
}

/** Every webhook of one account in a range of time, inclusive at both ends. */
export interface RangeResend extends Restrictions, ResendOptions {
  readonly resend_type: ResendType;
  readonly object_reference_id?: undefined;
  readonly object_reference_ids?: undefined;
  readonly event_ids?: undefined;
  readonly keys?: undefined;
  /** Leading zeros are significant, here and in the number. */
  readonly source_account_branch_identifier: string;
  readonly source_account_number: string;
  /** ISO 8601; without a zone it is read as UTC. */
  readonly start_datetime: string | Date;
  readonly end_datetime: string | Date;
}

/** What is to be resent: the body of the request, distinguished by what it names. */
export type ResendRequest = ObjectResend | ObjectsResend | EventsResend | KeysResend | RangeResend;
