import type { ServiceImpl } from '@connectrpc/connect';

import type { ResendService } from '@webhooks/contracts';
import type { ResendStore } from '@webhooks/domain';

import { createResend, type CreateResendParts } from './create-resend.ts';
import { getResend } from './get-resend.ts';
import { listAttempts } from './list-attempts.ts';
import { listDeliveries } from './list-deliveries.ts';
import { listResends } from './list-resends.ts';

/** What the service works with. */
export interface ResendServiceParts extends CreateResendParts {
  readonly resends: Pick<ResendStore, 'get' | 'list' | 'listDeliveries' | 'listAttempts'>;
}

/** The calls of webhooks.resend.v1; one that is not here answers UNIMPLEMENTED. */
export function resendService(
  parts: ResendServiceParts,
): Partial<ServiceImpl<typeof ResendService>> {
  const { resends } = parts;
  return {
    createResend: createResend(parts),
    getResend: getResend(resends),
    listResends: listResends(resends),
    listDeliveries: listDeliveries(resends),
    listAttempts: listAttempts(resends),
  };
}
