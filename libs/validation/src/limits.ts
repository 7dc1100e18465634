/** Characters of a value that is sent as a header. */
export const MAX_HEADER_LENGTH = 255;

/** Largest identifier: every JSON reader keeps integers up to here exact. */
export const MAX_ID = Number.MAX_SAFE_INTEGER;

/** Characters (code points) of a branch identifier or an account number. */
export const MAX_ACCOUNT_PART_LENGTH = 32;

/** Characters of the name of an account, and of a key of an event. */
export const MAX_KEY_LENGTH = 64;

/** Entries of event_types and of endpoint_ids. */
export const MAX_FILTER_ENTRIES = 64;

/** Entries of a list that names what is meant one by one, repeated ones counted once. */
export const MAX_LIST_ENTRIES = 1000;

/** Printable ASCII characters of an idempotency key. */
export const MAX_IDEMPOTENCY_KEY_LENGTH = 255;

/** Characters (code points) of what people call a resend, and of why they asked for it. */
export const MAX_RESEND_NAME_LENGTH = 64;
export const MAX_REASON_LENGTH = 512;

/** Deliveries of one resend started in a second. */
export const MIN_RESEND_RATE = 0.1;
export const MAX_RESEND_RATE = 1_000;

/** Deliveries that a resend may begin with. */
export const MAX_FIRST = 100;

/** How far ahead a resend may be put off. */
export const MAX_NOT_BEFORE_MS = 30 * 86_400_000;

export const DEFAULT_PAGE_SIZE = 20;
export const MAX_PAGE_SIZE = 100;

/** Violations named in one answer; the rest would only make it longer. */
export const MAX_VIOLATIONS = 20;

/** Characters of a caller's own field name that are repeated in an answer. */
export const MAX_SHOWN_FIELD_LENGTH = 64;

/** Hours that statistics of an endpoint can be asked for. */
export const DEFAULT_HOURS = 24;
export const MAX_HOURS = 168;

/** Characters of an endpoint's URL. */
export const MAX_URL_LENGTH = 2048;
