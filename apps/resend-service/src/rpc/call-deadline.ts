import type { DescMethod } from '@bufbuild/protobuf';
import { createContextKey, type ContextKey } from '@connectrpc/connect';
import type { IncomingHttpHeaders } from 'node:http2';

import {
  CatalogService,
  Health,
  reflectionV1alpha,
  ResendService,
  ServerReflection,
} from '@webhooks/contracts';
import type { FieldViolation } from '@webhooks/domain';

import { STREAM_DEADLINE_MS, UNARY_DEADLINE_MS, WATCH_DEADLINE_MS } from './rpc-limits.ts';

/** Where the request gate finds what is wrong with the deadline of a call. */
export const deadlineViolationsKey: ContextKey<readonly FieldViolation[]> = createContextKey<
  readonly FieldViolation[]
>([], { description: 'what is wrong with the deadline' });

/** How long its caller waits for a call, in milliseconds; null: it did not say. */
export const deadlineKey: ContextKey<number | null> = createContextKey<number | null>(null, {
  description: 'deadline of the caller',
});

const GRPC_UNITS_MS: Readonly<Record<string, number>> = {
  H: 3_600_000,
  M: 60_000,
  S: 1_000,
  m: 1,
  u: 1e-3,
  n: 1e-6,
};

/** The headers that carry a deadline, each with its reader: milliseconds, null when it is none. */
const readers: Readonly<Record<string, (text: string) => number | null>> = {
  'grpc-timeout': (text) => {
    const [, digits, unit = ''] = /^(\d{1,8})([HMSmun])$/.exec(text) ?? [];
    return digits === undefined ? null : Number(digits) * (GRPC_UNITS_MS[unit] ?? Number.NaN);
  },
  'connect-timeout-ms': (text) => (/^\d{1,10}$/.test(text) ? Number(text) : null),
};

/**
 * Takes a deadline out of the headers that is none, or longer than its method may take, and says
 * what is wrong with it. Connect would refuse it without details for programs, and only after it
 * has set a timer, whose delay may be more than a timer takes.
 */
export function takeWrongDeadline(
  headers: IncomingHttpHeaders,
  method: DescMethod,
): readonly FieldViolation[] {
  const maxMs = longestDeadlineMs(method);
  return Object.entries(readers).flatMap(([field, read]) => {
    const text = headers[field];
    if (text === undefined) return [];
    const ms = read(String(text));
    if (ms !== null && ms <= maxMs) return [];
    delete headers[field];
    const message = `must be at most ${Math.floor(maxMs / 1000)} seconds`;
    return [{ field, message: ms === null ? 'is not a deadline' : message }];
  });
}

function longestDeadlineMs(method: DescMethod): number {
  if (method === ResendService.method.watchResend) return WATCH_DEADLINE_MS;
  const isLong =
    method === CatalogService.method.importRecords ||
    method.parent === Health ||
    method.parent === ServerReflection ||
    method.parent === reflectionV1alpha.ServerReflection;
  return isLong ? STREAM_DEADLINE_MS : UNARY_DEADLINE_MS;
}

/** The deadline that a call brings in one of its headers, in milliseconds; null when it has none. */
export function deadlineOf(headers: IncomingHttpHeaders): number | null {
  for (const [field, read] of Object.entries(readers)) {
    const text = headers[field];
    if (text !== undefined) return read(String(text));
  }
  return null;
}
