import type { MethodImpl } from '@connectrpc/connect';

import { actingUser } from '@webhooks/auth';
import type { EndpointService } from '@webhooks/contracts';

/** Where deliveries come from, as the setting has it: the same for every user. */
export function listSourceIps(
  sourceIps: readonly string[],
): MethodImpl<typeof EndpointService.method.listSourceIps> {
  return (_request, context) => {
    actingUser(context);
    return { sourceIps: [...sourceIps] };
  };
}
