import { expect } from 'chai';

import { waitFor, type HttpReceiver } from '@webhooks/testing';
import { RESEND_PATH, type ResendLog, type System, userToken } from '@webhooks/proof-kit';

import { useBulkSystem } from './support/bulk-system.ts';
import type { BulkAccount } from './support/records.ts';

const EVENTS = 300;

/** What a stream of events has brought. */
interface EventReader {
  readonly logs: ResendLog[];
  readonly ended: Promise<void>;
}

describe('Progress of a resend', function () {
  this.timeout(30_000);
  let system: System;
  let receiver: HttpReceiver;
  let account: BulkAccount;

  useBulkSystem(
    { id: 50, events: EVENTS, objects: EVENTS },
    (started) => ({ system, receiver, account } = started),
  );

  async function openEvents(id: number): Promise<EventReader> {
    const url = `http://127.0.0.1:${system.settings['REST_PORT']}${RESEND_PATH}/${id}/events`;
    const headers = { authorization: `Bearer ${userToken(246)}`, accept: 'text/event-stream' };
    const { status, body } = await fetch(url, { headers });
    if (status !== 200 || body === null) throw new Error(`no stream: ${status}`);
    const logs: ResendLog[] = [];
    const read = async (): Promise<void> => {
      let text = '';
      for await (const chunk of body) {
        text += Buffer.from(chunk).toString();
        const lines = text.split('\n');
        text = lines.pop() ?? '';
        for (const line of lines.filter((own) => own.startsWith('data: '))) {
          logs.push(JSON.parse(line.slice('data: '.length)) as ResendLog);
        }
      }
    };
    return { logs, ended: read() };
  }

  it('is seen as it happens, to the settled state', async () => {
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    const held = { count: 0 };
    receiver.handle(async (_request, response) => {
      held.count += 1;
      if (held.count > EVENTS / 2) await released;
      response.end();
    });
    const id = await system.api.accept(account.request);
    const { logs, ended } = await openEvents(id);
    await waitFor(() => logs.at(-1)?.delivered === EVENTS / 2, {
      deadlineMs: 15_000,
      what: () => `half of it: ${JSON.stringify(logs.at(-1))}`,
    });
    expect(logs.at(-1)).to.include({ status: 'PROCESSING', total: EVENTS, finished_at: null });
    release();
    await ended;

    expect(logs.at(-1)).to.include({ status: 'COMPLETED', delivered: EVENTS, pending: 0 });
    const {
      status,
      delivered,
      updated_at: updatedAt,
    } = (await system.api.log(id)) as ResendLog & {
      updated_at: string;
    };
    expect(logs.at(-1)).to.include({ status, delivered, updated_at: updatedAt });
    for (const { total, delivered, failed, pending } of logs) {
      expect(delivered + failed + pending).to.equal(total);
    }
    const counts = logs.map(({ delivered }) => delivered);
    expect(counts).to.deep.equal(counts.toSorted((one, other) => one - other));
  });

  it('is told to its end although the service is started anew', async () => {
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    receiver.handle(async (_request, response) => {
      await released;
      response.end();
    });
    const id = await system.api.accept(account.objectRequest(1));
    const first = await openEvents(id);
    await waitFor(() => first.logs.length > 0, { what: 'the first state' });
    await system.app('resend-service').stop();
    await first.ended;
    expect(first.logs.at(-1)).to.include({ finished_at: null });
    await system.start('resend-service');

    const again = await waitFor(() => openEvents(id).catch(() => null), {
      deadlineMs: 10_000,
      what: 'the stream to begin again',
    });
    release();
    await again.ended;
    expect(again.logs.at(-1)).to.include({ status: 'COMPLETED', delivered: 1 });
  });
});
