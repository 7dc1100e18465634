import type { EndpointProgress, FollowedResend } from '@webhooks/client';

import { counted, formatCount, formatSeconds, formatTime } from './format.ts';
import type { Column } from './table.ts';
import { writeTable } from './table.ts';
import type { Terminal } from './terminal.ts';

const REASONS = {
  paused: 'resend paused',
  not_before: 'its time',
  breaker: 'endpoint failing',
  sample: 'the first deliveries',
  retry: 'next attempts',
  order: 'an earlier event',
  pace: 'pace',
  turn: null,
  verification: 'proof of its URL',
} as const satisfies Record<NonNullable<EndpointProgress['waiting_for']>, string | null>;

/** Writes how far a resend is at its endpoints; nothing for a server that does not say. */
export function writeEndpoints(
  terminal: Terminal,
  { endpoints = [], other_endpoints: others = 0 }: Partial<FollowedResend>,
  nowMs: number,
): void {
  if (endpoints.length === 0) return;
  writeTable(terminal, columnsAt(nowMs), endpoints);
  if (others > 0) terminal.line(`and ${counted(others, 'other endpoint', 'other endpoints')}`);
}

/** "ep_17_in is failing, next test in 0:40"; null when no endpoint holds anything up. */
export function failingEndpoint(
  { endpoints = [] }: Partial<FollowedResend>,
  nowMs: number,
): string | null {
  const failing = endpoints.find(({ waiting_for: reason }) => reason === 'breaker');
  if (failing === undefined) return unprovenEndpoint(endpoints);
  const test = nextTest(failing.next_test_at, nowMs);
  return `${failing.endpoint_id} is failing${test === null ? '' : `, ${test}`}`;
}

function unprovenEndpoint(endpoints: readonly EndpointProgress[]): string | null {
  const unproven = endpoints.find(({ waiting_for: reason }) => reason === 'verification');
  if (unproven === undefined) return null;
  return `the URL of ${unproven.endpoint_id} has not proven itself`;
}

function columnsAt(nowMs: number): readonly Column<EndpointProgress>[] {
  return [
    { title: 'ENDPOINT', cell: (row) => row.endpoint_id, atLeast: 8 },
    { title: 'DELIVERED', cell: deliveredOf, right: true },
    {
      title: 'FAILED',
      cell: (row) => formatCount(row.failed),
      right: true,
      colour: ({ failed }) => (failed > 0 ? 'red' : null),
    },
    { title: 'PENDING', cell: (row) => formatCount(row.pending), right: true },
    { title: 'WAITS FOR', cell: (row) => waitsFor(row, nowMs), atLeast: 9 },
    { title: 'ENDS (UTC)', cell: (row) => formatTime(row.estimated_end_at), atLeast: 10 },
  ];
}

/** Of how many, once they are counted. */
function deliveredOf({ delivered, total }: EndpointProgress): string {
  const of = total === null ? '' : `/${formatCount(total)}`;
  return `${formatCount(delivered)}${of}`;
}

function waitsFor(row: EndpointProgress, nowMs: number): string | null {
  const { waiting_for: reason } = row;
  if (reason === null) return null;
  const test = nextTest(row.next_test_at, nowMs);
  // A server may know more reasons than this program.
  const words = reason in REASONS ? REASONS[reason] : reason;
  return test === null || words === null ? words : `${words}, ${test}`;
}

/** "next test in 0:40"; null when the endpoint does not fail. */
export function nextTest(at: string | null, nowMs: number): string | null {
  if (at === null) return null;
  const seconds = (Date.parse(at) - nowMs) / 1000;
  return seconds < 1 ? 'tested now' : `next test in ${formatSeconds(seconds)}`;
}
