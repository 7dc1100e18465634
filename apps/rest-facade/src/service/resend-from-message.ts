import type * as message from '@webhooks/contracts';
import {
  protoControls,
  protoResendTypes,
  protoStateFilters,
  protoStatuses,
} from '@webhooks/contracts/mapping';
import {
  noOptions,
  type ListField,
  type ListSummary,
  type ReceiptCounts,
  type Resend,
  type ResendCursor,
  type ResendOptions,
  type ResendSelection,
} from '@webhooks/domain';

import { nameOf } from './name-of.ts';
import { toSample } from './sample-from-message.ts';
import { orNull, toMicros, toMs, toNumber } from './from-message.ts';

/** A resend as the service sent it. Throws when it lacks what every resend has. */
export function toResend(resend: message.Resend | undefined): Resend {
  if (resend?.selection === undefined)
    throw new Error('The service sent a resend without selection');
  return {
    id: toNumber(resend.id),
    userId: resend.userId === 0n ? null : toNumber(resend.userId),
    accountId: toNumber(resend.accountId),
    selection: toSelection(resend.selection),
    options: toOptions(resend.options),
    listed: resend.listed === undefined ? null : toListed(resend.listed),
    status: nameOf(protoStatuses, resend.status),
    control: nameOf(protoControls, resend.control),
    total: toNumber(resend.total),
    delivered: toNumber(resend.delivered),
    failed: toNumber(resend.failed),
    pending: toNumber(resend.pending),
    skipped: toNumber(resend.skipped),
    cancelled: toNumber(resend.cancelled),
    receipts: toReceipts(resend),
    sample: orNull(resend.sample, toSample),
    detail: resend.detail === '' ? null : resend.detail,
    createdAtMs: toMs(resend.createdAt),
    updatedAtMs: toMs(resend.updatedAt),
    finishedAtMs: orNull(resend.finishedAt, toMs),
    retryOfId: orNull(resend.retryOfId, toNumber),
    deliveriesPruned: resend.deliveriesPruned,
  };
}

/** None for a service that says nothing of them. */
function toOptions(options: message.ResendOptions | undefined): ResendOptions {
  if (options === undefined) return noOptions;
  const { name, reason, notBefore, maxRatePerSecond, first, deliverTo } = options;
  return {
    name: name === '' ? null : name,
    reason: reason === '' ? null : reason,
    notBeforeMs: orNull(notBefore, toMs),
    maxRatePerSecond: maxRatePerSecond ?? null,
    first: first ?? null,
    deliverTo: deliverTo === '' ? null : deliverTo,
  };
}

/** Adds up to delivered, also for a service that does not ask what receivers say. */
function toReceipts(resend: message.Resend): ReceiptCounts {
  const fresh = toNumber(resend.deliveredNew);
  const knownBefore = toNumber(resend.deliveredKnownBefore);
  return { fresh, knownBefore, notSaid: toNumber(resend.delivered) - fresh - knownBefore };
}

/** Null when there is none. */
export function toCursor(cursor: message.ResendCursor | undefined): ResendCursor | null {
  if (cursor === undefined) return null;
  return { createdAtMs: toMs(cursor.createdAt), id: toNumber(cursor.id) };
}

function toListed({ field, count }: message.Listed): ListSummary {
  if (!isListField(field)) throw new Error(`The service sent a resend of a list of ${field}`);
  return { field, count };
}

function isListField(field: string): field is ListField {
  return ['object_reference_ids', 'event_ids', 'keys'].includes(field);
}

function toSelection(selection: message.ResendSelection): ResendSelection {
  const { sourceAccountBranchIdentifier, sourceAccountNumber } = selection;
  const { objectReferenceId, startDatetime, endDatetime } = selection;
  return {
    resendType: nameOf(protoResendTypes, selection.resendType),
    objectReferenceId: orNull(objectReferenceId, toNumber),
    // Summed up in `listed`.
    list: null,
    account:
      sourceAccountBranchIdentifier === undefined || sourceAccountNumber === undefined
        ? null
        : { branchIdentifier: sourceAccountBranchIdentifier, number: sourceAccountNumber },
    range:
      startDatetime === undefined || endDatetime === undefined
        ? null
        : { startUs: toMicros(startDatetime), endUs: toMicros(endDatetime) },
    deliveryState:
      selection.deliveryState === 0 ? 'ALL' : nameOf(protoStateFilters, selection.deliveryState),
    includeInHand: selection.includeInHand,
    latestOnly: selection.latestOnly,
    eventTypes: selection.eventTypes,
    endpointIds: selection.endpointIds,
  };
}
