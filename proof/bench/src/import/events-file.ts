import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { objectId, occurredAtUs, payloadOf, referenceOf } from '../system/write-events.ts';
import { BENCH_USER_ID } from '../system/system.ts';

const LINES_PER_CHUNK = 500;
export const ACCOUNT = { id: 1 } as const;

/** Writes an import file with one account and so many events, each of an object of its own. */
export async function writeEventsFile(
  file: string,
  events: number,
  payloadBytes: number,
): Promise<void> {
  await pipeline(Readable.from(chunks(events, payloadBytes)), createWriteStream(file));
}

function* chunks(events: number, payloadBytes: number): Generator<string> {
  const { branch, number } = referenceOf(ACCOUNT);
  const account = { id: 1, branch_identifier: branch, number, user_ids: [BENCH_USER_ID] };
  let lines = [JSON.stringify({ account })];
  for (let event = 1; event <= events; event += 1) {
    lines.push(eventLine(event, payloadBytes));
    if (lines.length < LINES_PER_CHUNK && event < events) continue;
    yield `${lines.join('\n')}\n`;
    lines = [];
  }
}

function eventLine(number: number, payloadBytes: number): string {
  return JSON.stringify({
    event: {
      id: `evt_${number}`,
      account_id: ACCOUNT.id,
      resend_type: 'RESEND_TYPE_CASHIN',
      object_reference_id: objectId(ACCOUNT, number),
      type: 'PIX_CASHIN_RECEIVED',
      occurred_at: new Date(occurredAtUs(number) / 1000).toISOString(),
      payload: payloadOf(number, payloadBytes).toString('base64'),
      outcome: 'DELIVERY_OUTCOME_FAILED',
    },
  });
}
