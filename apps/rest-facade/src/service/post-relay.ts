import { toBinary } from '@bufbuild/protobuf';
import { Code, ConnectError, createClient, type Transport } from '@connectrpc/connect';
import {
  type CreateResendRequest,
  CreateResendRequestSchema,
  RelayService,
  ResendService,
} from '@webhooks/contracts';
import { currentSending, type Sending, trackSending } from '@webhooks/contracts/connection';
import { crashPoint } from '@webhooks/runtime';

import { optionsFor } from './call-options.ts';
import { toNumber } from './from-message.ts';
import { groupPosts, type PostGroup } from './post-groups.ts';
import { PendingPosts, type Post } from './relayed-posts.ts';
import type { Caller } from './service-client.ts';
import { toResend } from './resend-from-message.ts';

/** How long a service that does not know the call is not asked for it again. */
const UNKNOWN_FOR_MS = 10_000;

/** Answers the id of the accepted resend; throws as a call of its own would. */
export type SendPost = (request: CreateResendRequest, caller: Caller) => Promise<number>;

/**
 * Sends the posts that come in one turn of the event loop in one call, each with a result of its
 * own. One that comes alone goes alone, and so do all to a service that does not know that call.
 */
export function createPostRelay(transport: Transport, timeoutMs: number): SendPost {
  const single = createClient(ResendService, transport);
  const relay = createClient(RelayService, transport);
  let waiting: Post[] = [];
  let knownAgainAtMs = 0;

  function flush(): void {
    const posts = waiting;
    waiting = [];
    if (performance.now() < knownAgainAtMs) posts.forEach(sendAlone);
    else for (const group of groupPosts(posts, timeoutMs)) send(group);
  }

  function send(group: PostGroup): void {
    if (group.posts.length === 1) group.posts.forEach(sendAlone);
    else void sendTogether(group);
  }

  function sendAlone({ request, caller, sending, resolve, reject }: Post): void {
    const call = () => single.createResend(request, optionsFor(caller));
    trackSending(sending, call)
      .then(({ resend }) => resolve(BigInt(toResend(resend).id)))
      .catch(reject);
  }

  async function sendTogether({ posts, calls }: PostGroup): Promise<void> {
    const pending = new PendingPosts(posts);
    const sending: Sending = { mayHaveArrived: false };
    const over = new AbortController();
    const late = setTimeout(() => over.abort(), timeoutMs);
    let hasBegun = false;
    const onHeader = () => (hasBegun = true);
    try {
      await crashPoint('collected-not-sent');
      await trackSending(sending, async () => {
        const options = { timeoutMs: 0, signal: over.signal, onHeader };
        void crashPoint('relayed-no-result');
        for await (const { results } of relay.createResends({ calls }, options)) {
          await crashPoint('result-not-told');
          for (const result of results) pending.settle(result);
        }
      });
      pending.fail(brokenOff(null), sending);
    } catch (error) {
      if (!hasBegun && isUnknownMethod(error)) {
        knownAgainAtMs = performance.now() + UNKNOWN_FOR_MS;
        pending.takeAll().forEach(sendAlone);
      } else if (over.signal.aborted) pending.fail(deadlineIsOver(), sending);
      else pending.fail(hasBegun ? brokenOff(error) : error, sending);
    } finally {
      clearTimeout(late);
      // Leaving the iteration of Connect's client alone would not end the call.
      over.abort();
    }
  }

  return async (request, caller) => {
    const { promise, resolve, reject } = Promise.withResolvers<bigint>();
    const sending = currentSending() ?? { mayHaveArrived: false };
    const encoded = toBinary(CreateResendRequestSchema, request);
    waiting.push({ request, encoded, caller, sending, resolve, reject });
    if (waiting.length === 1) setImmediate(flush);
    return toNumber(await promise);
  };
}

function isUnknownMethod(error: unknown): boolean {
  return error instanceof ConnectError && error.code === Code.Unimplemented;
}

/** Without the mark of the service: it says nothing of posts that it has begun. */
function brokenOff(cause: unknown): ConnectError {
  return new ConnectError('the call broke off', Code.Aborted, undefined, undefined, cause);
}

function deadlineIsOver(): ConnectError {
  return new ConnectError('the deadline is over', Code.DeadlineExceeded);
}
