import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

import type { ClientReadableStream } from '@grpc/grpc-js';
import { expect } from 'chai';

import { waitFor } from '@webhooks/testing';

import { openDispatcher } from './support/dispatch.ts';
import { toRefusal, type CallOptions, type Json, type Refusal } from './support/grpc-client.ts';
import { frame, grpcHeaders, openSession } from './support/http2-call.ts';
import { importRecords, startService, type TestService } from './support/service.ts';
import { userToken } from './support/settings.ts';

const EVENTS = 60;
const selection = {
  resend_type: 'RESEND_TYPE_CASHIN',
  source_account_branch_identifier: '0001',
  source_account_number: '123456',
  start_datetime: { seconds: 1 },
  end_datetime: { seconds: 4_000_000_000 },
};
const records = [
  { account: { id: 17, branch_identifier: '0001', number: '123456', user_ids: [246, 247] } },
  {
    endpoint: { id: 'ep_17', account_id: 17, url: 'http://127.0.0.1:9/', type_webhook: 'CASHIN' },
  },
  ...Array.from({ length: EVENTS }, (_, index) => ({
    event: {
      id: `evt_${index}`,
      account_id: 17,
      resend_type: 'RESEND_TYPE_CASHIN',
      object_reference_id: index + 1,
      type: 'PIX_CASHIN_RECEIVED',
      occurred_at: '2026-05-02T10:00:00Z',
      payload: '',
    },
  })),
];

/** A call of WatchResend and what came of it so far. */
interface Watch {
  readonly call: ClientReadableStream<Json>;
  readonly states: Json[];
  /** OK, or how it failed. */
  readonly end: Promise<Refusal | 'OK'>;
}

describe('WatchResend', () => {
  let service: TestService;

  beforeEach(async () => {
    service = await startService({ MAX_WATCHERS: '3', MAX_WATCHERS_PER_USER: '2' });
    await importRecords(service.app.rpcPort, records);
  });
  afterEach(() => service[Symbol.asyncDispose]());

  async function create(options: CallOptions = {}): Promise<number> {
    const { resend } = await service.resends.unary('CreateResend', { selection }, options);
    return resend.id;
  }

  function watch(id: number, options: CallOptions = {}): Watch {
    const call = service.resends.serverStream('WatchResend', { id }, options);
    const states: Json[] = [];
    const { promise: end, resolve } = Promise.withResolvers<Refusal | 'OK'>();
    call.on('data', ({ resend }: Json) => states.push(resend));
    call.on('end', () => resolve('OK'));
    call.on('error', (error) => resolve(toRefusal(error)));
    return { call, states, end };
  }

  const hasStates = (count: number, { states }: Watch) =>
    waitFor(() => states.length >= count, { what: `${count} states` });

  const soonEnd = ({ end }: Watch, deadlineMs: number) =>
    Promise.race([end, delay(deadlineMs, 'not ended', { ref: false })]);

  it('sends the state at once, then progress, and ends with the settled state', async () => {
    const id = await create();
    await using dispatcher = await openDispatcher(service.env);
    const watching = watch(id);
    await hasStates(1, watching);
    expect(watching.states[0]).to.include({ id, status: 'RESEND_STATUS_PENDING' });

    const [first, ...others] = await dispatcher.start(id);
    if (first === undefined) throw new Error('nothing planned');
    await dispatcher.fail([first]);
    await waitFor(() => watching.states.at(-1)?.['failed'] === 1, { what: 'the failure' });
    await dispatcher.deliver(others);

    expect(await watching.end).to.equal('OK');
    expect(watching.states.at(-1)).to.include({
      status: 'RESEND_STATUS_FAILED',
      total: EVENTS,
      delivered: EVENTS - 1,
      failed: 1,
      pending: 0,
    });
    const finished = watching.states.filter((state) => state['finished_at'] !== null);
    expect(finished).to.have.length(1);
  });

  it('ends when its user loses the account, and goes on for the others', async () => {
    const id = await create();
    const watching = watch(id);
    const colleague = watch(id, { token: userToken(247) });
    await hasStates(1, watching);
    await hasStates(1, colleague);
    const account = { id: 17, branch_identifier: '0001', number: '123456', user_ids: [247] };
    await importRecords(service.app.rpcPort, [{ account }]);
    expect(await soonEnd(watching, 5_000)).to.include({ status: 'NOT_FOUND' });
    expect(await watch(id).end).to.include({ status: 'NOT_FOUND' });
    const pause = { token: userToken(247) };
    await service.resends.unary('PauseResend', { id }, pause);
    await waitFor(() => colleague.states.length > 1, { what: 'the pause' });
  });

  it('ends with the token that it was begun with', async () => {
    const id = await create();
    const nowS = Math.floor(Date.now() / 1000);
    const watching = watch(id, { token: userToken(246, { exp: nowS + 2 }) });
    await hasStates(1, watching);
    expect(await soonEnd(watching, 7_000)).to.include({ status: 'UNAUTHENTICATED' });
  });

  it('sends a resend that is settled already, once', async () => {
    const id = await create();
    await using dispatcher = await openDispatcher(service.env);
    await dispatcher.deliver(await dispatcher.start(id));
    const watching = watch(id);
    expect(await watching.end).to.equal('OK');
    expect(watching.states).to.have.length(1);
    expect(watching.states[0]).to.include({ status: 'RESEND_STATUS_COMPLETED' });
  });

  it('gives a reader that was away the last state', async () => {
    const id = await create();
    await using dispatcher = await openDispatcher(service.env);
    const watching = watch(id);
    await hasStates(1, watching);
    watching.call.pause();
    for (const delivery of await dispatcher.start(id)) await dispatcher.deliver([delivery]);
    watching.call.resume();
    expect(await watching.end).to.equal('OK');
    expect(watching.states.at(-1)).to.include({ delivered: EVENTS });
  });

  it('tells unknown and foreign alike', async () => {
    const id = await create();
    const unknown = await watch(999).end;
    const foreign = await watch(id, { token: userToken(300) }).end;
    expect(unknown).to.include({ status: 'NOT_FOUND' });
    expect(foreign).to.deep.equal(unknown);
    expect(await watch(0).end).to.include({ status: 'INVALID_ARGUMENT' });
  });

  it('bounds the watchers of a user', async () => {
    const id = await create();
    const watching = [watch(id), watch(id)];
    await Promise.all(watching.map((own) => hasStates(1, own)));
    const refusal = await watch(id).end;
    expect(refusal).to.include({ status: 'RESOURCE_EXHAUSTED' });
    const { details } = refusal as Refusal;
    expect(details['google.rpc.ErrorInfo']).to.include({ reason: 'TOO_MANY_REQUESTS' });
    for (const { call } of watching) call.cancel();
  });

  it('bounds the watchers of all users together', async () => {
    const other = { token: userToken(247) };
    const [id, othersId] = [await create(), await create(other)];
    const watching = [watch(id), watch(id), watch(othersId, other)];
    await Promise.all(watching.map((own) => hasStates(1, own)));
    const refusal = await watch(othersId, { token: userToken(248) }).end;
    expect(refusal).to.include({ status: 'RESOURCE_EXHAUSTED', message: 'too many watchers' });
    for (const { call } of watching) call.cancel();
  });

  const leaving: Record<string, (id: number) => Promise<void>> = {
    'a watcher leaves': async (id) => {
      const watching = watch(id);
      await hasStates(1, watching);
      watching.call.cancel();
    },
    'the connection of a watcher breaks': async (id) => {
      const session = await openSession(service.app.rpcPort);
      const authorization = `Bearer ${userToken(246)}`;
      const path = '/webhooks.resend.v1.ResendService/WatchResend';
      const stream = session.request(grpcHeaders(path, { authorization }));
      stream.on('error', () => {});
      stream.end(frame(Uint8Array.of(8, id)));
      await once(stream, 'data');
      session.destroy();
    },
  };
  for (const [title, leave] of Object.entries(leaving)) {
    it(`has room again when ${title}`, async () => {
      const id = await create();
      const staying = watch(id);
      await hasStates(1, staying);
      await leave(id);
      await waitFor(
        async () => {
          const next = watch(id);
          await Promise.race([hasStates(1, next), next.end]);
          next.call.cancel();
          return next.states.length === 1;
        },
        { what: 'room for another watcher' },
      );
      staying.call.cancel();
    });
  }

  it('ends with the deadline that the caller brought, and takes a long one', async () => {
    const id = await create();
    expect(await watch(id, { deadlineMs: 300 }).end).to.include({ status: 'DEADLINE_EXCEEDED' });
    const patient = watch(id, { deadlineMs: 7 * 24 * 3_600_000 });
    await hasStates(1, patient);
    patient.call.cancel();
    await patient.end;
  });

  it('is told to come again when the service stops', async () => {
    const id = await create();
    const watching = watch(id);
    await hasStates(1, watching);
    const stopped = service.app[Symbol.asyncDispose]();
    const end = await watching.end;
    expect(end).to.include({ status: 'UNAVAILABLE' });
    const { details } = end as Refusal;
    expect(details['google.rpc.ErrorInfo']).to.include({ reason: 'SERVICE_UNAVAILABLE' });
    expect(details['google.rpc.RetryInfo']).to.not.equal(undefined);
    await stopped;
  });

  it('serves many watchers', async () => {
    await using many = await startService({ MAX_WATCHERS: '600', MAX_WATCHERS_PER_USER: '400' });
    await importRecords(many.app.rpcPort, records);
    const { resend } = await many.resends.unary('CreateResend', { selection });
    await using dispatcher = await openDispatcher(many.env);
    const calls = Array.from({ length: 200 }, () =>
      many.resends.serverStream('WatchResend', { id: resend.id }),
    );
    const last = calls.map(async (call) => {
      let state: Json = {};
      call.on('data', (answer: Json) => (state = answer['resend']));
      await once(call, 'end');
      return state;
    });
    await dispatcher.deliver(await dispatcher.start(resend.id));
    for (const state of await Promise.all(last)) expect(state).to.include({ delivered: EVENTS });
  });
});
