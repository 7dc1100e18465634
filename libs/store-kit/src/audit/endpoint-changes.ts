import type { Endpoint, FieldChange } from '@webhooks/domain';

/** Tells texts apart without telling them. */
export type Digest = (text: string) => string;

/** How each field that an owner decides is shown in the audit trail; null: its values never are. */
const shown = {
  // Paths and queries may carry a key.
  url: (endpoint, digest) => shownTarget(new URL(endpoint.url), digest),
  typeWebhook: (endpoint) => endpoint.typeWebhook,
  authorizationToken: null,
  xFunctionsKey: null,
  signingSecrets: null,
  disabledReason: (endpoint) => endpoint.disabledReason,
  maxInFlight: ({ maxInFlight }) => (maxInFlight === null ? null : `${maxInFlight}`),
  maxRatePerSecond: ({ maxRatePerSecond: rate }) => (rate === null ? null : `${rate}`),
  clientIdentity: ({ clientIdentity }) => clientIdentity,
  // No secret, and too long.
  trustAnchors: null,
  egressProxy: ({ egressProxy }) => egressProxy,
  recoversAutomatically: ({ recoversAutomatically }) => `${recoversAutomatically}`,
  isTest: ({ isTest }) => `${isTest}`,
} as const satisfies Readonly<
  Record<
    Exclude<keyof Endpoint, 'id' | 'accountId'>,
    ((endpoint: Endpoint, digest: Digest) => string | null) | null
  >
>;

/** In the words of the contract. */
const names = {
  url: 'url',
  typeWebhook: 'type_webhook',
  authorizationToken: 'authorization_token',
  xFunctionsKey: 'x_functions_key',
  signingSecrets: 'signing_secrets',
  disabledReason: 'disabled_reason',
  maxInFlight: 'max_in_flight',
  maxRatePerSecond: 'max_rate_per_second',
  clientIdentity: 'client_identity',
  trustAnchors: 'trust_anchors',
  egressProxy: 'egress_proxy',
  recoversAutomatically: 'recover_automatically',
  isTest: 'test',
} as const satisfies Record<keyof typeof shown, string>;

/** What differs between two states of an endpoint, without any secret. */
export function endpointChanges(before: Endpoint, after: Endpoint, digest: Digest): FieldChange[] {
  const fields = Object.keys(shown) as (keyof typeof shown)[];
  return fields
    .filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]))
    .map((field) => {
      const show = shown[field];
      return {
        field: names[field],
        before: show === null ? null : show(before, digest),
        after: show === null ? null : show(after, digest),
      };
    });
}

function shownTarget({ origin, href }: URL, digest: Digest): string {
  return `${origin} (path and query hmac-sha256:${digest(href.slice(origin.length))})`;
}
