import type { RelayedCall } from '@webhooks/contracts';

import type { Post } from './relayed-posts.ts';

/** Posts in one call: the service takes no more. */
const MAX_POSTS = 64;
/** Bytes of them, well below what the service takes. */
const MAX_BYTES = 256 * 1024;

type Message = Omit<RelayedCall, '$typeName' | '$unknown'>;

/** Posts that go in one call, with what is sent of each. */
export interface PostGroup {
  readonly posts: Post[];
  readonly calls: Message[];
}

/** Shares posts out to as few calls as may carry them, in their order. */
export function groupPosts(posts: readonly Post[], timeoutMs: number): readonly PostGroup[] {
  const groups: PostGroup[] = [];
  let bytes = Infinity;
  for (const post of posts) {
    const message = toMessage(post, timeoutMs);
    const size = message.authorization.length + message.request.length;
    const last = groups.at(-1);
    if (last === undefined || last.posts.length >= MAX_POSTS || bytes + size > MAX_BYTES) {
      groups.push({ posts: [post], calls: [message] });
      bytes = size;
    } else {
      last.posts.push(post);
      last.calls.push(message);
      bytes += size;
    }
  }
  return groups;
}

function toMessage({ caller, encoded: request }: Post, timeoutMs: number): Message {
  const { authorization, requestId, traceparent, address } = caller;
  return {
    authorization,
    requestId,
    traceparent,
    callerAddress: address,
    timeoutMs,
    request,
  };
}
