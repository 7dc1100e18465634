export {
  ResendApiError,
  ResendConnectionError,
  ResendOutcomeUnknownError,
  type ApiErrorCode,
  type FieldError,
} from './errors/errors.ts';
export type { CallOptions, ClientOptions, CreateOptions } from './options/options.ts';
export type { DeliveryBody } from './receiver/body-bytes.ts';
export { type Deduplicator, type DeliveryAnswer, processOnce } from './receiver/deduplicator.ts';
export { DeliveryError, type DeliveryErrorCode } from './receiver/delivery-error.ts';
export { DeliveryInProgressError } from './receiver/delivery-in-progress-error.ts';
export type { DeliveryHeaders } from './receiver/delivery-headers.ts';
export {
  createDeliveryVerifier,
  type DeliveryVerifier,
  type VerifierOptions,
} from './receiver/delivery-verifier.ts';
export { createMemoryDeduplicator } from './receiver/memory-deduplicator.ts';
export type { UnsignedHints, VerifiedDelivery } from './receiver/verified-delivery.ts';
export { ResendClient } from './resend-client.ts';
export { serverSentEvents, type ServerSentEvent, type Wait } from './watch/server-sent-events.ts';
export type { WatchOptions } from './watch/watch-resend.ts';
export type * from './wire/answers.ts';
export type * from './wire/delivery-log.ts';
export type * from './wire/endpoint.ts';
export type * from './wire/event.ts';
export type * from './wire/health-notification.ts';
export type * from './wire/notice-log.ts';
export type * from './wire/resend-log.ts';
export type * from './wire/resend-preview.ts';
export type * from './wire/resend-request.ts';
export type * from './wire/test-event.ts';
