import type { MessageInitShape } from '@bufbuild/protobuf';
import { type CatalogRecordSchema, ResendType } from '@webhooks/contracts';

/** Branch and number of the canary's account, which no customer has. */
export const CANARY_ACCOUNT = { branchIdentifier: 'CANARY', number: 'CANARY' } as const;
export const CANARY_ENDPOINT_ID = 'canary';
export const CANARY_EVENT_ID = 'canary';

type RecordShape = MessageInitShape<typeof CatalogRecordSchema>;

/** An account of one user, one endpoint and one event; the same ones at every start. */
export function canaryRecords(options: {
  readonly accountId: number;
  readonly endpointUrl: string;
  readonly secret: string;
}): RecordShape[] {
  const id = BigInt(options.accountId);
  const account = { id, ...CANARY_ACCOUNT, userIds: [id] };
  const endpoint = {
    id: CANARY_ENDPOINT_ID,
    accountId: id,
    url: options.endpointUrl,
    typeWebhook: 'CANARY',
    signingSecrets: [options.secret],
  };
  const event = {
    id: CANARY_EVENT_ID,
    accountId: id,
    resendType: ResendType.CASHIN,
    objectReferenceId: id,
    type: 'CANARY',
    occurredAt: { seconds: 1_750_000_000n, nanos: 0 },
    payload: Buffer.from('{"type":"CANARY"}'),
  };
  return [
    { record: { case: 'account', value: account } },
    { record: { case: 'endpoint', value: endpoint } },
    { record: { case: 'event', value: event } },
  ];
}
