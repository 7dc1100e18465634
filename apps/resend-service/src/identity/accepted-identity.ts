import {
  identityNotFound,
  validationError,
  type ClientIdentity,
  type IdentityRefusal,
  type IdentityResult,
} from '@webhooks/domain';

const refusals = {
  account_unknown: ['account_id', 'is not a known account'],
  other_account: ['account_id', 'is not the account of the identity, which never changes'],
  other_default: ['is_default', 'another identity is the default there; it has to give way first'],
  no_key: ['private_key', 'is required: no signing request waits for this certificate'],
  too_many: ['name', 'is new, and as many identities as there may be exist'],
  in_use: ['name', 'is the client_identity of an endpoint'],
} as const satisfies Record<Exclude<IdentityRefusal, 'unknown'>, readonly [string, string]>;

/** The identity after a change. Throws identity_not_found, or validation_error for what was refused. */
export function acceptedIdentity(result: IdentityResult): ClientIdentity {
  if (typeof result !== 'string') return result;
  if (result === 'unknown') throw identityNotFound();
  const [field, message] = refusals[result];
  throw validationError([{ field, message }]);
}
