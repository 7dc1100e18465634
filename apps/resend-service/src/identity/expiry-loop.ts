import { X509Certificate } from 'node:crypto';

import type { ClientIdentity, Clock, IdentityStore, Timers } from '@webhooks/domain';
import { startLoop, type Loop } from '@webhooks/runtime';
import type { Logger } from '@webhooks/telemetry';

import { expiryMs, MAX_IDENTITIES } from './expiry-of.ts';

/** What the loop works with. */
export interface ExpiryParts {
  readonly identities: Pick<IdentityStore, 'list' | 'tellExpiry'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly timers: Timers;
  readonly logger: Logger;
}

/** Accounts are notified once within each of these. */
const DAYS = [1, 7, 30] as const;
const DAY_MS = 86_400_000;
/** Certificates live for months. */
const LOOK_MS = 3_600_000;
const ERROR_PAUSE_MS = 60_000;

/** Tells accounts that a client certificate without a successor is about to expire. */
export function startExpiryLoop({ identities, clock, timers, logger }: ExpiryParts): Loop {
  async function tell(identity: ClientIdentity): Promise<void> {
    const { name, certificates } = identity;
    const [newest] = certificates;
    const notAfterMs = expiryMs(identity);
    const leftMs = notAfterMs - clock.now();
    const withinDays = DAYS.find((days) => leftMs <= days * DAY_MS);
    if (newest === undefined || withinDays === undefined || leftMs <= 0) return;
    const { fingerprint256 } = new X509Certificate(newest.chain);
    const fingerprint = fingerprint256.replaceAll(':', '').toLowerCase();
    await identities.tellExpiry({ name, fingerprint, notAfterMs, withinDays }, clock.now());
  }

  return startLoop({
    task: async () => {
      for (const identity of await identities.list('', MAX_IDENTITIES)) await tell(identity);
      return LOOK_MS;
    },
    onError: (error) =>
      logger.error({ err: error }, 'Nobody was notified of certificates that expire'),
    errorPauseMs: ERROR_PAUSE_MS,
    timers,
  });
}
