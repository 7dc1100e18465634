export * from './catalog-record.ts';
export * from './client-certificate.ts';
export * from './delivery-list-query.ts';
export { formatMicros, formatMillis, isSaneMicros, parseDatetimeToMicros } from './datetime.ts';
export * from './endpoint-change.ts';
export * from './endpoint-change-schema.ts';
export * from './endpoint-list-query.ts';
export * from './event-list-query.ts';
export * from './event-query.ts';
export * from './idempotency-key.ts';
export { validateEmptyBody } from './empty-body.ts';
export { isId, parseId } from './identifier.ts';
export * from './limits.ts';
export * from './new-endpoint.ts';
export * from './list-query.ts';
export * from './refusal.ts';
export * from './resend-body.ts';
export * from './resend-body-schema.ts';
export * from './resend-change.ts';
export * from './resend-options.ts';
export { FIELD_MESSAGES } from './field-messages.ts';
export {
  assertListFits,
  listOf,
  presenceViolations,
  selectionViolations,
} from './selection-rules.ts';
export * from './statistics-query.ts';
export { unknownParameter } from './unknown-field.ts';
export * from './strict-json.ts';
export { ID_PARAMETER, type QueryParameter } from './query-parameters.ts';
export { isName, isPrintable, isPrintableAscii } from './text-patterns.ts';
export { isSigningSecret } from './endpoint-checks.ts';
