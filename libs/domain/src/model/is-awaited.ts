/**
 * Says whether the caller of an act still waits for its answer. It is asked inside the transaction:
 * what nobody waits for any more is not begun, so that it does not happen behind a caller's back.
 */
export type IsAwaited = () => boolean;
