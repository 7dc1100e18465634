import type { AttemptOutcome } from '@webhooks/domain';
import { waitFor } from '@webhooks/testing';
import { expect } from 'chai';

import type { DeliveryRequest, Sender } from '../../src/index.ts';
import { startRawReceiver, type RawReceiver } from '../raw-receiver.ts';
import { webhook } from '../test-sender.ts';
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

export interface AttackOptions {
  readonly sender: Sender;
  readonly watch: SocketWatch;
  /** Attempts, some of them at once. */
  readonly times: number;
}

/** Sends to a receiver of a kind again and again, and checks everything that has to hold. */
export async function attack(
  kind: HostileKind,
  { sender, watch, times }: AttackOptions,
): Promise<void> {
  await using receiver = await startReceiver(kind);
  const request = requestTo(kind, receiver.port);
  const atOnce = kind.bodyBytes === undefined ? concurrency : largeConcurrency;
  let left = times;
  let caught = 0;
  const worker = async (): Promise<void> => {
    while (left-- > 0) {
      const outcome = await sender.send(request);
      if (kind.closesSilently === true && outcome.errorClass === 'reset') caught += 1;
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
  expect(receiver.requests.length, 'requests').to.be.at.most(times);
  const { maxReadBytes = maxWireBytes } = kind;
  // A connection that is kept brings several answers.
  const mostOnOne = maxReadBytes * Math.max(1, receiver.receivedOnOne);
  expect(watch.mostReadFrom(receiver.port), 'bytes read').to.be.at.most(mostOnOne);
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
