import {
  AuditService,
  CatalogService,
  EndpointService,
  EventService,
  Health,
  IdentityService,
  PortalService,
  RelayService,
  ResendService,
  ServerReflection,
  reflectionV1alpha,
} from '@webhooks/contracts';

/** A method as a caller sees it. */
export interface RpcMethod {
  /** Service and name, as in the path of a call. */
  readonly path: string;
  /** A user may call it: whatever it names and they may not see does not exist for them. */
  readonly isForUsers: boolean;
  /** A proper call of it lasts for as long as its deadline allows. */
  readonly staysOpen: boolean;
}

/** What a proper user may always ask for. */
export const LIST_RESENDS = pathOf(ResendService.method.listResends);

/** Carries calls of others, each of which shows a token of its own. */
export const RELAY = pathOf(RelayService.method.createResends);

const services = [
  ResendService,
  RelayService,
  EndpointService,
  EventService,
  CatalogService,
  IdentityService,
  PortalService,
  AuditService,
  Health,
  ServerReflection,
  reflectionV1alpha.ServerReflection,
];

const forUsers: ReadonlySet<string> = new Set(
  [ResendService, RelayService, EndpointService, EventService].map(({ typeName }) => typeName),
);

/** Every method of every service, behind one that there is not. */
export const rpcMethods: readonly [RpcMethod, ...RpcMethod[]] = [
  { path: `${ResendService.typeName}/NoSuchMethod`, isForUsers: true, staysOpen: false },
  ...services.flatMap((service) =>
    service.methods.map((method) => ({
      path: pathOf(method),
      isForUsers: forUsers.has(service.typeName),
      staysOpen: method === Health.method.watch,
    })),
  ),
];

/** What such a caller may be answered; null stands for all that is well. */
export function problemOfStatus(
  { isForUsers }: RpcMethod,
  caller: 'user' | 'service',
  status: string,
): string | null {
  if (!FINE.has(status)) return `status ${status}`;
  if (status === PERMISSION_DENIED && isForUsers && caller === 'user') {
    return 'what is forbidden is told from what is unknown';
  }
  return null;
}

const PERMISSION_DENIED = '7';

/**
 * OK, what is wrong with the request, a method that there is not (12), and what gRPC prescribes for a
 * compressed message without a compression (13).
 */
const FINE = new Set(['0', '3', '4', '5', PERMISSION_DENIED, '8', '9', '12', '13', '16']);

function pathOf({
  parent,
  name,
}: {
  readonly parent: { typeName: string };
  readonly name: string;
}) {
  return `${parent.typeName}/${name}`;
}
