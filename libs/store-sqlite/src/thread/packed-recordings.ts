import type { AttemptOutcome, AttemptRecord } from '@webhooks/domain';

import { DistinctTexts } from './distinct-texts.ts';
import type { ThreadCall } from './thread-messages.ts';

/**
 * Numbers of one plain success: resendId, position, endpoint, attemptsBefore, startedAtMs,
 * durationMs, httpStatus, snippet.
 */
const STRIDE = 8;

/** In place of the length of a snippet where there is none. */
const NO_SNIPPET = -1;

/**
 * Recordings as columns: copying objects from thread to thread costs more than their commit. Most
 * are plain successes, which are numbers and a snippet; whatever else there is stays as it is.
 */
interface PackedRecordings {
  readonly numbers: Float64Array<ArrayBuffer>;
  /** By the number that stands for them. */
  readonly endpointIds: readonly string[];
  /** One behind the other. */
  readonly snippets: ArrayBuffer;
  /** What is no plain success, with its place among all. */
  readonly others: readonly (readonly [place: number, recording: AttemptRecord])[];
}

interface PlainSuccess extends AttemptRecord {
  readonly attempts: readonly [AttemptOutcome & { readonly httpStatus: number }];
}

/** Makes a call ready to change threads; calls that record nothing stay as they are. */
export function packRecordings(call: ThreadCall): {
  readonly packed: ThreadCall;
  readonly transfer: readonly ArrayBuffer[];
} {
  if (call.method !== 'record') return { packed: call, transfer: [] };
  const [fence, recordings, ...rest] = call.args;
  const packed = pack(recordings as readonly AttemptRecord[]);
  return {
    packed: { ...call, args: [fence, packed, ...rest] },
    transfer: [packed.numbers.buffer, packed.snippets],
  };
}

/** The call as it was before `packRecordings`. */
export function unpackRecordings(call: ThreadCall): ThreadCall {
  if (call.method !== 'record') return call;
  const [fence, packed, ...rest] = call.args;
  return { ...call, args: [fence, unpack(packed as PackedRecordings), ...rest] };
}

function pack(recordings: readonly AttemptRecord[]): PackedRecordings {
  const plain = recordings.filter(isPlainSuccess);
  const endpoints = new DistinctTexts();
  const numbers = new Float64Array(plain.length * STRIDE);
  const snippets = new Uint8Array(
    plain.reduce((sum, { attempts: [only] }) => sum + (only.responseSnippet?.length ?? 0), 0),
  );
  let end = 0;
  let at = 0;
  for (const { resendId, position, endpointId, attemptsBefore, attempts } of plain) {
    const [{ startedAtMs, durationMs, httpStatus, responseSnippet: snippet }] = attempts;
    // One by one: an array to copy from would be made for each of them.
    numbers[at] = resendId;
    numbers[at + 1] = position;
    numbers[at + 2] = endpoints.numberOf(endpointId);
    numbers[at + 3] = attemptsBefore;
    numbers[at + 4] = startedAtMs;
    numbers[at + 5] = durationMs;
    numbers[at + 6] = httpStatus;
    numbers[at + 7] = snippet?.length ?? NO_SNIPPET;
    at += STRIDE;
    if (snippet === null) continue;
    snippets.set(snippet, end);
    end += snippet.length;
  }
  const others = recordings.flatMap((recording, place) =>
    isPlainSuccess(recording) ? [] : [[place, recording] as const],
  );
  return { numbers, endpointIds: endpoints.texts, snippets: snippets.buffer, others };
}

function unpack({ numbers, endpointIds, snippets, others }: PackedRecordings): AttemptRecord[] {
  const recordings: AttemptRecord[] = [];
  let start = 0;
  for (let at = 0; at < numbers.length; at += STRIDE) {
    const length = numbers[at + 7] ?? NO_SNIPPET;
    const snippet = length === NO_SNIPPET ? null : new Uint8Array(snippets, start, length);
    start += snippet?.length ?? 0;
    recordings.push({
      resendId: numbers[at] ?? 0,
      position: numbers[at + 1] ?? 0,
      endpointId: endpointIds[numbers[at + 2] ?? 0] ?? '',
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
        },
      ],
      disposition: { state: 'DELIVERED' },
    });
  }
  // In the order of their places, so that each one goes where it was.
  for (const [place, recording] of others) recordings.splice(place, 0, recording);
  return recordings;
}

function isPlainSuccess(recording: AttemptRecord): recording is PlainSuccess {
  const { attempts, disposition } = recording;
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
