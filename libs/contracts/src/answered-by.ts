/**
 * The response header by which an answer or an error is known to be the core's own, and not that of
 * something between or of whatever else has its port. It says nothing about who may be trusted.
 */
export const ANSWERED_BY_HEADER = 'answered-by';

/** What the core says in it. */
export const ANSWERED_BY_SERVICE = 'resend-service';
