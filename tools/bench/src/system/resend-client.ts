import { setTimeout as delay } from 'node:timers/promises';

import { StartupError } from '@webhooks/runtime';

import type { System } from './system.ts';

const POLL_MS = 20;

/** A resend of everything that an account has of one side. */
export function bulkRequest(account: { readonly branch: string; readonly number: string }): string {
  return JSON.stringify({
    resend_type: 'CASHIN',
    source_account_branch_identifier: account.branch,
    source_account_number: account.number,
    start_datetime: '2000-01-01T00:00:00Z',
    end_datetime: '2100-01-01T00:00:00Z',
  });
}

/** Posts a resend and answers where its log is. */
export async function postResend(system: System, body: string): Promise<string> {
  const { restUrl, authorization } = system;
  const response = await fetch(`${restUrl}/v3/webhooks/resend`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body,
  });
  const answer = await response.text();
  const location = response.headers.get('location');
  if (response.status !== 200 || location === null) {
    throw new StartupError(`a resend was refused: ${response.status} ${answer}`);
  }
  return `${restUrl}${location}`;
}

/** Waits until a resend has delivered everything. */
export async function waitUntilCompleted(
  system: System,
  logUrl: string,
  expected: number,
): Promise<void> {
  for (;;) {
    const response = await fetch(logUrl, { headers: { authorization: system.authorization } });
    const log = (await response.json()) as { status: string; delivered: number };
    if (log.status === 'COMPLETED' && log.delivered === expected) return;
    if (log.status === 'COMPLETED' || log.status === 'FAILED') {
      throw new StartupError(`a resend is ${log.status} with ${log.delivered} of ${expected}`);
    }
    await delay(POLL_MS);
  }
}
