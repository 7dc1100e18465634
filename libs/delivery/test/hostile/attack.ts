import type { AttemptOutcome } from '@webhooks/domain';
import { waitFor } from '@webhooks/testing';
import { expect } from 'chai';

import type { DeliveryRequest, Sender } from '../../src/index.ts';
import { startRawReceiver, type RawReceiver } from '../support/raw-receiver.ts';
import { webhook } from '../support/test-sender.ts';
import type { HostileKind } from './hostile-kind.ts';
import { deadlineMs } from './hostile-sender.ts';
import type { SocketWatch } from './socket-watch.ts';
import { hostileName } from './tls-kinds.ts';

/** Attempts at one receiver at once. */
const concurrency = 32;
/** The same with large bodies that nobody reads: more fill what memory the kernel has for TCP. */
const largeConcurrency = 4;

/** A slot is free by the deadline and this much more. */
const graceMs = 1_000;

/** How long the other side may take to notice, on a busy machine. */
const socketsFreeMs = 30_000;

/**
 * What is read of one answer, whatever it is made of: 256 KiB on the wire, in reads of 64 KiB, of
 * which the last is the one that shows that it was too much.
 */
const maxWireBytes = (256 + 64) * 1024;

/** What was recorded, beside what the receivers saw. */
export interface Tally {
  attempts: number;
  /** Whole requests that receivers got. */
  requests: number;
  /** Answers that were recorded of requests that no receiver got. */
  phantoms: number;
  /** Requests that came again, or that nobody recorded. */
  unrecorded: number;
}

export interface AttackOptions {
  readonly tally?: Tally;

  readonly sender: Sender;
  readonly watch: SocketWatch;
  /** Attempts, some of them at once. */
  readonly times: number;
}

/** Sends to a receiver of a kind again and again, and checks everything that has to hold. */
export async function attack(
  kind: HostileKind,
  { sender, watch, times, tally }: AttackOptions,
): Promise<void> {
  await using receiver = await startReceiver(kind);
  const request = requestTo(kind, receiver.port);
  const atOnce = kind.bodyBytes === undefined ? concurrency : largeConcurrency;
  let next = 0;
  let caught = 0;
  /** Those whose answer was recorded. */
  const answered = new Set<string>();
  const worker = async (): Promise<void> => {
    while (next < times) {
      const id = String(next++);
      const headers = { ...request.headers, 'X-Id': id };
      const outcome = await sender.send({ ...request, headers });
      if (outcome.httpStatus !== null) answered.add(id);
      if (isOfFirst(outcome, kind)) caught += 1;
      else expectOutcome(outcome, kind);
    }
  };
  await Promise.all(Array.from({ length: Math.min(times, atOnce) }, worker));
  const kept = kind.keepsConnection === true ? atOnce : 0;
  await waitFor(() => receiver.open <= kept, {
    deadlineMs: socketsFreeMs,
    what: 'the sockets to be free',
  });
  expect(caught, 'requests as it closed').to.be.at.most(atOnce);
  if (kind.isUnread !== true && kind.isClosed !== true) {
    expect(receiver.requests.length, 'requests').to.be.at.least(times - caught);
  }
  expectExactly(receiver.requests, { times, answered, tally }, kind);
  if (kind.keepsConnection === true) {
    expect(receiver.accepted, 'connections').to.be.at.most(Math.min(times, atOnce));
  }
  const { maxReadBytes = maxWireBytes } = kind;
  // A connection that is kept brings several answers.
  const mostOnOne = maxReadBytes * Math.max(1, receiver.receivedOnOne);
  expect(watch.mostReadFrom(receiver.port), 'bytes read').to.be.at.most(mostOnOne);
}

/** Whether an attempt met what the sender cannot know of a receiver before. */
function isOfFirst({ errorClass, errorMessage }: AttemptOutcome, kind: HostileKind): boolean {
  if (kind.closesSilently === true && errorClass === 'closed_before_answer') return true;
  return kind.learntBy !== undefined && errorMessage?.includes(kind.learntBy) === true;
}

interface Recorded extends Pick<AttackOptions, 'times' | 'tally'> {
  /** Requests whose answer was recorded. */
  readonly answered: ReadonlySet<string>;
}

/** Nothing was written twice, and nothing is answered for that was not written. */
function expectExactly(
  requests: readonly string[],
  { times, answered, tally }: Recorded,
  { isUnread }: HostileKind,
): void {
  const ids = requests.map((request) => /X-Id: (\d+)/.exec(request)?.[1] ?? '');
  const written = new Set(ids);
  const unrecorded = ids.length - [...written].filter((id) => Number(id) < times).length;
  const phantoms = isUnread === true ? 0 : [...answered].filter((id) => !written.has(id)).length;
  if (tally !== undefined) {
    tally.attempts += times;
    tally.requests += ids.length;
    tally.phantoms += phantoms;
    tally.unrecorded += unrecorded;
  }
  expect(unrecorded, 'requests written twice, or recorded by nobody').to.equal(0);
  expect(phantoms, 'answered and never written').to.equal(0);
}

async function startReceiver(kind: HostileKind): Promise<RawReceiver> {
  const receiver = await startRawReceiver(kind);
  if (kind.isClosed === true) await receiver[Symbol.asyncDispose]();
  return receiver;
}

function requestTo(kind: HostileKind, port: number): DeliveryRequest {
  const scheme = kind.tls !== undefined || kind.isSecure === true ? 'https' : 'http';
  const request = webhook(`${scheme}://${hostileName}:${String(port)}/hook`);
  return kind.bodyBytes === undefined
    ? request
    : { ...request, body: Buffer.alloc(kind.bodyBytes, 'x') };
}

function expectOutcome(outcome: AttemptOutcome, { expected, endsByDeadline }: HostileKind): void {
  const { errorClass, httpStatus = null, retryAfterMs = null, snippet, message } = expected;
  expect(outcome).to.include({ errorClass, httpStatus, retryAfterMs });
  if (message !== undefined) expect(outcome.errorMessage).to.include(message);
  if (errorClass === null) expect(outcome.errorMessage).to.equal(null);
  else expect(outcome.errorMessage).to.be.a('string').and.have.length.within(10, 200);
  const kept = outcome.responseSnippet;
  if (snippet !== undefined) expect(Buffer.from(kept ?? [])).to.deep.equal(snippet);
  expect(kept?.length ?? 0).to.be.at.most(4096);
  if (endsByDeadline === true) {
    expect(outcome.durationMs).to.be.within(deadlineMs - 10, deadlineMs + graceMs);
  }
}
