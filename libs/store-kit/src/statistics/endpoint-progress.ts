import { MAX_ENDPOINTS_SHOWN } from '@webhooks/domain';
import type { EndpointProgress, ResendProgress, WaitReason } from '@webhooks/domain';

import type { ResendRow } from '../resends/resend-row.ts';

/** The pace of an endpoint is what was settled in this window of time and in the one before. */
const paceWindowMs = 30_000;
/** A pace is not judged by less than this. */
const minPaceMs = 1_000;

/** The number of the window that a moment lies in. */
export function paceWindowAt(nowMs: number): number {
  return Math.floor(nowMs / paceWindowMs);
}

/** What of a resend its progress by endpoint depends on. */
export type ProgressedRow = Pick<
  ResendRow,
  | 'id'
  | 'total'
  | 'planned'
  | 'plan_done'
  | 'delivered'
  | 'failed'
  | 'control'
  | 'runs_from_ms'
  | 'max_rate_per_second'
  | 'sample_state'
  | 'finished_at_ms'
>;

/** An endpoint of a resend as it lies in the database. */
export interface EndpointProgressRow {
  readonly endpoint_id: string;
  /** Null: the set is not counted by endpoint. */
  readonly counted: number | null;
  readonly planned: number;
  readonly delivered: number;
  readonly failed: number;
  readonly skipped: number;
  readonly cancelled: number;
  readonly retrying: number;
  readonly pace_window: number;
  readonly pace_settled: number;
  readonly pace_settled_before: number;
  readonly pace_since_ms: number;
  readonly max_rate_per_second: number | null;
  /** Its URL has to prove itself first. */
  readonly is_unproven: 0 | 1;
  /** Null while its breaker is closed. */
  readonly retry_at_ms: number | null;
}

/** An endpoint of a resend with what follows from its row. */
interface Judged {
  readonly row: EndpointProgressRow;
  readonly total: number | null;
  readonly pending: number;
}

/** What is not in the rows. */
interface Circumstances {
  /**
   * Says whether the next delivery to an endpoint waits for an earlier event of its object; it is asked
   * of few endpoints.
   */
  readonly awaitsOrder: (endpointId: string) => boolean;
  readonly expiresAtMs: number;
  readonly nowMs: number;
}

/** How far a resend is at its endpoints. */
export function toResendProgress(
  resend: ProgressedRow,
  rows: readonly EndpointProgressRow[],
  circumstances: Circumstances,
): ResendProgress {
  // A resend that was settled before anybody counted by endpoint.
  const counted = rows.reduce((sum, { planned }) => sum + planned, 0);
  const isCounted = resend.plan_done === 0 || counted === resend.planned;
  const judged = isCounted ? rows.map((row) => judge(resend, row, rows.length)) : [];
  const wanted = judged.filter(({ total, pending }) => total !== 0 || pending > 0);
  const shown = wanted.toSorted(worstFirst).slice(0, MAX_ENDPOINTS_SHOWN);
  const endpoints = shown.map((one) => toProgress(resend, one, circumstances));
  return { resendId: resend.id, endpoints, others: wanted.length - shown.length };
}

function judge(resend: ProgressedRow, row: EndpointProgressRow, endpoints: number): Judged {
  const total = totalOf(resend, row, endpoints);
  return { row, total, pending: (total ?? row.planned) - row.delivered - row.failed };
}

/** What was planned to its end is the set, whatever was counted. */
function totalOf(
  resend: ProgressedRow,
  { planned, counted }: EndpointProgressRow,
  endpoints: number,
): number | null {
  if (resend.plan_done === 1) return planned;
  return endpoints === 1 ? resend.total : counted;
}

/** Those that hold something up since they fail or are not proven, then those where most failed, then those with most to do. */
function worstFirst(one: Judged, other: Judged): number {
  return (
    Number(isHeldUp(other)) - Number(isHeldUp(one)) ||
    other.row.failed - one.row.failed ||
    other.pending - one.pending ||
    (one.row.endpoint_id < other.row.endpoint_id ? -1 : 1)
  );
}

function isHeldUp({ row, pending }: Judged): boolean {
  return (row.retry_at_ms !== null || row.is_unproven === 1) && pending > 0;
}

function toProgress(
  resend: ProgressedRow,
  one: Judged,
  circumstances: Circumstances,
): EndpointProgress {
  const { row, total, pending } = one;
  const { endpoint_id: endpointId, delivered, failed, skipped, cancelled, retrying } = row;
  const isOver = pending === 0 || resend.finished_at_ms !== null;
  return {
    ...{ endpointId, total, delivered, failed, skipped, cancelled, pending, retrying },
    waitingFor: isOver ? null : waitingFor(resend, one, circumstances),
    nextTestAtMs: isOver ? null : row.retry_at_ms,
    estimatedEndMs: isOver ? null : estimatedEndMs(resend, one, circumstances.nowMs),
    expiresAtMs: isOver ? null : circumstances.expiresAtMs,
  };
}

function waitingFor(
  resend: ProgressedRow,
  { row, pending }: Judged,
  { awaitsOrder, nowMs }: Circumstances,
): WaitReason | null {
  if (resend.control === 'CANCELLING') return null;
  if (resend.control === 'PAUSED') return 'paused';
  if (resend.runs_from_ms > nowMs) return 'not_before';
  // Nothing is tried before the proof.
  if (row.is_unproven === 1) return 'verification';
  if (row.retry_at_ms !== null) return 'breaker';
  if (resend.sample_state === 'WAITING' || resend.sample_state === 'SENDING') return 'sample';
  if (row.retrying === pending) return 'retry';
  if (row.retrying > 0 && awaitsOrder(row.endpoint_id)) return 'order';
  return (row.max_rate_per_second ?? resend.max_rate_per_second) === null ? 'turn' : 'pace';
}

/** When what is pending is settled at the pace of the last minute, or else at the rate that is allowed. */
function estimatedEndMs(
  resend: ProgressedRow,
  { row, total, pending }: Judged,
  nowMs: number,
): number | null {
  if (total === null || resend.control !== 'RUNNING') return null;
  const perMs = pacePerMs(row, nowMs) ?? allowedPerMs(resend, row);
  if (perMs === null) return null;
  const fromMs = Math.max(nowMs, resend.runs_from_ms, row.retry_at_ms ?? 0);
  return Math.ceil(fromMs + pending / perMs);
}

/** Null: too little is known of it. */
function pacePerMs(row: EndpointProgressRow, nowMs: number): number | null {
  const window = paceWindowAt(nowMs);
  const isCurrent = row.pace_window === window;
  if (!isCurrent && row.pace_window !== window - 1) return null;
  const settled = row.pace_settled + (isCurrent ? row.pace_settled_before : 0);
  const sinceMs = Math.max(row.pace_since_ms, (window - 1) * paceWindowMs);
  const tookMs = nowMs - sinceMs;
  return tookMs < minPaceMs || settled === 0 ? null : settled / tookMs;
}

function allowedPerMs(resend: ProgressedRow, row: EndpointProgressRow): number | null {
  const rates = [resend.max_rate_per_second, row.max_rate_per_second].filter(
    (rate) => rate !== null,
  );
  return rates.length === 0 ? null : Math.min(...rates) / 1_000;
}
