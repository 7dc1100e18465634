/** Limits that a person can meet, by names that stay the same. */
export const limitNames = [
  'active_bulk_resends_of_user',
  'active_bulk_resends_of_account',
  'calls_per_second_of_user',
  'requests_at_once_of_user',
  'request_bodies_at_once_of_user',
  'exports_at_once_of_user',
  'event_streams_at_once_of_user',
  'previews_at_once_of_user',
  'previews_at_once',
  'watchers_at_once_of_user',
  'watchers_at_once',
  'imports_at_once',
  'endpoints_of_account',
  'removed_endpoints_of_account',
  'test_events_per_minute_of_endpoint',
  'test_events_per_minute_of_user',
  'list_entries',
  'body_bytes',
] as const;

export type LimitName = (typeof limitNames)[number];

/** Which limit refused a call. */
export interface ReachedLimit {
  readonly name: LimitName;
  /** What is allowed; null where that depends on what others have just now. */
  readonly value: number | null;
}
