import type { ClientHttp2Session } from 'node:http2';

import { expect } from 'chai';

import {
  createTempDir,
  loadSampleRecords,
  startNatsServer,
  waitFor,
  type NatsServer,
  type TempDir,
} from '@webhooks/testing';

import { GrpcClient } from './support/grpc-client.ts';
import { openSession, send } from './support/http2-call.ts';
import { importRecords } from './support/service.ts';
import { startServiceProcess, type ServiceProcess } from './support/service-process.ts';
import { userToken } from './support/settings.ts';

const URL_BEFORE = 'https://receiver.example/hook';
const endpoint = { id: 'ep_17', account_id: 17, url: URL_BEFORE, type_webhook: 'CASHIN' };
const selection = { resend_type: 'RESEND_TYPE_CASHIN', object_reference_id: 12345 };
const DEADLINE_MS = 1_000;

describe('a process that is stopped and goes on', () => {
  let dataDir: TempDir;
  let nats: NatsServer;
  let service: ServiceProcess;
  let resends: GrpcClient;
  let endpoints: GrpcClient;
  let session: ClientHttp2Session;

  before(async () => {
    dataDir = createTempDir();
    nats = await startNatsServer();
    service = await startServiceProcess(dataDir.path, nats.url);
    await importRecords(service.rpcPort, [...loadSampleRecords(), { endpoint }]);
    const token = userToken(246);
    resends = new GrpcClient(service.rpcPort, 'webhooks.resend.v1.ResendService', { token });
    endpoints = new GrpcClient(service.rpcPort, 'webhooks.endpoint.v1.EndpointService', { token });
    session = await openSession(service.rpcPort);
  });

  after(async () => {
    session.destroy();
    resends[Symbol.dispose]();
    endpoints[Symbol.dispose]();
    await service.process.kill();
    await nats[Symbol.asyncDispose]();
    dataDir[Symbol.dispose]();
  });

  /** A call by Connect whose client sends its deadline and never takes the call back. */
  async function call(method: string, request: unknown): Promise<string> {
    const headers = {
      ':method': 'POST',
      ':path': `/webhooks.${method}`,
      'content-type': 'application/json',
      'connect-timeout-ms': String(DEADLINE_MS),
      authorization: `Bearer ${userToken(246)}`,
    };
    const answer = await send(session, headers, Buffer.from(JSON.stringify(request)));
    return String((JSON.parse(answer.body.toString()) as { readonly code?: string }).code);
  }

  /** Stops the process, lets callers ask, and continues it after their deadlines. */
  async function askWhileStopped(ask: () => Promise<string>[]): Promise<readonly string[]> {
    service.process.signal('SIGSTOP');
    const overAtMs = performance.now() + DEADLINE_MS + 1_000;
    const answers = ask();
    await waitFor(() => performance.now() > overAtMs, { what: 'the deadlines to be over' });
    service.process.signal('SIGCONT');
    return Promise.all(answers);
  }

  const list = async () => (await resends.unary('ListResends', {}))['resends'] as unknown[];

  it('does nothing of what its callers waited for until their deadlines were over', async () => {
    const { resend } = await resends.unary('CreateResend', { selection });
    const { id } = resend as { readonly id: number };
    const before = await list();
    const codes = await askWhileStopped(() => [
      call('resend.v1.ResendService/CreateResend', {
        selection: { resendType: 'RESEND_TYPE_CASHIN', objectReferenceId: '12345' },
      }),
      call('resend.v1.ResendService/PauseResend', { id: String(id) }),
      call('resend.v1.ResendService/CancelResend', { id: String(id) }),
      call('endpoint.v1.EndpointService/UpdateOwnEndpoint', {
        id: 'ep_17',
        url: 'https://receiver.example/other',
      }),
    ]);
    expect(codes).to.deep.equal(['unavailable', 'unavailable', 'unavailable', 'unavailable']);
    expect(await list()).to.deep.equal(before);
    const { endpoint: stored } = await endpoints.unary('GetOwnEndpoint', { id: 'ep_17' });
    expect(stored).to.have.property('url', URL_BEFORE);
    const paused = await resends.unary('PauseResend', { id });
    expect(paused['resend'], 'it serves').to.include({ control: 'RESEND_CONTROL_PAUSED' });
  });
});
