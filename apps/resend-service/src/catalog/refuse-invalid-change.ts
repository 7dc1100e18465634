import { validationError, type Endpoint, type EndpointChange } from '@webhooks/domain';
import { catalogRecordViolation, type CatalogPolicy } from '@webhooks/validation';

/** An endpoint without a fault, so that what is found comes from the change. */
const faultless: Endpoint = {
  id: 'any',
  accountId: 1,
  url: 'https://any.example',
  typeWebhook: 'CASHIN',
  authorizationToken: null,
  xFunctionsKey: null,
  signingSecrets: [],
  disabledReason: null,
  maxInFlight: null,
  maxRatePerSecond: null,
  clientIdentity: null,
  trustAnchors: null,
  egressProxy: null,
  recoversAutomatically: false,
  isTest: false,
};

/** Throws a validation error for a change that no endpoint could take. */
export function refuseInvalidChange(change: EndpointChange, policy: CatalogPolicy): void {
  const endpoint = Object.assign({ ...faultless }, change);
  const violation = catalogRecordViolation({ kind: 'endpoint', endpoint }, policy);
  if (violation === null) return;
  const field = violation.field.replace(/^endpoint\./, '');
  throw validationError([{ field, message: violation.message }]);
}
