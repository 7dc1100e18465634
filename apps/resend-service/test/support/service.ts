import { fromJson, type JsonValue } from '@bufbuild/protobuf';
import { createClient } from '@connectrpc/connect';
import { createGrpcTransport } from '@connectrpc/connect-node';

import { CatalogRecordSchema, CatalogService } from '@webhooks/contracts';
import { createTempDir, startNatsServer, type NatsServer } from '@webhooks/testing';

import { startApp, type ResendServiceApp } from '../../src/app.ts';
import { readSettings } from '../../src/settings.ts';
import { GrpcClient } from './grpc-client.ts';
import { environment, serviceToken, userToken } from './settings.ts';

/** A real service on a database file and a broker of its own. */
export interface TestService extends AsyncDisposable {
  readonly nats: NatsServer;
  readonly env: Readonly<Record<string, string>>;
  readonly app: ResendServiceApp;
  /** ResendService as user 246. */
  readonly resends: GrpcClient;
  /** CatalogService with every right. */
  readonly catalog: GrpcClient;
  client(service: string): GrpcClient;
}

/** Starts it with free ports; the environment may be changed. */
export async function startService(change: Record<string, string> = {}): Promise<TestService> {
  await using stack = new AsyncDisposableStack();
  const dataDir = stack.use(createTempDir());
  const nats = stack.use(await startNatsServer());
  const env = { ...environment(dataDir.path, nats.url), ...change };
  const app = stack.use(
    await startApp(readSettings(env), new URL('../../src/main.ts', import.meta.url)),
  );
  const client = (service: string, token?: string): GrpcClient =>
    stack.use(new GrpcClient(app.rpcPort, service, token === undefined ? {} : { token }));
  const resends = client('webhooks.resend.v1.ResendService', userToken(246));
  const scopes = 'catalog:read catalog:write';
  const catalog = client('webhooks.catalog.v1.CatalogService', serviceToken(scopes));
  const started = stack.move();
  return {
    nats,
    env,
    app,
    resends,
    catalog,
    client: (service) => started.use(new GrpcClient(app.rpcPort, service)),
    [Symbol.asyncDispose]: () => started.disposeAsync(),
  };
}

const MESSAGE_RECORDS = 1_000;

/** Imports records in their protobuf JSON form. */
export async function importRecords(port: number, records: readonly unknown[]): Promise<void> {
  const transport = createGrpcTransport({ baseUrl: `http://127.0.0.1:${port}` });
  const { rejected } = await createClient(CatalogService, transport).importRecords(
    requests(records),
    { headers: { authorization: `Bearer ${serviceToken('catalog:write')}` } },
  );
  if (rejected > 0n) throw new Error(`${rejected} records were rejected`);
}

async function* requests(records: readonly unknown[]) {
  for (let first = 0; first < records.length; first += MESSAGE_RECORDS) {
    const some = records.slice(first, first + MESSAGE_RECORDS);
    yield { records: some.map((record) => fromJson(CatalogRecordSchema, record as JsonValue)) };
  }
}
