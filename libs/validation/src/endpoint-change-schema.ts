import { credential } from './credential.ts';
import { MAX_URL_LENGTH } from './limits.ts';

/** Body of PATCH /v3/webhooks/endpoints/{id}. null is the same as absent; one field is required. */
export const endpointChangeSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    enabled: {
      type: ['boolean', 'null'],
      description:
        'true delivers again after the endpoint answered 410 or was disabled; false stops that.',
    },
    recover_automatically: {
      type: ['boolean', 'null'],
      description:
        'true: when it works again after an outage of ten minutes or more, what it missed meanwhile ' +
        'is resent without anybody asking for it. false, as it is at first: nothing is.',
    },
    url: {
      type: ['string', 'null'],
      maxLength: MAX_URL_LENGTH,
      description:
        'Where webhooks go from now on. Another place than before gets no token or key of before.',
    },
    authorization_token: {
      ...credential,
      description: 'Sent as `Authorization` to this `url`, with which it comes. Never shown.',
    },
    x_functions_key: {
      ...credential,
      description: 'Sent as `X-Functions-Key` to this `url`, with which it comes. Never shown.',
    },
  },
} as const;

/** A field of the body. */
export type EndpointChangeField = keyof typeof endpointChangeSchema.properties;
