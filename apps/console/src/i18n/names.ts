import type {
  DeliveryReason,
  DeliveryState,
  DeliveryStateFilter,
  ErrorClass,
  ErrorCode,
  ResendControl,
  ResendKind,
  ResendStatus,
  ResendType,
  WaitReason,
} from '@webhooks/domain';

import type { LastOutcome } from '../api/types.ts';

/** What is wrong and what to do about it. */
export interface Explanation {
  readonly name: string;
  readonly advice: string;
}

/** What the facade answers beside the errors of the domain. */
export type HttpCode =
  'network' | 'unexpected_answer' | 'internal_error' | 'body_too_large' | 'not_found';

/** Words for what the API names; a name that is added there is missed here by the compiler. */
export interface Names {
  readonly statuses: Readonly<Record<ResendStatus | 'PAUSED' | 'CANCELLING' | 'CANCELLED', string>>;
  readonly kinds: Readonly<Record<ResendKind, string>>;
  readonly controls: Readonly<Record<ResendControl, string>>;
  readonly types: Readonly<Record<ResendType, string>>;
  readonly objects: Readonly<Record<ResendType, string>>;
  readonly states: Readonly<Record<DeliveryState, string>>;
  readonly reasons: Readonly<Record<DeliveryReason, string>>;
  readonly outcomes: Readonly<Record<LastOutcome, string>>;
  readonly filters: Readonly<Record<DeliveryStateFilter, string>>;
  readonly errorClasses: Readonly<Record<ErrorClass, Explanation>>;
  readonly errors: Readonly<Record<ErrorCode | HttpCode, string>>;
  readonly breakers: Readonly<Record<'CLOSED' | 'OPEN' | 'HALF_OPEN', Explanation>>;
  readonly waitReasons: Readonly<Record<WaitReason, string>>;
  readonly disabledReasons: Readonly<Record<'by_owner' | 'gone', string>>;
}
