import { judgeUrl, type AddressPolicy } from '@webhooks/address-guard';
import { validationError } from '@webhooks/domain';

/** A courtesy: what counts is judged at every attempt, on the addresses that a name resolves to. */
export function refuseBlockedUrl(url: string, policy: AddressPolicy): void {
  const refusal = judgeUrl(new URL(url), policy);
  if (refusal === null) return;
  const message = `must not be called: ${refusal}`;
  throw validationError([{ field: 'url', code: 'address_not_allowed', message }]);
}
