import type * as domain from '@webhooks/domain';
import {
  DeliveryState,
  DeliveryStateFilter,
  ResendControl,
  ResendStatus,
  ResendType,
} from '@webhooks/contracts';

export const TYPE_TO_MESSAGE = {
  CASHIN: ResendType.CASHIN,
  CASHOUT: ResendType.CASHOUT,
} as const satisfies Record<domain.ResendType, ResendType>;

export const STATUS_TO_MESSAGE = {
  PENDING: ResendStatus.PENDING,
  PROCESSING: ResendStatus.PROCESSING,
  COMPLETED: ResendStatus.COMPLETED,
  FAILED: ResendStatus.FAILED,
} as const satisfies Record<domain.ResendStatus, ResendStatus>;

export const DELIVERY_STATE_FILTER_TO_MESSAGE = {
  ALL: DeliveryStateFilter.ALL,
  FAILED: DeliveryStateFilter.FAILED,
  NEVER_ATTEMPTED: DeliveryStateFilter.NEVER_ATTEMPTED,
  UNDELIVERED: DeliveryStateFilter.UNDELIVERED,
} as const satisfies Record<domain.DeliveryStateFilter, DeliveryStateFilter>;

export const STATE_TO_MESSAGE = {
  PENDING: DeliveryState.PENDING,
  DELIVERED: DeliveryState.DELIVERED,
  FAILED: DeliveryState.FAILED,
  RETRYING: DeliveryState.RETRYING,
  CANCELLED: DeliveryState.CANCELLED,
  SKIPPED: DeliveryState.SKIPPED,
} as const satisfies Record<domain.DeliveryState, DeliveryState>;

export const CONTROL_TO_MESSAGE = {
  RUNNING: ResendControl.UNSPECIFIED,
  PAUSED: ResendControl.PAUSED,
  CANCELLING: ResendControl.CANCELLING,
} as const satisfies Record<domain.ResendControl, ResendControl>;

/** The domain's name for a value of a message. Throws when it has none. */
export function nameOf<Name extends string>(
  names: Readonly<Record<Name, number>>,
  value: number,
): Name {
  for (const name in names) if (names[name] === value) return name;
  throw new Error(`The service sent the unknown enum value ${value}`);
}
