import type { FieldCode } from '@webhooks/domain';

const reasons = {
  invalid: 'INVALID',
  required: 'REQUIRED',
  unknown_field: 'UNKNOWN_FIELD',
  beside_another: 'BESIDE_ANOTHER',
  after_end: 'AFTER_END',
  needs_undelivered: 'NEEDS_UNDELIVERED',
  single_object: 'SINGLE_OBJECT',
  too_far_ahead: 'TOO_FAR_AHEAD',
  unknown_endpoint: 'UNKNOWN_ENDPOINT',
  endpoint_disabled: 'ENDPOINT_DISABLED',
  endpoint_is_test: 'ENDPOINT_IS_TEST',
  endpoint_not_test: 'ENDPOINT_NOT_TEST',
  address_not_allowed: 'ADDRESS_NOT_ALLOWED',
} as const satisfies Record<FieldCode, Uppercase<FieldCode>>;

/** The codes of the domain, said without it, since the contract is published by itself. */
type ReasonedFieldCode = keyof typeof reasons;

const codes: ReadonlyMap<string, ReasonedFieldCode> = new Map(
  Object.entries(reasons).map(([code, reason]) => [reason, code as ReasonedFieldCode]),
);

/** google.rpc.BadRequest.FieldViolation.reason of what is wrong with a field. */
export function fieldReasonOf(code: ReasonedFieldCode): string {
  return reasons[code];
}

/** What is wrong with a field by its reason; null when it is none of ours. */
export function fieldCodeOf(reason: string): ReasonedFieldCode | null {
  return codes.get(reason) ?? null;
}
