import { startHttpReceiver, waitFor, type HttpReceiver } from '@webhooks/testing';
import { expect } from 'chai';

import { useHarness, endpointRecord, eventRecords, LIMITS, type Harness } from './harness.ts';

const idsOf = (receiver: HttpReceiver): string[] =>
  receiver.requests.map(({ headers }) => String(headers['webhook-id']));

/** What went wrong in other systems between what was asked for and what became of it. */
describe('where other systems lost a request, the dispatcher', () => {
  let harness: Harness;
  let receiver: HttpReceiver;

  useHarness((started) => ({ harness, receiver } = started));

  it('settles a resend to a disabled endpoint as skipped, with the reason', async () => {
    const disabledReason = 'by_owner';
    await harness.write([
      endpointRecord('ep_a', receiver.url, { disabledReason }),
      ...eventRecords(3, 0),
    ]);
    const engine = await harness.startEngine();
    const id = await harness.accept();
    await engine.work(id);
    expect(await harness.get(id)).to.include({ status: 'FAILED', total: 3, failed: 3 });
    for (const { state, reason } of await harness.deliveries(id)) {
      expect({ state, reason }).to.deep.equal({ state: 'SKIPPED', reason: 'endpoint_disabled' });
    }
    expect(receiver.requests).to.have.length(0);
    await engine.stop(1_000);
  });

  it('calls an endpoint that answers 410 no more', async () => {
    receiver.handle((_request, response) => {
      response.statusCode = 410;
      response.end();
    });
    await harness.write([
      endpointRecord('ep_a', receiver.url, { maxInFlight: 1 }),
      ...eventRecords(5, 0),
    ]);
    const engine = await harness.startEngine();
    const id = await harness.accept();
    void engine.work(id).catch(() => undefined);
    expect(await harness.settled(id)).to.include({ status: 'FAILED', failed: 5 });
    await engine.work(await harness.accept());
    expect(receiver.requests).to.have.length(1);
    await engine.stop(1_000);
  });

  it('masks credentials that a receiver echoes', async () => {
    receiver.handle((request, response) => {
      response.statusCode = 500;
      response.end(JSON.stringify({ got: request.headers, url: request.url }));
    });
    await harness.write([
      endpointRecord('ep_a', receiver.url, {
        authorizationToken: 'Bearer very"confidential',
        xFunctionsKey: 'more-confidential',
      }),
      ...eventRecords(1, 0),
    ]);
    const engine = await harness.startEngine();
    const id = await harness.accept();
    await engine.work(id);
    expect(await harness.settled(id)).to.include({ status: 'FAILED' });
    const [delivery] = await harness.deliveries(id);
    const attempts = (await harness.resends.listAttempts(id, delivery?.position ?? 0)) ?? [];
    expect(receiver.requests[0]?.headers['authorization']).to.include('confidential');
    expect(attempts).to.have.length(3);
    for (const { responseSnippet } of attempts) {
      const text = Buffer.from(responseSnippet ?? []).toString();
      expect(text).to.include('"authorization":"***","x-functions-key":"***"');
      expect(text).to.not.include('confidential');
    }
    await engine.stop(1_000);
  });

  it('covers an event that was recorded a moment ago', async () => {
    await harness.write([endpointRecord('ep_a', receiver.url), ...eventRecords(2, 1)]);
    const engine = await harness.startEngine();
    await engine.work(await harness.accept());
    await harness.write(eventRecords(1, 1, 3));
    const id = await harness.accept({ objectReferenceId: 17_000_000, range: null });
    await engine.work(id);
    expect(await harness.get(id)).to.include({ status: 'COMPLETED', delivered: 3 });
    expect(idsOf(receiver).slice(2)).to.deep.equal(['evt_17_1', 'evt_17_2', 'evt_17_3']);
    await engine.stop(1_000);
  });

  it('runs by every filter at once', async () => {
    await using other = await startHttpReceiver();
    const isWanted = (index: number) => index % 2 === 0;
    const events = eventRecords(12, 0).map((record, index) =>
      record.kind === 'event'
        ? {
            ...record,
            event: {
              ...record.event,
              type: isWanted(index) ? 'PAID' : 'CREATED',
              outcome: index < 6 ? ('FAILED' as const) : ('DELIVERED' as const),
            },
          }
        : record,
    );
    await harness.write([
      endpointRecord('ep_a', receiver.url),
      endpointRecord('ep_b', other.url),
      ...events,
    ]);
    const engine = await harness.startEngine();
    const selection = {
      eventTypes: ['PAID'],
      endpointIds: ['ep_a'],
      deliveryState: 'FAILED',
    } as const;
    const id = await harness.accept(selection);
    await engine.work(id);
    expect(await harness.get(id)).to.include({ status: 'COMPLETED', total: 3, delivered: 3 });
    expect(idsOf(receiver).sort()).to.deep.equal(['evt_17_1', 'evt_17_3', 'evt_17_5']);
    expect(other.requests).to.have.length(0);
    await engine.stop(1_000);
  });

  it('shows the progress of a bulk resend, and cancels it', async () => {
    receiver.handle((request, response) => {
      if (Number(String(request.headers['webhook-id']).split('_')[2]) <= 10) response.end();
    });
    await harness.write([
      endpointRecord('ep_a', receiver.url, { maxInFlight: 1 }),
      ...eventRecords(100, 0),
    ]);
    const engine = await harness.startEngine();
    const id = await harness.accept();
    void engine.work(id).catch(() => undefined);
    await waitFor(async () => (await harness.get(id)).delivered === 10, { what: 'its progress' });
    expect(await harness.get(id)).to.include({ status: 'PROCESSING', total: 100, failed: 0 });
    await harness.control(id, 'CANCEL');
    expect(await harness.settled(id)).to.include({ status: 'FAILED', delivered: 10, failed: 90 });
    expect(receiver.requests).to.have.length(11);
    await engine.stop(1_000);
  });

  it('finishes two bulk resends that a crash interrupted', async () => {
    receiver.handle(() => undefined);
    await harness.write([endpointRecord('ep_a', receiver.url), ...eventRecords(20, 0)]);
    const crashed = await harness.startEngine();
    const wedged = await harness.accept();
    void crashed.work(wedged).catch(() => undefined);
    await waitFor(() => receiver.connections === 16, { what: 'it is in the middle' });
    const beside = await harness.accept();
    void crashed.work(beside).catch(() => undefined);
    await crashed.stop(0);
    receiver.handle((_request, response) => void response.end());

    const next = await harness.startEngine();
    await Promise.all([wedged, beside].map((id) => next.work(id)));
    for (const id of [wedged, beside]) {
      expect(await harness.settled(id)).to.include({ status: 'COMPLETED', delivered: 20 });
    }
    await next.stop(1_000);
  });

  it('keeps slots for other accounts while one endpoint times out', async () => {
    await using silent = await startHttpReceiver(() => undefined);
    await harness.write([
      { kind: 'account', account: { id: 18, branchIdentifier: '1', number: '1', userIds: [246] } },
      endpointRecord('ep_silent', silent.url),
      endpointRecord('ep_fast', receiver.url, { accountId: 18 }),
      ...eventRecords(300, 0),
      ...eventRecords(40, 0, 1, 18),
    ]);
    const engine = await harness.startEngine({
      limits: { ...LIMITS, maxInFlight: 32 },
    });
    void engine.work(await harness.accept()).catch(() => undefined);
    await waitFor(() => silent.connections === 16, { what: 'the silent one has its slots' });
    await engine.work(await harness.accept({}, 18));
    expect(receiver.requests).to.have.length(40);
    expect(silent.connections).to.equal(16);
    await engine.stop(0);
  });
});
