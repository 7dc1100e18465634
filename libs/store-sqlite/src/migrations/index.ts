import { initial } from './0001-initial.ts';
import { control } from './0002-control.ts';
import { observability } from './0003-observability.ts';
import { statistics } from './0004-statistics.ts';
import { notices } from './0005-notices.ts';
import { oldestNotices } from './0006-oldest-notices.ts';
import { plainConditions } from './0007-plain-conditions.ts';
import { narrowDurations } from './0008-narrow-durations.ts';
import { closedBeforeAnswer } from './0009-closed-before-answer.ts';
import { listsOfAccounts } from './0010-lists-of-accounts.ts';
import { outcomesByEndpoint } from './0011-outcomes-by-endpoint.ts';
import { clientIdentities } from './0012-client-identities.ts';
import { listsOfEvents } from './0013-lists-of-events.ts';
import { receipts } from './0014-receipts.ts';
import { optionsOfResends } from './0015-options-of-resends.ts';
import { egressProxies } from './0016-egress-proxies.ts';
import { listsInSelections } from './0017-lists-in-selections.ts';
import { latestOnly } from './0018-latest-only.ts';
import { keysOfEvents } from './0019-keys-of-events.ts';
import { ratesOfResends } from './0020-rates-of-resends.ts';
import { listsOfKeys } from './0021-lists-of-keys.ts';
import { samples } from './0022-samples.ts';
import { recoveries } from './0023-recoveries.ts';
import { auditChain } from './0024-audit-chain.ts';
import { testEndpoints } from './0025-test-endpoints.ts';
import { progressByEndpoint } from './0026-progress-by-endpoint.ts';
import { endpointsByUsers } from './0027-endpoints-by-users.ts';
import { healthNotifications } from './0028-health-notifications.ts';
import { sampleFigures } from './0029-sample-figures.ts';
import { testEvents } from './0030-test-events.ts';
import { mtlsProofs } from './0031-mtls-proofs.ts';
import { portalLinks } from './0032-portal-links.ts';
import { endpointProofs } from './0033-endpoint-proofs.ts';

/** Number n brings the schema from version n - 1 to n; a released one never changes. */
export const migrations: readonly string[] = [
  initial,
  control,
  observability,
  statistics,
  notices,
  oldestNotices,
  plainConditions,
  narrowDurations,
  closedBeforeAnswer,
  listsOfAccounts,
  outcomesByEndpoint,
  clientIdentities,
  listsOfEvents,
  receipts,
  optionsOfResends,
  egressProxies,
  listsInSelections,
  latestOnly,
  keysOfEvents,
  ratesOfResends,
  listsOfKeys,
  samples,
  recoveries,
  auditChain,
  testEndpoints,
  progressByEndpoint,
  endpointsByUsers,
  healthNotifications,
  sampleFigures,
  testEvents,
  mtlsProofs,
  portalLinks,
  endpointProofs,
];
