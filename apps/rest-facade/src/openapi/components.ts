import { endpointChangeSchema, resendBodySchema } from '@webhooks/validation';

import {
  acceptedSchema,
  actedSchema,
  attemptsSchema,
  cancelledSchema,
  endpointChangedSchema,
  errorSchema,
  pageOf,
} from '../v3/schemas/answer-schemas.ts';
import { attemptItemSchema, deliveryItemSchema } from '../v3/schemas/delivery-schema.ts';
import { endpointItemSchema, endpointStatisticsSchema } from '../v3/schemas/endpoint-schema.ts';
import type { JsonSchema } from '../v3/schemas/json-schema.ts';
import { noticeItemSchema, noticesSchema } from '../v3/schemas/notice-schema.ts';
import { previewSchema } from '../v3/schemas/preview-schema.ts';
import { resendDetailSchema, resendItemSchema } from '../v3/schemas/resend-schema.ts';
import { resendStatisticsSchema } from '../v3/schemas/resend-statistics-schema.ts';
import { bodyOf, responseOf } from './error-answers.ts';

const ref = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });

const schemas = {
  ResendRequest: resendBodySchema,
  Accepted: acceptedSchema,
  Resend: resendDetailSchema,
  ResendItem: resendItemSchema,
  ResendPage: pageOf(ref('ResendItem')),
  Preview: previewSchema,
  Delivery: deliveryItemSchema,
  DeliveryPage: pageOf(ref('Delivery')),
  Attempt: attemptItemSchema,
  Attempts: attemptsSchema(ref('Attempt')),
  Acted: actedSchema(ref('Resend')),
  Cancelled: cancelledSchema(ref('Resend')),
  ResendStatistics: resendStatisticsSchema,
  Notice: noticeItemSchema,
  Notices: noticesSchema(ref('Notice')),
  Endpoint: endpointItemSchema,
  EndpointPage: pageOf(ref('Endpoint')),
  EndpointStatistics: endpointStatisticsSchema,
  EndpointChange: endpointChangeSchema,
  EndpointChanged: endpointChangedSchema(ref('Endpoint')),
  Error: errorSchema,
} as const satisfies Record<string, JsonSchema>;

const header = (description: string, schema: JsonSchema, required = true): JsonSchema => ({
  description,
  required,
  schema,
});

const headers = {
  'X-Request-Id': header('Names the request: yours if it was one safe token, else a new one.', {
    type: 'string',
    pattern: '^[A-Za-z0-9._:-]{1,128}$',
  }),
  Location: header('The path of the new resend.', {
    type: 'string',
    pattern: '^/v3/webhooks/resend/[1-9][0-9]*$',
  }),
  'Retry-After': header('Seconds to wait before the next try.', { type: 'integer', minimum: 1 }),
  'WWW-Authenticate': header('How to authenticate.', { type: 'string', const: 'Bearer' }),
  Allow: header('The methods of the path.', { type: 'string' }),
} as const;

/** What operations refer to. */
export function components(): JsonSchema {
  return {
    schemas,
    headers,
    parameters: {
      'X-Request-Id': {
        name: 'X-Request-Id',
        in: 'header',
        description: 'Names the request in our logs: 1 to 128 of A-Z a-z 0-9 . _ : -',
        schema: { type: 'string' },
      },
    },
    responses: {
      NotFound: responseOf(new Map([['not_found', exampleOf('not_found')]])),
      MethodNotAllowed: responseOf(
        new Map([['method_not_allowed', exampleOf('method_not_allowed')]]),
      ),
    },
    securitySchemes: {
      accessToken: {
        type: 'http',
        scheme: 'bearer',
        bearerFormat: 'JWT',
        description: "An access token of a user, as the platform's issuer makes it.",
      },
    },
  };
}

function exampleOf(code: 'not_found' | 'method_not_allowed'): Record<string, JsonSchema> {
  return { [code]: { summary: 'On any path', value: bodyOf({ code }) } };
}
