import type { AddressGuard } from '@webhooks/address-guard';
import type { AttemptOutcome, Clock } from '@webhooks/domain';
import { LruMap } from '@webhooks/runtime';

import type { Egress } from '../egress/egress.ts';
import { NotSentError } from '../egress/not-sent-error.ts';
import { RunningAttempt } from './running-attempt.ts';
import { ConnectionPool } from './connection-pool.ts';
import { OriginMemory } from './origin-memory.ts';
import { SecureContexts } from './secure-contexts.ts';
import type { DeliveryRequest, Sender } from './sender.ts';
import { parseTarget, type RefusedTarget } from './target.ts';

export interface HttpSenderOptions {
  /** From the call to the end of the answer: waiting, connecting, sending and reading. */
  readonly attemptTimeoutMs: number;
  /** Requests of an account to an origin beyond it wait for a connection, within their deadline. */
  readonly connectionsPerOrigin: number;
  /** How long an unused connection is kept; 4 s, below what receivers commonly allow. */
  readonly idleTimeoutMs?: number;
  /** How long a connection takes further requests, used or not; 60 s. */
  readonly connectionMaxAgeMs?: number;
  /** Pools of connections that are kept, one for an account and an origin; 1,024. */
  readonly maxOrigins?: number;
  /** Without it every address may be called. */
  readonly guard?: AddressGuard;
  /** PEM; trusted instead of the well-known authorities. */
  readonly trustedCertificates?: readonly string[];
  /** The ways to receivers; absent: directly. */
  readonly egress?: Egress;
  readonly clock: Clock;
}

/** More than the endpoints that are in use at once. */
const maxTargets = 10_000;

/**
 * Sends over HTTP/1.1 with connections that are kept and reused, one request at a time on each.
 * Follows no redirect, unpacks nothing, uses no proxy but those of `egress`. Disposal ends what is in flight: whoever
 * wants those outcomes waits for them first.
 */
export function createHttpSender(options: HttpSenderOptions): Sender {
  const { attemptTimeoutMs: timeoutMs, clock, guard = null } = options;
  const memory = new OriginMemory();
  const pool = new ConnectionPool({
    memory,
    connectionsPerOrigin: options.connectionsPerOrigin,
    idleTimeoutMs: options.idleTimeoutMs ?? 4_000,
    maxAgeMs: options.connectionMaxAgeMs ?? 60_000,
    maxOrigins: options.maxOrigins ?? 1_024,
    lookup: guard?.lookup ?? null,
    contexts: new SecureContexts(options.trustedCertificates ?? null),
  });
  const shared = { pool, memory, clock, timeoutMs };
  const targets = new LruMap<string, ReturnType<typeof parseTarget>>(maxTargets);
  const inFlight = new Set<RunningAttempt>();
  let disposed = false;

  function send(request: DeliveryRequest): Promise<AttemptOutcome> {
    if (disposed) return Promise.reject(new Error('The sender is disposed'));
    const target = targets.getOrInsertComputed(request.url, (url) => parseTarget(url, guard));
    if ('refusal' in target) return Promise.resolve(refusedOutcome(target, clock.now()));
    return new Promise((resolve, reject) => {
      const route = options.egress?.route(request.egress ?? null) ?? null;
      const attempt = new RunningAttempt(shared, { target, route }, request, (result) => {
        inFlight.delete(attempt);
        if (result instanceof NotSentError) reject(result);
        else resolve(result);
      });
      inFlight.add(attempt);
      attempt.start();
    });
  }

  return {
    send,
    [Symbol.asyncDispose]: async () => {
      disposed = true;
      for (const attempt of [...inFlight]) attempt.stop();
      pool.destroy();
    },
  };
}

function refusedOutcome(target: RefusedTarget, nowMs: number): AttemptOutcome {
  return {
    startedAtMs: nowMs,
    durationMs: 0,
    httpStatus: null,
    errorClass: target.refusal,
    errorMessage: target.message,
    responseSnippet: null,
    retryAfterMs: null,
  };
}
