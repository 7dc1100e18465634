import { expect } from 'chai';

import { startHttpReceiver, type HttpReceiver } from '@webhooks/testing';
import { RESEND_PATH, startSystem, type System } from '@webhooks/proof-kit';

import { endpointRecord } from './support/records.ts';

const OUTCOMES = ['DELIVERED', 'FAILED', 'NEVER_ATTEMPTED'];
const TYPES = ['QR_CODE_COPY_AND_PASTE_PAID', 'PIX_CASHIN_RECEIVED'];
const bulk = {
  resend_type: 'CASHIN',
  source_account_branch_identifier: '0001',
  source_account_number: '40',
  start_datetime: '2026-06-01T00:00:00Z',
  end_datetime: '2026-06-01T00:00:59Z',
};

function eventRecord(id: string, second: number, type: string, outcome: string): object {
  return {
    event: {
      id,
      account_id: 40,
      resend_type: 'RESEND_TYPE_CASHIN',
      type,
      occurred_at: `2026-06-01T00:00:0${second}Z`,
      payload: Buffer.from('{}').toString('base64'),
      outcome: `DELIVERY_OUTCOME_${outcome}`,
    },
  };
}

/** Six events: their outcomes go round in three, their types in two. */
const events = Array.from({ length: 6 }, (_, number) =>
  eventRecord(`e${number}`, number, TYPES[number % 2] ?? '', OUTCOMES[number % 3] ?? ''),
);

/** What each restriction leaves, as event ids by endpoint. */
const cases: Record<string, [restriction: object, expected: Record<string, string[]>]> = {
  'delivery_state FAILED': [
    { delivery_state: 'FAILED' },
    { ep_all: ['e1', 'e4'], ep_paid: ['e4'] },
  ],
  'delivery_state NEVER_ATTEMPTED': [
    { delivery_state: 'NEVER_ATTEMPTED' },
    { ep_all: ['e2', 'e5'], ep_paid: ['e2'] },
  ],
  event_types: [{ event_types: ['PIX_CASHIN_RECEIVED'] }, { ep_all: ['e1', 'e3', 'e5'] }],
  endpoint_ids: [{ endpoint_ids: ['ep_paid'] }, { ep_paid: ['e0', 'e2', 'e4'] }],
  'all of them together': [
    {
      delivery_state: 'FAILED',
      event_types: ['QR_CODE_COPY_AND_PASTE_PAID'],
      endpoint_ids: ['ep_paid', 'ep_all'],
    },
    { ep_all: ['e4'], ep_paid: ['e4'] },
  ],
};

describe('A restricted resend', function () {
  this.timeout(30_000);
  const started = new AsyncDisposableStack();
  let system: System;
  let receiver: HttpReceiver;

  before(async () => {
    system = started.use(await startSystem());
    receiver = started.use(await startHttpReceiver());
    const endpoint = (id: string, typeWebhook: string) =>
      endpointRecord({
        id,
        account_id: 40,
        url: `${receiver.url}/${id}`,
        type_webhook: typeWebhook,
      });
    await system.importRecords([
      { account: { id: 40, branch_identifier: '0001', number: '40', user_ids: [246] } },
      endpoint('ep_all', 'CASHIN'),
      endpoint('ep_paid', 'QR_CODE_COPY_AND_PASTE_PAID'),
      ...events,
    ]);
  });

  after(() => started.disposeAsync());

  async function preview(body: object): Promise<Record<string, unknown>> {
    const { status, text } = await system.api.request(`${RESEND_PATH}/preview`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (status !== 200) throw new Error(`${status}: ${text}`);
    return JSON.parse(text) as Record<string, unknown>;
  }

  /** Event ids by endpoint, in the order in which they came. */
  function received(id: number): Record<string, string[]> {
    const found: Record<string, string[]> = {};
    for (const { url, headers } of receiver.requests) {
      if (headers['webhook-resend-id'] !== `${id}`) continue;
      (found[url.slice(1)] ??= []).push(String(headers['webhook-id']));
    }
    return found;
  }

  it('sends exactly what it was restricted to and what its preview said, frozen at acceptance', async () => {
    const accepted: { id: number; title: string; expected: Record<string, string[]> }[] = [];
    // Nothing is planned until everything has changed.
    await system.app('dispatcher').stop();
    for (const [title, [restriction, expected]] of Object.entries(cases)) {
      const body = { ...bulk, ...restriction };
      const previewed = await preview(body);
      const byEndpoint = Object.entries(expected)
        .map(([endpoint_id, ids]) => ({ endpoint_id, deliveries: ids.length, skipped: 0 }))
        .sort((one, other) => other.deliveries - one.deliveries);
      expect(previewed['by_endpoint'], title).to.deep.equal(byEndpoint);
      accepted.push({ id: await system.api.accept(body), title, expected });
    }
    await system.importRecords([
      ...events.map((record) => {
        const { event } = record as { event: object };
        return { event: { ...event, outcome: 'DELIVERY_OUTCOME_DELIVERED' } };
      }),
      ...[0, 1, 2].map((number) =>
        eventRecord(`late${number}`, number, TYPES[number % 2] ?? '', OUTCOMES[number] ?? ''),
      ),
    ]);
    await system.start('dispatcher');

    for (const { id, title, expected } of accepted) {
      const total = Object.values(expected).flat().length;
      expect(await system.api.settled(id), title).to.include({ total, delivered: total });
      const sorted = Object.fromEntries(
        Object.entries(received(id)).map(([endpoint, ids]) => [endpoint, ids.sort()]),
      );
      expect(sorted, title).to.deep.equal(expected);
    }
  });
});
