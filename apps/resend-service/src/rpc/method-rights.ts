import { serviceRights, type MethodRights } from '@webhooks/auth';
import {
  AuditService,
  CatalogService,
  EndpointService,
  EventService,
  Health,
  IdentityService,
  PortalService,
  reflectionV1alpha,
  RelayService,
  ResendService,
  ServerReflection,
} from '@webhooks/contracts';

/** Who may call what. A method without a line here does not compile. */
export function createMethodRights(): MethodRights {
  return new Map([
    ...serviceRights(ResendService, {
      createResend: 'user',
      previewResend: 'user',
      getResend: 'user',
      listResends: 'user',
      getResendStatistics: 'user',
      listNotices: 'user',
      listDeliveries: 'user',
      listAttempts: 'user',
      watchResend: 'user',
      cancelResend: 'user',
      pauseResend: 'user',
      resumeResend: 'user',
      updateResend: 'user',
      retryFailedDeliveries: 'user',
    }),
    ...serviceRights(CatalogService, {
      importRecords: 'catalog:write',
      batchUpsertRecords: 'catalog:write',
      getEndpoint: 'catalog:read',
      listEndpoints: 'catalog:read',
      updateEndpoint: 'catalog:write',
      rotateEndpointSecret: 'catalog:write',
    }),
    ...serviceRights(EndpointService, {
      listOwnEndpoints: 'user',
      getOwnEndpoint: 'user',
      getEndpointStatistics: 'user',
      createOwnEndpoint: 'user',
      updateOwnEndpoint: 'user',
      removeOwnEndpoint: 'user',
      sendTestEvent: 'user',
      getTestEvent: 'user',
      listSourceIps: 'user',
    }),
    ...serviceRights(IdentityService, {
      createSigningRequest: 'catalog:write',
      putCertificate: 'catalog:write',
      getIdentity: 'catalog:read',
      listIdentities: 'catalog:read',
      setDefaultIdentity: 'catalog:write',
      deleteIdentity: 'catalog:write',
    }),
    ...serviceRights(EventService, { listEvents: 'user', getEvent: 'user' }),
    ...serviceRights(AuditService, {
      listAuditRecords: 'audit:read',
      exportAuditRecords: 'audit:read',
    }),
    // The token of the link is what opens it.
    ...serviceRights(PortalService, { createLink: 'portal:mint', openLink: 'public' }),
    // Each of the calls that it carries shows its own right.
    ...serviceRights(RelayService, { createResends: 'public' }),
    ...serviceRights(Health, { check: 'public', watch: 'public' }),
    ...serviceRights(ServerReflection, { serverReflectionInfo: 'public' }),
    ...serviceRights(reflectionV1alpha.ServerReflection, { serverReflectionInfo: 'public' }),
  ]);
}
