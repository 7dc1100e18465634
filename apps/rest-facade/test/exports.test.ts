import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';

import { create } from '@bufbuild/protobuf';
import {
  DeliverySchema,
  DeliveryState,
  type ListDeliveriesRequest,
  ListedEventSchema,
  type ListEventsRequest,
  ResendType,
} from '@webhooks/contracts';
import { mintUserToken, waitFor } from '@webhooks/testing';
import { expect } from 'chai';

import { serviceError } from './fake-service.ts';
import { RESEND_PATH, type RestHarness, SECRET, startHarness } from './rest-harness.ts';

const EVENTS = '/v3/webhooks/events';
const DELIVERIES = `${RESEND_PATH}/7890/deliveries`;
const NDJSON = 'application/x-ndjson';
const AT = { seconds: 1_777_716_000n, nanos: 0 };

const event = (sequence: number, id = `evt_${sequence}`) =>
  create(ListedEventSchema, {
    id,
    sequence: BigInt(sequence),
    accountId: 17n,
    branchIdentifier: '0001',
    accountNumber: '123456',
    resendType: ResendType.CASHIN,
    type: 'PIX_CASHIN_RECEIVED',
    occurredAt: AT,
  });

const delivery = (position: number, change: { eventId?: string } = {}) =>
  create(DeliverySchema, {
    id: BigInt(position),
    resendId: 7890n,
    eventId: `evt_${position}`,
    eventType: 'PIX_CASHIN_RECEIVED',
    eventOccurredAt: AT,
    endpointId: 'ep_1',
    state: DeliveryState.DELIVERED,
    attempts: 1,
    lastHttpStatus: 204,
    settledAt: AT,
    ...change,
  });

describe('whole lists', () => {
  let rest: RestHarness;
  beforeEach(async () => {
    rest = await startHarness({ limits: { maxExports: 4 } });
  });
  afterEach(() => rest[Symbol.asyncDispose]());

  const requests = <Request>(): Request[] =>
    rest.service.calls.map(({ request }) => request as Request);
  const ask = (path: string, accept: string, init: RequestInit = {}): Promise<Response> =>
    rest.call(path, { ...init, headers: { ...(init.headers as object), accept } });
  const sequencesIn = (text: string): number[] =>
    text
      .split('\n')
      .slice(0, -1)
      .map((line) => (JSON.parse(line) as { sequence: number }).sequence);

  /** Events from a sequence down to 1, two a page, with an empty page on the way. */
  const threePages = (): void => {
    rest.service.behaviour.events.listEvents = ({ cursorId }) => {
      if (cursorId === undefined) return { events: [event(9), event(8)], nextCursorId: 8n };
      if (cursorId === 8n) return { events: [], nextCursorId: 5n, previousCursorId: 8n };
      return { events: [event(4)], previousCursorId: 4n };
    };
  };

  it('come as one JSON document a line, page after page, with every filter', async () => {
    threePages();
    const response = await ask(`${EVENTS}?account_mirror_id=17&endpoint_id=ep_1`, NDJSON);
    expect(response.status).to.equal(200);
    expect(response.headers.get('content-type')).to.match(/^application\/x-ndjson\b/);
    expect(response.headers.get('vary')).to.include('Accept');
    expect(response.headers.get('content-disposition')).to.equal(
      'attachment; filename="events.ndjson"',
    );
    expect(sequencesIn(await response.text())).to.deep.equal([9, 8, 4]);
    const asked = requests<ListEventsRequest>();
    expect(asked.map(({ cursorId }) => cursorId)).to.deep.equal([undefined, 8n, 5n]);
    for (const request of asked) {
      expect(request).to.include({ accountId: 17n, endpointId: 'ep_1', pageSize: 100 });
    }
  });

  it('go on behind a cursor, and the other way', async () => {
    threePages();
    const older = await ask(`${EVENTS}?cursor_id=8`, NDJSON);
    expect(sequencesIn(await older.text())).to.deep.equal([4]);
    rest.service.behaviour.events.listEvents = ({ cursorId }) =>
      cursorId === 4n
        ? { events: [event(6), event(5)], previousCursorId: 6n }
        : { events: [event(7)] };
    const newer = await ask(`${EVENTS}?cursor_id=4&cursor_direction=PREVIOUS`, NDJSON);
    expect(sequencesIn(await newer.text())).to.deep.equal([5, 6, 7]);
  });

  it('come for spreadsheets, with formulas as text', async () => {
    rest.service.behaviour.listDeliveries = ({ cursorId }) =>
      cursorId === undefined
        ? { deliveries: [delivery(1)], nextCursorId: 1n }
        : { deliveries: [delivery(2, { eventId: '-2+3' })] };
    const response = await ask(`${DELIVERIES}?state=DELIVERED`, 'text/csv');
    expect(response.headers.get('content-type')).to.match(/^text\/csv; charset=utf-8/);
    expect(response.headers.get('content-disposition')).to.include('resend-7890-deliveries.csv');
    const common = 'ep_1,DELIVERED,,1,204,,,,2026-05-02T10:00:00.000Z';
    const at = 'PIX_CASHIN_RECEIVED,2026-05-02T10:00:00Z,';
    expect((await response.text()).split('\r\n')).to.deep.equal([
      'id,event_id,event_type,event_occurred_at,object_reference_id,endpoint_id,state,reason,' +
        'attempts,last_http_status,last_error_class,duplicate,next_attempt_at,settled_at',
      `1,evt_1,${at},${common}`,
      `2,"'-2+3",${at},${common}`,
      '',
    ]);
    const [first] = requests<ListDeliveriesRequest>();
    expect(first).to.include({ state: DeliveryState.DELIVERED, pageSize: 100 });
  });

  for (const accept of ['*/*', 'application/json', `${NDJSON};q=0.5, application/json`, 'a/b']) {
    it(`are not asked for by ${accept}`, async () => {
      rest.service.behaviour.events.listEvents = () => ({ events: [event(9)] });
      const response = await ask(EVENTS, accept);
      expect(response.headers.get('content-type')).to.match(/^application\/json\b/);
      expect(await response.json()).to.have.nested.property('results[0].sequence', 9);
    });
  }

  it('answer HEAD with the head alone, after one page', async () => {
    threePages();
    const response = await ask(EVENTS, NDJSON, { method: 'HEAD' });
    expect(response.status).to.equal(200);
    expect(response.headers.get('content-type')).to.match(/^application\/x-ndjson\b/);
    expect(await response.text()).to.equal('');
    expect(rest.service.calls).to.have.length(1);
  });

  it('have no limit, and refuse what pages refuse', async () => {
    const limited = await ask(`${EVENTS}?limit=5`, NDJSON);
    expect(limited.status).to.equal(422);
    expect(await limited.json()).to.deep.include({
      detail: `Validation error: limit is of pages, not of ${NDJSON}`,
    });
    expect((await ask(`${DELIVERIES}?state=LOST`, 'text/csv')).status).to.equal(422);
    expect(rest.service.calls).to.have.length(0);
    rest.service.behaviour.listDeliveries = () => {
      throw serviceError('resend_not_found');
    };
    const unknown = await ask(DELIVERIES, 'text/csv');
    expect(unknown.status).to.equal(404);
    expect(unknown.headers.get('content-type')).to.match(/^application\/json\b/);
  });

  it('are cut off by what fails on the way, so that they do not look whole', async () => {
    rest.service.behaviour.events.listEvents = ({ cursorId }) => {
      if (cursorId !== undefined) throw serviceError('token_not_valid');
      return { events: [event(9)], nextCursorId: 9n };
    };
    const response = await rest
      .callUnchecked(EVENTS, { headers: { accept: NDJSON } })
      .then((answer) =>
        answer.text().then(
          () => 'whole',
          () => 'cut off',
        ),
      );
    expect(response).to.equal('cut off');
  });

  it('wait where the user has asked too often', async () => {
    let refused = 0;
    rest.service.behaviour.events.listEvents = ({ cursorId }) => {
      if (cursorId === undefined) return { events: [event(9)], nextCursorId: 9n };
      refused += 1;
      if (refused < 3) throw serviceError('too_many_requests', { retryAfterMs: 1 });
      return { events: [event(8)] };
    };
    const response = await ask(EVENTS, NDJSON);
    expect(sequencesIn(await response.text())).to.deep.equal([9, 8]);
    expect(refused).to.equal(3);
  });

  describe('without an end', () => {
    const long = 'e'.repeat(9_000);
    let opened: IncomingMessage[] = [];
    beforeEach(() => {
      opened = [];
      rest.service.behaviour.events.listEvents = ({ cursorId = 1_000_000n }) => ({
        events: Array.from({ length: 100 }, (_, place) =>
          event(Number(cursorId) - place - 1, long),
        ),
        nextCursorId: cursorId - 100n,
      });
    });
    afterEach(() => opened.forEach((response) => response.destroy()));

    /** An export of which nothing is read. */
    const open = async (userId = 246): Promise<IncomingMessage> => {
      const authorization = `Bearer ${mintUserToken(SECRET, { user_id: userId })}`;
      const headers = { accept: NDJSON, authorization };
      const [response] = (await once(get(`${rest.baseUrl}${EVENTS}`, { headers }), 'response')) as [
        IncomingMessage,
      ];
      opened.push(response);
      return response;
    };
    /** Pages that were asked for when no more are, while others are answered. */
    const pagesWhenQuiet = async (): Promise<number> => {
      let quietFor = 0;
      let pages = -1;
      await waitFor(
        async () => {
          await rest.call(`${RESEND_PATH}/1`);
          const now = rest.service.calls.filter(({ method }) => method === 'listEvents').length;
          quietFor = now === pages ? quietFor + 1 : 0;
          pages = now;
          return quietFor > 50;
        },
        { what: 'pages to be asked for no more' },
      );
      return pages;
    };

    it('ask for no more than a reader takes', async () => {
      const response = await open();
      const pages = await pagesWhenQuiet();
      expect(pages).to.be.within(1, 60);
      response.resume();
      const more = (): number => rest.service.calls.length;
      const before = more();
      await waitFor(() => more() > before + 20, { what: 'more pages' });
    });

    it('end with their reader, and are so many at once', async () => {
      const first = await open();
      let last = first;
      for (let count = 1; count < 5 && last.statusCode === 200; count += 1) last = await open();
      expect(first.statusCode).to.equal(200);
      expect(last.statusCode).to.equal(429);
      expect((await ask(EVENTS, 'application/json')).status).to.equal(200);
      first.destroy();
      await waitFor(async () => (await open()).statusCode === 200, { what: 'room for another' });
    });

    it('are cut off when the facade stops', async () => {
      const response = await open();
      response.resume();
      const { promise: ended, resolve } = Promise.withResolvers<void>();
      response.on('error', () => {}).once('close', resolve);
      await rest.facade[Symbol.asyncDispose]();
      await ended;
      expect(response.complete).to.equal(false);
    });
  });
});
