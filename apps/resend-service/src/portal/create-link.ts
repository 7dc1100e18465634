import { randomBytes } from 'node:crypto';

import { timestampFromMs } from '@bufbuild/protobuf/wkt';
import type { MethodImpl } from '@connectrpc/connect';

import type { CreateLinkRequest, PortalService } from '@webhooks/contracts';
import {
  DomainError,
  type Clock,
  type NewPortalLink,
  type PortalLinkCreation,
  type PortalStore,
} from '@webhooks/domain';

import { RequestReader } from '../mapping/request-reader.ts';
import { actorOf } from '../rpc/actor.ts';
import { hashOf } from './token-hash.ts';

const MAX_ACCOUNTS = 50;
/** Seconds that a link can be opened, and that its session lasts. */
const VALID_S = { default: 900, min: 1, max: 900 };
const SESSION_S = { default: 3_600, min: 60, max: 28_800 };
/** Nobody guesses one of 256 bits. */
const TOKEN_BYTES = 32;
const RETRY_AFTER_MS = 60_000;

/** Makes a link into the console. */
export function createLink({
  portal,
  clock,
}: {
  readonly portal: Pick<PortalStore, 'createLink'>;
  readonly clock: Pick<Clock, 'now'>;
}): MethodImpl<typeof PortalService.method.createLink> {
  return async (request, context) => {
    const nowMs = clock.now();
    const token = randomBytes(TOKEN_BYTES).toString('base64url');
    const link = { ...readLink(request, nowMs), tokenHash: hashOf(token) };
    const made = await portal.createLink(link, nowMs, actorOf(context));
    return {
      token,
      expiresAt: timestampFromMs(link.expiresAtMs),
      userId: BigInt(userOf(made)),
    };
  };
}

function readLink(request: CreateLinkRequest, nowMs: number): Omit<NewPortalLink, 'tokenHash'> {
  const read = new RequestReader();
  const { accountIds } = request;
  if (accountIds.length === 0 || accountIds.length > MAX_ACCOUNTS) {
    read.violation('account_ids', `must be 1 to ${MAX_ACCOUNTS} ids`);
  }
  const ids = accountIds.slice(0, MAX_ACCOUNTS).map((id) => read.id('account_ids', id));
  if (new Set(ids).size < ids.length) read.violation('account_ids', 'must name each account once');
  const validS = seconds(read, 'valid_for_seconds', request.validForSeconds, VALID_S);
  const sessionS = seconds(read, 'session_seconds', request.sessionSeconds, SESSION_S);
  read.finish();
  return { accountIds: ids, expiresAtMs: nowMs + validS * 1_000, sessionMs: sessionS * 1_000 };
}

function seconds(
  read: RequestReader,
  field: string,
  value: number,
  limits: { readonly default: number; readonly min: number; readonly max: number },
): number {
  if (value === 0) return limits.default;
  if (value < limits.min || value > limits.max) {
    read.violation(field, `must be an integer from ${limits.min} to ${limits.max}`);
  }
  return value;
}

function userOf(made: PortalLinkCreation): number {
  switch (made.kind) {
    case 'created':
      return made.userId;
    case 'unknown_accounts':
      throw new DomainError('account_not_found', 'Account not found', {
        notFound: made.accountIds.map(String),
      });
    case 'too_many':
      throw new DomainError('too_many_requests', 'Too many portal links are kept at once', {
        retryAfterMs: RETRY_AFTER_MS,
      });
  }
}
