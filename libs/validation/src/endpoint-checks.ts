import { notificationTypes, type Endpoint } from '@webhooks/domain';

import { ANCHORS_RULE, readCertificates } from './client-certificate.ts';
import { MAX_HEADER_LENGTH, MAX_URL_LENGTH } from './limits.ts';
import { idCheck, nameCheck, type RecordCheck } from './record-check.ts';
import { isEventType, isName, isPrintable, isPrintableAscii } from './text-patterns.ts';

const MAX_SIGNING_SECRETS = 4;
const MAX_IN_FLIGHT = 256;

const HEADER_MESSAGE = `must be at most ${MAX_HEADER_LENGTH} printable ASCII characters`;

/** The rules for an endpoint; http is refused unless it is allowed. */
export function endpointChecks(endpoint: Endpoint, allowHttp: boolean): RecordCheck[] {
  const { signingSecrets, maxInFlight, maxRatePerSecond, clientIdentity, trustAnchors } = endpoint;
  const { egressProxy } = endpoint;
  return [
    nameCheck('id', endpoint.id),
    idCheck('account_id', endpoint.accountId),
    urlCheck(endpoint.url, allowHttp),
    typeWebhookCheck(endpoint.typeWebhook),
    ['authorization_token', isHeaderValue(endpoint.authorizationToken), HEADER_MESSAGE],
    ['x_functions_key', isHeaderValue(endpoint.xFunctionsKey), HEADER_MESSAGE],
    [
      'signing_secrets',
      signingSecrets.length <= MAX_SIGNING_SECRETS &&
        signingSecrets.every(({ secret }) => isSigningSecret(secret)),
      `must be at most ${MAX_SIGNING_SECRETS} secrets, each "whsec_" and the base64 of 24 to 64 bytes`,
    ],
    [
      'max_in_flight',
      maxInFlight === null || isWithin(maxInFlight, 1, MAX_IN_FLIGHT),
      `must be an integer from 1 to ${MAX_IN_FLIGHT}, or 0 for the dispatcher's setting`,
    ],
    [
      'max_rate_per_second',
      maxRatePerSecond === null || (Number.isFinite(maxRatePerSecond) && maxRatePerSecond > 0),
      'must be a positive number, or 0 for no limit',
    ],
    [
      'client_identity',
      clientIdentity === null || isName(clientIdentity),
      'must be the name of an identity, or "none"',
    ],
    [
      'trust_anchors',
      trustAnchors === null || readCertificates(trustAnchors) !== null,
      ANCHORS_RULE,
    ],
    [
      'egress_proxy',
      egressProxy === null || isName(egressProxy),
      'must be the name of an egress proxy, or "direct"',
    ],
  ];
}

/** "whsec_" and the canonical base64 of 24 to 64 bytes, as Standard Webhooks has it. */
export function isSigningSecret(secret: string): boolean {
  if (!secret.startsWith('whsec_')) return false;
  const base64 = secret.slice('whsec_'.length);
  const bytes = Buffer.from(base64, 'base64');
  return isWithin(bytes.length, 24, 64) && bytes.toString('base64') === base64;
}

function typeWebhookCheck(typeWebhook: string): RecordCheck {
  const holds = notificationTypes.includes(typeWebhook) || isEventType(typeWebhook);
  const message = `must be 1 to 64 characters A-Z 0-9 _, or ${notificationTypes.join(' or ')}`;
  return ['type_webhook', holds, message];
}

function urlCheck(url: string, allowHttp: boolean): RecordCheck {
  const scheme = allowHttp ? 'an https or http URL' : 'an https URL';
  const message = `must be ${scheme} of at most ${MAX_URL_LENGTH} characters without user information`;
  return ['url', isEndpointUrl(url, allowHttp), message];
}

/** Whether its host may be called is judged at every attempt, on the addresses it resolves to. */
function isEndpointUrl(text: string, allowHttp: boolean): boolean {
  // The parser drops or repairs blanks and missing slashes, which hides what is really meant.
  if (!/^https?:\/\/[^/?#][^\s\\]*$/i.test(text) || !isPrintable(text, MAX_URL_LENGTH))
    return false;
  const url = URL.parse(text);
  if (url === null || url.username !== '' || url.password !== '') return false;
  return url.protocol === 'https:' || allowHttp;
}

function isHeaderValue(text: string | null): boolean {
  return text === null || isPrintableAscii(text, MAX_HEADER_LENGTH);
}

function isWithin(value: number, min: number, max: number): boolean {
  return Number.isInteger(value) && value >= min && value <= max;
}
