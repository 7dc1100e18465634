import { createClient, type Transport } from '@connectrpc/connect';
import { PortalService } from '@webhooks/contracts';

import { optionsFor } from './call-options.ts';
import { createGuardedCalls } from './guarded-call.ts';
import type { OutageLog } from './outage-log.ts';
import type { Caller } from './service-client.ts';

/** What the facade needs of the service's portal; refusals as in ServiceClient. */
export interface PortalClient {
  /** The access token of the session that a link begins. Throws token_not_valid for one that ended. */
  openPortalLink(token: string, caller: Omit<Caller, 'authorization'>): Promise<string>;
}

/** Calls resend-service. */
export function createGrpcPortalClient(transport: Transport, outages: OutageLog): PortalClient {
  const client = createClient(PortalService, transport);
  const { act } = createGuardedCalls(outages);
  return {
    openPortalLink: async (token, caller) => {
      // The link is what opens it, and nobody is there yet.
      const options = optionsFor({ ...caller, authorization: '' });
      return (await act(() => client.openLink({ token }, options))).accessToken;
    },
  };
}
