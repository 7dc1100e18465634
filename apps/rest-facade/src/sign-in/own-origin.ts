import { DomainError } from '@webhooks/domain';

import type { RestContext } from '../http/request-state.ts';

const READS = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Throws permission_denied for a request that a page of another origin made. A browser says where it
 * comes from with all that acts; of a read it may say nothing, and nobody else sees the answer.
 */
export function requireOwnOrigin(ctx: RestContext, origin: string): void {
  const isRead = READS.includes(ctx.method);
  const from = ctx.get('origin');
  const site = ctx.get('sec-fetch-site');
  const isOwn = from === origin || (isRead && from === '');
  if (isOwn && (site === '' || site === 'same-origin' || (isRead && site === 'none'))) return;
  throw new DomainError('permission_denied', 'Permission denied: it came from another site');
}
