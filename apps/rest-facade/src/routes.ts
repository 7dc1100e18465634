import Router, { RouterEvents } from '@koa/router';
import { koaAuthentication, type TokenVerifier } from '@webhooks/auth';

import { createExport, type ExportParts } from './export/create-export.ts';
import type { EndpointClient } from './service/endpoint-client.ts';
import type { EventClient } from './service/event-client.ts';
import type { ServiceClient } from './service/service-client.ts';
import { emptyBody } from './http/empty-body.ts';
import { readBody, requireJson } from './http/json-body.ts';
import { noQuery } from './http/no-query.ts';
import { bodyMemory, requestSlots } from './http/request-slots.ts';
import type { RequestState } from './http/request-state.ts';
import { unknownRoute } from './http/unknown-route.ts';
import { cancelResend, pauseResend, resumeResend } from './routes/control-resend.ts';
import { createEndpoint } from './routes/create-endpoint.ts';
import { createResend } from './routes/create-resend.ts';
import { getEndpoint } from './routes/get-endpoint.ts';
import { getEndpointStatistics } from './routes/get-endpoint-statistics.ts';
import { getEvent } from './routes/get-event.ts';
import { getResend } from './routes/get-resend.ts';
import { getResendStatistics } from './routes/get-resend-statistics.ts';
import { listAttempts } from './routes/list-attempts.ts';
import { listDeliveries } from './routes/list-deliveries.ts';
import { listEndpoints } from './routes/list-endpoints.ts';
import { listEvents } from './routes/list-events.ts';
import { listNotices } from './routes/list-notices.ts';
import { listResends } from './routes/list-resends.ts';
import { listSourceIps } from './routes/list-source-ips.ts';
import { previewResend } from './routes/preview-resend.ts';
import { docs, docsScript, docsStyle, openApi } from './routes/reference.ts';
import { removeEndpoint } from './routes/remove-endpoint.ts';
import { getTestEvent, sendTestEvent } from './routes/test-events.ts';
import { retryFailed } from './routes/retry-failed.ts';
import { updateEndpoint } from './routes/update-endpoint.ts';
import { updateResend } from './routes/update-resend.ts';
import { watchResend, type WatchResendParts } from './routes/watch-resend.ts';
import type { RestLimits } from './server/rest-limits.ts';

/** What the routes are made of. */
export interface RestRoutesParts extends WatchResendParts, ExportParts {
  readonly service: ServiceClient & EndpointClient & EventClient;
  readonly verifier: TokenVerifier;
  /** Start of the URLs that callers follow, without a trailing slash. */
  readonly publicBaseUrl: string;
  readonly limits: WatchResendParts['limits'] &
    ExportParts['limits'] &
    Pick<RestLimits, 'maxInFlight' | 'maxBodyBytes'>;
}

/** Every route there is. */
export function restRoutes(parts: RestRoutesParts): Router<RequestState> {
  const { service, verifier, publicBaseUrl } = parts;
  const router = new Router<RequestState>({ sensitive: true, strict: true });
  const authenticate = koaAuthentication(verifier);
  const admit = requestSlots(parts.limits.maxInFlight);
  const memory = bodyMemory(parts.limits.maxBodyBytes);
  const exportList = createExport(parts);
  const path = '/v3/webhooks/resend';
  const url = `${publicBaseUrl}${path}`;
  // A request has to be there, body and all, before it takes a slot.
  const json = [authenticate, noQuery(), requireJson(), memory, readBody(), admit] as const;
  const act = [authenticate, noQuery(), memory, emptyBody(), admit] as const;
  const list = [authenticate, admit] as const;
  const read = [authenticate, noQuery(), admit] as const;
  router.post(path, ...json, createResend(service));
  router.post(`${path}/preview`, ...json, previewResend(service));
  router.get(path, ...list, listResends(service, url));
  router.get(`${path}/:id`, ...read, getResend(service));
  router.get(`${path}/:id/notices`, ...read, listNotices(service));
  router.get(`${path}/:id/statistics`, ...read, getResendStatistics(service));
  // Streams have slots of their own.
  router.get(`${path}/:id/events`, authenticate, noQuery(), watchResend(parts));
  router.get(`${path}/:id/deliveries`, ...list, listDeliveries(service, url, exportList));
  router.get(`${path}/:id/deliveries/:deliveryId/attempts`, ...read, listAttempts(service));
  router.post(`${path}/:id/cancel`, ...act, cancelResend(service));
  router.post(`${path}/:id/pause`, ...act, pauseResend(service));
  router.post(`${path}/:id/resume`, ...act, resumeResend(service));
  router.patch(`${path}/:id`, ...json, updateResend(service));
  router.post(`${path}/:id/retry-failed`, ...act, retryFailed(service));
  const endpoints = '/v3/webhooks/endpoints';
  router.get(endpoints, ...list, listEndpoints(service, `${publicBaseUrl}${endpoints}`));
  router.post(endpoints, ...json, createEndpoint(service));
  router.get(`${endpoints}/:id`, ...read, getEndpoint(service));
  router.patch(`${endpoints}/:id`, ...json, updateEndpoint(service));
  router.delete(`${endpoints}/:id`, ...act, removeEndpoint(service));
  router.post(`${endpoints}/:id/test`, ...act, sendTestEvent(service));
  router.get(`${endpoints}/:id/test/:testId`, ...read, getTestEvent(service));
  router.get(`${endpoints}/:id/statistics`, ...list, getEndpointStatistics(service));
  router.get('/v3/webhooks/source_ips', ...read, listSourceIps(service));
  const events = '/v3/webhooks/events';
  router.get(events, ...list, listEvents(service, `${publicBaseUrl}${events}`, exportList));
  router.get(`${events}/:id`, ...list, getEvent(service, `${publicBaseUrl}${events}`));
  router.get('/openapi.json', noQuery(), openApi(publicBaseUrl));
  router.get('/docs', noQuery(), docs(publicBaseUrl));
  router.get('/docs/style.css', noQuery(), docsStyle());
  router.get('/docs/script.js', noQuery(), docsScript());
  router.on(RouterEvents.NotFound, unknownRoute);
  return router;
}
