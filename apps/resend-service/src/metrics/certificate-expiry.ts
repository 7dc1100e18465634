import type { Clock, IdentityStore } from '@webhooks/domain';
import { atMostEvery, type Metrics } from '@webhooks/telemetry';

import { expiryMs, MAX_IDENTITIES } from '../identity/expiry-of.ts';

/** Certificates live for months. */
const READ_EVERY_MS = 60_000;

/** Registers how long it takes until a client certificate expires that has no successor yet. */
export function registerCertificateExpiry(
  metrics: Metrics,
  { identities, clock }: { identities: Pick<IdentityStore, 'list'>; clock: Pick<Clock, 'now'> },
): void {
  const firstExpiryMs = atMostEvery(READ_EVERY_MS, async () => {
    const all = await identities.list('', MAX_IDENTITIES);
    return Math.min(...all.map(expiryMs));
  });
  metrics.gauges(
    'client_certificate_expiry_seconds',
    'Time until the first client certificate without a successor expires; +Inf when there is none',
    [],
    async () => [[{}, ((await firstExpiryMs()) - clock.now()) / 1000]],
  );
}
