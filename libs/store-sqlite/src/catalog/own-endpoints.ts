import { accountNotFound, notAwaited } from '@webhooks/domain';
import type { CatalogStore, NewOwnEndpoint, OwnEndpointCreation } from '@webhooks/domain';
import {
  endpointLimitRefusal,
  newEndpointId,
  newOwnEndpoint,
  newSigningSecret,
} from '@webhooks/store-kit';

import type { Database } from '../sql/database.ts';
import { createKeptKeys, type KnownKey } from '../sql/kept-keys.ts';
import type { HasAccess } from './access.ts';
import type { EndpointProofs } from './endpoint-proofs.ts';
import type { EndpointSaver } from './endpoint-saver.ts';
import type { EndpointTable } from './endpoint-table.ts';

/** Counts no further than it takes to refuse. */
const countedAtMost = 1_000;

/** What making and removing endpoints takes. */
export interface OwnEndpointParts {
  readonly saver: EndpointSaver;
  readonly proofs: EndpointProofs;
  readonly hasAccess: HasAccess;
}

/** Makes and removes endpoints for users. */
export function createOwnEndpoints(
  database: Database,
  endpoints: EndpointTable,
  { saver, proofs, hasAccess }: OwnEndpointParts,
): Pick<CatalogStore, 'createOwnEndpoint' | 'removeOwnEndpoint'> {
  const { connection, sealer } = database;
  const keys = createKeptKeys<string>(database, {
    table: 'endpoint_idempotency_keys',
    made: 'endpoint_id',
  });
  const account = connection
    .prepare<[string, string], number>(
      `SELECT id FROM accounts WHERE branch_identifier = ? AND number = ?`,
    )
    .pluck();
  const count = (condition: string) =>
    connection
      .prepare<[number, number], number>(
        `SELECT count(*) FROM (SELECT 1 FROM endpoints AS n INDEXED BY endpoints_by_account
         WHERE n.account_id = ? AND n.removed_at_ms ${condition} LIMIT ?)`,
      )
      .pluck();
  const present = count('IS NULL');
  const removed = count('IS NOT NULL');

  /** What an earlier request with the key made; a key of an endpoint that is gone is a used one. */
  function known(key: KnownKey<string>, fingerprint: string): OwnEndpointCreation {
    const endpoint = endpoints.get(key.made);
    if (key.fingerprint !== fingerprint || endpoint === null) {
      return { kind: 'idempotency_key_reused' };
    }
    const { id, signingSecrets } = endpoint;
    const isAsMade = endpoints.revisionOf(id) === 1;
    const signingSecret = isAsMade ? (signingSecrets[0]?.secret ?? null) : null;
    return { kind: 'already_created', id, signingSecret };
  }

  /** It has a token: only who has the key of the database can compare it. */
  function fingerprintOf(endpoint: NewOwnEndpoint, accountId: number): string {
    const { url, typeWebhook, authorizationToken, xFunctionsKey } = endpoint;
    return sealer.digest(
      JSON.stringify([accountId, url, typeWebhook, authorizationToken, xFunctionsKey]),
    );
  }

  return {
    createOwnEndpoint: async (asked, { userId, idempotencyKey }, atMs, actor, isAwaited) =>
      database.writeQueued((): OwnEndpointCreation => {
        if (isAwaited?.() === false) throw notAwaited();
        const accountId = account.get(asked.account.branchIdentifier, asked.account.number);
        if (accountId === undefined || !hasAccess(accountId, userId)) {
          return { kind: 'refused', error: accountNotFound() };
        }
        const fingerprint = fingerprintOf(asked, accountId);
        const key = idempotencyKey === null ? undefined : keys.find(userId, idempotencyKey, atMs);
        if (key !== undefined) return known(key, fingerprint);
        const counts = {
          present: present.get(accountId, countedAtMost) ?? 0,
          removed: removed.get(accountId, countedAtMost) ?? 0,
        };
        const error = endpointLimitRefusal(counts);
        if (error !== null) return { kind: 'refused', error };
        const id = newEndpointId();
        const signingSecret = newSigningSecret();
        saver.create(newOwnEndpoint(asked, { id, accountId, signingSecret }), { atMs, actor });
        if (asked.needsProof === true) proofs.demand({ id, url: asked.url }, userId, atMs);
        if (idempotencyKey !== null) {
          keys.keep(userId, idempotencyKey, { fingerprint, made: id }, atMs);
        }
        return { kind: 'created', id, signingSecret };
      }),
    removeOwnEndpoint: async (id, userId, atMs, actor, isAwaited) =>
      database.writeQueued(() => {
        if (isAwaited?.() === false) throw notAwaited();
        const endpoint = endpoints.get(id);
        if (endpoint === null || !hasAccess(endpoint.accountId, userId)) return false;
        saver.remove(endpoint, { atMs, actor });
        return true;
      }),
  };
}
