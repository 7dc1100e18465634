import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Import lines: the documented examples, edges of the date range, bytes that must survive. */
export const sampleRecordsFile = fileURLToPath(
  new URL('../fixtures/events.ndjson', import.meta.url),
);

/** One line of the file: the protobuf JSON form of a catalog record. */
export interface SampleRecord {
  readonly account?: {
    readonly id: number;
    readonly branch_identifier: string;
    readonly number: string;
    readonly user_ids: readonly number[];
  };
  readonly object?: {
    readonly resend_type: string;
    readonly object_reference_id: number;
    readonly account_id: number;
  };
  readonly event?: {
    readonly id: string;
    readonly account_id: number;
    readonly resend_type: string;
    readonly object_reference_id?: number;
    readonly type: string;
    readonly occurred_at: string;
    /** Base64 of the exact bytes. */
    readonly payload: string;
    readonly outcome?: string;
  };
}

/** Every record of the file in its order. */
export function loadSampleRecords(): SampleRecord[] {
  return readFileSync(sampleRecordsFile, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as SampleRecord);
}
