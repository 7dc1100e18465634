import { createConnectRouter, type ConnectRouter, type ServiceImpl } from '@connectrpc/connect';
import { compressionGzip } from '@connectrpc/connect-node';

import type { AuthenticationGate } from '@webhooks/auth';
import {
  AuditService,
  CatalogService,
  EndpointService,
  EventService,
  file_google_rpc_error_details,
  Health,
  IdentityService,
  PortalService,
  reflectionV1alpha,
  RelayService,
  ResendService,
  ServerReflection,
} from '@webhooks/contracts';
import type { Timers } from '@webhooks/domain';
import type { Logger } from '@webhooks/telemetry';

import { createHealthStatus } from '../health/health-status.ts';
import { healthService } from '../health/health-service.ts';
import { createDescriptorIndex } from '../reflection/descriptor-index.ts';
import { reflectionService } from '../reflection/reflection-service.ts';
import { deadlineInterceptor } from './deadline-interceptor.ts';
import { errorInterceptor } from './error-interceptor.ts';
import { takeLongMessages } from './long-messages.ts';
import type { MessageLimits } from './message-check.ts';
import type { RateLimit } from './rate-limit.ts';
import { createRequestGate } from './request-gate.ts';
import {
  MAX_FIELDS,
  MAX_MESSAGE_BYTES,
  MAX_PUBLIC_MESSAGE_BYTES,
  MAX_RELAY_BYTES,
  MAX_RELAY_FIELDS,
  MAX_SMALL_MESSAGE_BYTES,
  UNARY_DEADLINE_MS,
} from './rpc-limits.ts';

/** What the routes lead to, and what stands before them. */
export interface RoutesParts {
  readonly resend: ServiceImpl<typeof ResendService>;
  readonly catalog: ServiceImpl<typeof CatalogService>;
  readonly endpoint: ServiceImpl<typeof EndpointService>;
  readonly identity: ServiceImpl<typeof IdentityService>;
  readonly event: ServiceImpl<typeof EventService>;
  readonly audit: ServiceImpl<typeof AuditService>;
  readonly portal: ServiceImpl<typeof PortalService>;
  readonly relay: ServiceImpl<typeof RelayService>;
  /** Of the calls themselves; what a relay carries has its own. */
  readonly authenticate: AuthenticationGate;
  readonly limitRate: RateLimit;
  readonly timers: Timers;
  /** Aborts when calls are not wanted any more. */
  readonly stopping: AbortSignal;
  readonly logger: Logger;
}

/** The handlers of each codec: JSON takes longer to read than the same bytes of protobuf. */
export interface Routes {
  readonly binary: ConnectRouter;
  readonly json: ConnectRouter;
}

const RECORDS: MessageLimits = { maxBytes: MAX_MESSAGE_BYTES, maxFields: MAX_FIELDS };
const RELAY: MessageLimits = { maxBytes: MAX_RELAY_BYTES, maxFields: MAX_RELAY_FIELDS };

/** Every service that is offered here, by gRPC, gRPC-Web and Connect. */
export function createRoutes(parts: RoutesParts): Routes {
  const { resend, catalog, endpoint, identity, event, audit, portal, relay } = parts;
  const { authenticate, limitRate, timers, stopping, logger } = parts;
  const offered = [
    ResendService,
    CatalogService,
    EndpointService,
    IdentityService,
    EventService,
    AuditService,
    PortalService,
    Health,
    ServerReflection,
    reflectionV1alpha.ServerReflection,
  ];
  const names = offered.map(({ typeName }) => typeName);
  // Errors carry these details, which no file of the contract imports.
  const descriptors = createDescriptorIndex(offered, [file_google_rpc_error_details]);
  const isPublic = { readMaxBytes: MAX_PUBLIC_MESSAGE_BYTES };
  const options = {
    acceptCompression: [compressionGzip],
    readMaxBytes: MAX_SMALL_MESSAGE_BYTES,
    writeMaxBytes: MAX_MESSAGE_BYTES,
    // Nobody looks at them, and a message may hold half a million.
    binaryOptions: { readUnknownFields: false },
    requestGate: createRequestGate(authenticate, limitRate, logger),
    interceptors: [errorInterceptor(logger), deadlineInterceptor(UNARY_DEADLINE_MS, timers)],
  };
  const health = healthService(createHealthStatus(names, stopping));
  const reflection = reflectionService<typeof ServerReflection>(descriptors);
  const reflectionAlpha = reflectionService<typeof reflectionV1alpha.ServerReflection>(descriptors);
  const router = (): ConnectRouter =>
    createConnectRouter(options)
      .service(ResendService, resend)
      .service(CatalogService, catalog)
      .service(EndpointService, endpoint)
      .service(IdentityService, identity)
      .service(EventService, event)
      .service(AuditService, audit)
      .service(PortalService, portal)
      .service(RelayService, relay)
      .service(Health, health, isPublic)
      .service(ServerReflection, reflection, isPublic)
      .service(reflectionV1alpha.ServerReflection, reflectionAlpha, isPublic);
  const binary = router();
  // Behind their services: of two handlers of a method the last one counts.
  const { importRecords, batchUpsertRecords } = CatalogService.method;
  takeLongMessages(binary, importRecords, catalog.importRecords, RECORDS);
  takeLongMessages(binary, batchUpsertRecords, catalog.batchUpsertRecords, RECORDS);
  takeLongMessages(binary, RelayService.method.createResends, relay.createResends, RELAY);
  return { binary, json: router() };
}
