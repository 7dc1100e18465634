import { once } from 'node:events';

import { expect } from 'chai';

import { openDatabase } from '@webhooks/store-sqlite';
import {
  createTempDir,
  loadSampleRecords,
  startNatsServer,
  waitFor,
  type NatsServer,
  type TempDir,
} from '@webhooks/testing';

import { readSettings } from '../src/settings.ts';
import { GrpcClient, toRefusal } from './support/grpc-client.ts';
import { startServiceProcess, type ServiceProcess } from './support/service-process.ts';
import { importRecords } from './support/service.ts';
import { environment, serviceToken, userToken } from './support/settings.ts';

const selection = { resend_type: 'RESEND_TYPE_CASHIN', object_reference_id: 12345 };

describe('stopping the service', () => {
  let dataDir: TempDir;
  let nats: NatsServer;
  let service: ServiceProcess;

  beforeEach(async () => {
    dataDir = createTempDir();
    nats = await startNatsServer();
    service = await startServiceProcess(dataDir.path, nats.url);
    await importRecords(service.rpcPort, loadSampleRecords());
  });

  afterEach(async () => {
    await service.process[Symbol.asyncDispose]();
    await nats[Symbol.asyncDispose]();
    dataDir[Symbol.dispose]();
  });

  function storedIds(): number[] {
    const { databasePath: path, secretsKey } = readSettings(environment(dataDir.path, nats.url));
    using database = openDatabase({ path, secretsKey });
    return database.connection.prepare<[], number>('SELECT id FROM resends').pluck().all();
  }

  async function expectCleanExit(): Promise<void> {
    const startedMs = performance.now();
    expect(await service.process.exited).to.deep.equal({ code: 0, signal: null });
    expect(performance.now() - startedMs).to.be.lessThan(10_000);
  }

  it('keeps every answered resend under load and gives the others a retriable error', async () => {
    using client = new GrpcClient(service.rpcPort, 'webhooks.resend.v1.ResendService', {
      token: userToken(246),
    });
    const answered: number[] = [];
    const failures = new Set<string>();
    let stopped = false;
    const callUntilStopped = async (): Promise<void> => {
      while (!stopped) {
        try {
          const { resend } = await client.unary(
            'CreateResend',
            { selection },
            { deadlineMs: 5_000 },
          );
          answered.push(resend.id);
        } catch (error) {
          failures.add(toRefusal(error).status);
          stopped = true;
        }
      }
    };
    const callers = Promise.all(Array.from({ length: 20 }, callUntilStopped));
    await waitFor(() => answered.length > 200, { what: 'some load' });
    service.process.signal('SIGTERM');
    await callers;
    await expectCleanExit();
    expect([...failures]).to.deep.equal(['UNAVAILABLE']);
    expect(new Set(storedIds())).to.include.all.keys(answered);
  });

  it('tells watchers of its health, and does not wait for them', async () => {
    using client = new GrpcClient(service.rpcPort, 'grpc.health.v1.Health');
    const stream = client.serverStream('Watch', {});
    stream.on('error', () => {});
    expect(await once(stream, 'data')).to.deep.equal([{ status: 'SERVING' }]);
    service.process.signal('SIGTERM');
    expect(await once(stream, 'data')).to.deep.equal([{ status: 'NOT_SERVING' }]);
    await expectCleanExit();
  });

  it('breaks off an import between two messages', async () => {
    using client = new GrpcClient(service.rpcPort, 'webhooks.catalog.v1.CatalogService', {
      token: serviceToken('catalog:write'),
    });
    const { call, answer } = client.clientStream('ImportRecords');
    const failed = answer.catch((error: unknown) => error);
    call.write({ records: loadSampleRecords().slice(0, 1) });
    using health = new GrpcClient(service.rpcPort, 'grpc.health.v1.Health');
    await health.unary('Check', {});
    service.process.signal('SIGTERM');
    expect(toRefusal(await failed)).to.include({ status: 'UNAVAILABLE' });
    await expectCleanExit();
  });
}).timeout(30_000);
