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
    url: {
      type: ['string', 'null'],
      maxLength: MAX_URL_LENGTH,
      description:
        'Where webhooks go from now on. An endpoint with a token or key stays at its origin.',
    },
  },
} as const;

/** A field of the body. */
export type EndpointChangeField = keyof typeof endpointChangeSchema.properties;
