import type { ServiceImpl } from '@connectrpc/connect';

import type { SignPortalToken } from '@webhooks/auth';
import type { PortalService } from '@webhooks/contracts';
import type { Clock, PortalStore } from '@webhooks/domain';

import { createLink } from './create-link.ts';
import { openLink } from './open-link.ts';

/** What the calls of the portal work with. */
export interface PortalParts {
  readonly portal: PortalStore;
  /** Null: there are no service tokens, and so nobody who makes links. */
  readonly signPortalToken: SignPortalToken | null;
  readonly clock: Pick<Clock, 'now'>;
}

/** The calls of webhooks.portal.v1. */
export function portalService(parts: PortalParts): ServiceImpl<typeof PortalService> {
  return { createLink: createLink(parts), openLink: openLink(parts) };
}
