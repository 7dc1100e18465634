import { HEALTH_NOTIFICATION_TYPE } from '@webhooks/domain';
import type { IdentityStore } from '@webhooks/domain';

import type { Database } from '../sql/database.ts';
import { effectiveIdentity } from './effective-identity.ts';

/** Tells accounts of a certificate that ends soon, where one of their endpoints is shown it. */
export function createExpiryNotifications(database: Database): IdentityStore['tellExpiry'] {
  const add = database.connection.prepare<[string, string, string, number, number, string]>(
    `INSERT INTO health_notifications
       (endpoint_id, about, type, data, once, created_at_ms, next_attempt_at_ms)
     SELECT w.id, ?, 'certificate.expiring', ?, ?, ?, ?
     FROM endpoints AS w INDEXED BY endpoints_for_health
     WHERE w.type_webhook = '${HEALTH_NOTIFICATION_TYPE}' AND w.removed_at_ms IS NULL AND EXISTS (
       SELECT 1 FROM endpoints AS e INDEXED BY endpoints_by_account
       WHERE e.account_id = w.account_id AND e.id <> w.id AND e.removed_at_ms IS NULL
         AND ${effectiveIdentity} = ?)
     ON CONFLICT (endpoint_id, once) WHERE once IS NOT NULL DO NOTHING`,
  );

  return ({ name, fingerprint, notAfterMs, withinDays }, nowMs) => {
    const data = {
      client_identity: name,
      certificate_fingerprint: fingerprint,
      certificate_not_after: new Date(notAfterMs).toISOString(),
    };
    const once = `${name} ${fingerprint} ${withinDays}`;
    return database.writeQueued(
      () => add.run(name, JSON.stringify(data), once, nowMs, nowMs, name).changes,
    );
  };
}
