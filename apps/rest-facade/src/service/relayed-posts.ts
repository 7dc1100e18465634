import { Code, ConnectError } from '@connectrpc/connect';
import {
  ANSWERED_BY_SERVICE,
  ANSWERED_BY_HEADER,
  type CreateResendRequest,
  type RelayedFailure,
  type RelayedResult,
} from '@webhooks/contracts';
import type { Sending } from '@webhooks/contracts/connection';

import type { Caller } from './service-client.ts';

/** A post on its way to the service. */
export interface Post {
  readonly request: CreateResendRequest;
  readonly encoded: Uint8Array;
  readonly caller: Caller;
  /** What its caller's answer is decided by: whether it may have arrived. */
  readonly sending: Sending;
  readonly resolve: (resendId: bigint) => void;
  readonly reject: (error: unknown) => void;
}

/** The posts of one call that have no result yet. */
export class PendingPosts {
  readonly #posts: Map<number, Post>;

  constructor(posts: readonly Post[]) {
    this.#posts = new Map(posts.entries());
  }

  /** A second result of the same post, or one of none, says nothing. */
  settle({ index, outcome }: RelayedResult): void {
    const post = this.#posts.get(index);
    if (post === undefined || outcome.case === undefined) return;
    this.#posts.delete(index);
    if (outcome.case === 'resendId') post.resolve(outcome.value);
    else post.reject(errorOf(outcome.value));
  }

  /** Fails what has no result: with what is known of the call that carried it. */
  fail(error: unknown, { mayHaveArrived }: Sending): void {
    for (const { sending, reject } of this.takeAll()) {
      sending.mayHaveArrived = mayHaveArrived;
      reject(error);
    }
  }

  takeAll(): readonly Post[] {
    const posts = [...this.#posts.values()];
    this.#posts.clear();
    return posts;
  }
}

/** The error that a call of its own would have ended with. */
function errorOf({ code, message, details }: RelayedFailure): ConnectError {
  const known = Code[code] === undefined ? Code.Unknown : (code as Code);
  const error = new ConnectError(message, known, { [ANSWERED_BY_HEADER]: ANSWERED_BY_SERVICE });
  error.details = details.map(({ typeUrl, value }) => ({
    type: typeUrl.slice(typeUrl.lastIndexOf('/') + 1),
    value,
  }));
  return error;
}
