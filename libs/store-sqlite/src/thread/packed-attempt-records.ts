import type { AttemptOutcome, AttemptRecord, CompletionStore } from '@webhooks/domain';

import { codec } from './codec.ts';
import { DistinctTexts } from './distinct-texts.ts';

/**
 * Numbers of one plain success: resendId, position, endpoint, attemptsBefore, startedAtMs,
 * durationMs, httpStatus, snippet, what was said of the event, eventType.
 */
const STRIDE = 10;

/** In place of 0 for new and 1 for known where nothing was said. */
const NOT_SAID = -1;

/** In place of the length of a snippet where there is none. */
const NO_SNIPPET = -1;

/**
 * Attempt records as columns: copying objects from thread to thread costs more than their commit. Most
 * are plain successes, which are numbers and a snippet; whatever else there is stays as it is.
 */
interface PackedAttemptRecords {
  readonly numbers: Float64Array<ArrayBuffer>;
  /** By the number that stands for them. */
  readonly endpointIds: readonly string[];
  readonly eventTypes: readonly string[];
  /** One behind the other. */
  readonly snippets: ArrayBuffer;
  /** What is no plain success, with its place among all. */
  readonly others: readonly (readonly [place: number, record: AttemptRecord])[];
}

interface PlainSuccess extends AttemptRecord {
  readonly attempts: readonly [AttemptOutcome & { readonly httpStatus: number }];
}

type RecordCall = Parameters<CompletionStore['record']>;

/** A call that records outcomes. */
export const recordCallCodec = codec<
  RecordCall,
  { readonly fence: RecordCall[0]; readonly packed: PackedAttemptRecords; readonly nowMs: number }
>({
  encode([fence, records, nowMs]) {
    const packed = pack(records);
    return { wire: { fence, packed, nowMs }, transfer: [packed.numbers.buffer, packed.snippets] };
  },
  decode: ({ fence, packed, nowMs }) => [fence, unpack(packed), nowMs],
});

function pack(records: readonly AttemptRecord[]): PackedAttemptRecords {
  const plain = records.filter(isPlainSuccess);
  const endpoints = new DistinctTexts();
  const types = new DistinctTexts();
  const numbers = new Float64Array(plain.length * STRIDE);
  const snippets = new Uint8Array(
    plain.reduce((sum, { attempts: [only] }) => sum + (only.responseSnippet?.length ?? 0), 0),
  );
  let end = 0;
  let at = 0;
  for (const { resendId, position, endpointId, eventType, attemptsBefore, attempts } of plain) {
    const [{ startedAtMs, durationMs, httpStatus, responseSnippet: snippet, isDuplicate }] =
      attempts;
    // One by one: an array to copy from would be made for each of them.
    numbers[at] = resendId;
    numbers[at + 1] = position;
    numbers[at + 2] = endpoints.numberOf(endpointId);
    numbers[at + 3] = attemptsBefore;
    numbers[at + 4] = startedAtMs;
    numbers[at + 5] = durationMs;
    numbers[at + 6] = httpStatus;
    numbers[at + 7] = snippet?.length ?? NO_SNIPPET;
    numbers[at + 8] = isDuplicate === undefined ? NOT_SAID : Number(isDuplicate);
    numbers[at + 9] = types.numberOf(eventType);
    at += STRIDE;
    if (snippet === null) continue;
    snippets.set(snippet, end);
    end += snippet.length;
  }
  const others = records.flatMap((record, place) =>
    isPlainSuccess(record) ? [] : [[place, record] as const],
  );
  return {
    numbers,
    endpointIds: endpoints.texts,
    eventTypes: types.texts,
    snippets: snippets.buffer,
    others,
  };
}

function unpack(packed: PackedAttemptRecords): AttemptRecord[] {
  const { numbers, endpointIds, eventTypes, snippets, others } = packed;
  const records: AttemptRecord[] = [];
  let start = 0;
  for (let at = 0; at < numbers.length; at += STRIDE) {
    const length = numbers[at + 7] ?? NO_SNIPPET;
    const said = numbers[at + 8] ?? NOT_SAID;
    const snippet = length === NO_SNIPPET ? null : new Uint8Array(snippets, start, length);
    start += snippet?.length ?? 0;
    records.push({
      resendId: numbers[at] ?? 0,
      position: numbers[at + 1] ?? 0,
      endpointId: endpointIds[numbers[at + 2] ?? 0] ?? '',
      eventType: eventTypes[numbers[at + 9] ?? 0] ?? '',
      attemptsBefore: numbers[at + 3] ?? 0,
      attempts: [
        {
          startedAtMs: numbers[at + 4] ?? 0,
          durationMs: numbers[at + 5] ?? 0,
          httpStatus: numbers[at + 6] ?? null,
          errorClass: null,
          errorMessage: null,
          responseSnippet: snippet,
          retryAfterMs: null,
          ...(said === NOT_SAID ? {} : { isDuplicate: said === 1 }),
        },
      ],
      disposition: { state: 'DELIVERED' },
    });
  }
  // In the order of their places, so that each one goes where it was.
  for (const [place, record] of others) records.splice(place, 0, record);
  return records;
}

function isPlainSuccess(record: AttemptRecord): record is PlainSuccess {
  const { attempts, disposition } = record;
  const [attempt] = attempts;
  return (
    attempts.length === 1 &&
    attempt !== undefined &&
    attempt.httpStatus !== null &&
    attempt.errorClass === null &&
    attempt.errorMessage === null &&
    attempt.retryAfterMs === null &&
    disposition.state === 'DELIVERED'
  );
}
