import { StartupError } from '@webhooks/runtime';

import { callHttp } from './http-call.ts';
import type { System } from './system.ts';
import { waitUntil } from './wait.ts';
import { objectId, occurredAtUs, referenceOf, type AccountSpec } from './write-events.ts';

const POLL_MS = 20;
/** Beyond the first and the last event. */
const EVER = ['2000-01-01T00:00:00Z', '2100-01-01T00:00:00Z'] as const;

/** A resend that was accepted. */
export interface PostedResend {
  readonly id: number;
  readonly logUrl: string;
  /** When the request was begun, and when its answer began; by the clock of all processes. */
  readonly sentMs: number;
  readonly acceptedMs: number;
}

/** A resend of everything that an account has of one side. */
export function bulkRequest(account: Pick<AccountSpec, 'id'>): string {
  return rangeBody(account, ...EVER);
}

/** A resend of an account's events from one number to another. */
export function rangeRequest(
  account: Pick<AccountSpec, 'id'>,
  first: number,
  last: number,
): string {
  const [start, end] = [first, last].map((event) =>
    new Date(occurredAtUs(event) / 1000).toISOString(),
  ) as [string, string];
  return rangeBody(account, start, end);
}

/** A resend of one object. */
export function objectRequest(account: Pick<AccountSpec, 'id'>, object: number): string {
  return JSON.stringify({
    resend_type: 'CASHIN',
    object_reference_id: objectId(account, object),
  });
}

function rangeBody(account: Pick<AccountSpec, 'id'>, start: string, end: string): string {
  const { branch, number } = referenceOf(account);
  return JSON.stringify({
    resend_type: 'CASHIN',
    source_account_branch_identifier: branch,
    source_account_number: number,
    start_datetime: start,
    end_datetime: end,
  });
}

/** Posts a resend. */
export async function postResend(system: System, body: string): Promise<PostedResend> {
  const { restUrl, authorization } = system;
  const answer = await callHttp(`${restUrl}/v3/webhooks/resend`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body,
  });
  const { status, sentMs, answeredMs: acceptedMs } = answer;
  const { location } = answer.headers;
  if (status !== 200 || location === undefined) {
    throw new StartupError(`a resend was refused: ${status} ${answer.body}`);
  }
  const id = Number(location.slice(location.lastIndexOf('/') + 1));
  return { id, logUrl: `${restUrl}${location}`, sentMs, acceptedMs };
}

/** What the system says of a resend. */
export interface ResendLog {
  readonly status: 'PENDING' | 'PROCESSING' | 'COMPLETED' | 'FAILED';
  readonly total: number;
  readonly delivered: number;
}

/** Reads the log of a resend. */
export async function readLog(system: System, { logUrl }: PostedResend): Promise<ResendLog> {
  const { authorization } = system;
  const { body } = await callHttp(logUrl, { method: 'GET', headers: { authorization } });
  return JSON.parse(body) as ResendLog;
}

/** Waits until a resend has delivered everything. */
export async function waitUntilCompleted(
  system: System,
  resend: PostedResend,
  expected: number,
): Promise<void> {
  await waitUntil(
    `resend ${resend.id}`,
    async () => {
      const { status, delivered } = await readLog(system, resend);
      if (status === 'COMPLETED' && delivered === expected) return true;
      if (status === 'COMPLETED' || status === 'FAILED') {
        throw new StartupError(`a resend is ${status} with ${delivered} of ${expected}`);
      }
      return false;
    },
    POLL_MS,
  );
}
