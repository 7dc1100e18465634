import type { JsonSchema } from '../v3/schemas/json-schema.ts';
import { components } from './components.ts';
import { deliveryWebhook } from './deliveries.ts';
import { healthWebhook } from './notifications.ts';
import { introduction } from './introduction.ts';
import { operationObject } from './operation-object.ts';
import { OPERATIONS } from './operations/index.ts';
import { CONTROL, ENDPOINTS, EVENTS, OUTCOMES, RESENDS } from './operations/shared.ts';

/** The API as an OpenAPI 3.1 document. publicBaseUrl: where callers reach it. */
export function openApiDocument(publicBaseUrl: string): JsonSchema {
  const paths: Record<string, Record<string, JsonSchema>> = {};
  for (const operation of OPERATIONS) {
    const path = (paths[operation.path] ??= {});
    path[operation.method] = operationObject(operation);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Webhook resend',
      version: '3.0.0',
      summary: 'Webhooks that were lost, delivered again.',
      description: introduction(),
    },
    servers: [{ url: publicBaseUrl }],
    security: [{ accessToken: [] }],
    tags: [
      { name: RESENDS, description: 'Ask for webhooks again, and see what came of it.' },
      { name: OUTCOMES, description: 'What happened to each delivery.' },
      { name: CONTROL, description: 'Stop, go on, try again.' },
      { name: ENDPOINTS, description: 'Where your webhooks go, and how that goes.' },
      { name: EVENTS, description: 'What was recorded, and what became of it.' },
      { name: 'Deliveries', description: 'What your endpoint receives.' },
    ],
    paths,
    webhooks: { delivery: deliveryWebhook(), endpointHealth: healthWebhook() },
    components: components(),
  };
}
