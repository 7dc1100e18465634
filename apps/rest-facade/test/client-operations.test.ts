import { type EventFilters, ResendClient, type ResendFilters } from '@webhooks/client';
import { expect } from 'chai';

import type { Operation } from '../src/openapi/operation/operation.ts';
import { OPERATIONS } from '../src/openapi/operations/index.ts';

type Call = (client: ResendClient) => Promise<unknown>;

const selection = { resend_type: 'CASHIN', object_reference_id: 12345 } as const;
const resendFilters: ResendFilters = {
  status: 'FAILED',
  resend_type: 'CASHIN',
  object_reference_id: 1,
  account_mirror_id: 2,
  created_by: 'anyone',
  kind: 'range',
  control: 'PAUSED',
  created_from: '2026-05-01T00:00:00Z',
  created_to: '2026-05-02T00:00:00Z',
  limit: 3,
};

const eventFilters: EventFilters = {
  account_mirror_id: 2,
  resend_type: 'CASHIN',
  object_reference_id: 1,
  start_datetime: '2026-05-01T00:00:00Z',
  end_datetime: '2026-05-02T00:00:00Z',
  event_types: ['A', 'B'],
  endpoint_id: 'ep_1',
  end_to_end_id: 'E1',
  tx_id: 't',
  correlation_id: 'c',
  tag: 'g',
  delivery_state: 'UNDELIVERED',
  include_in_hand: true,
  limit: 3,
};

/** Each operation by its method of the client, with every parameter that the method takes. */
const calls: Readonly<Record<string, Call>> = {
  createResend: (client) => client.createResend(selection, { idempotencyKey: 'k' }),
  previewResend: (client) => client.previewResend(selection),
  listResends: (client) => client.listResends(resendFilters),
  getResend: (client) => client.getResend(7890),
  watchResend: (client) => client.watchResend(7890).next(),
  getResendStatistics: (client) => client.resendStatistics(7890),
  listDeliveries: (client) =>
    client.listDeliveries(7890, {
      state: 'FAILED',
      endpoint_id: 'ep_1',
      event_type: 'PIX_CASHIN_RECEIVED',
      event_id: 'evt_1',
      http_status: 500,
      error_class: 'http_status',
      limit: 3,
    }),
  listAttempts: (client) => client.listAttempts(7890, 1),
  listNotices: (client) => client.listNotices(7890),
  cancelResend: (client) => client.cancelResend(7890),
  pauseResend: (client) => client.pauseResend(7890),
  resumeResend: (client) => client.resumeResend(7890),
  updateResend: (client) => client.updateResend(7890, { max_rate_per_second: 5 }),
  retryFailed: (client) => client.retryFailed(7890, { idempotencyKey: 'k' }),
  listEndpoints: (client) => client.listEndpoints({ account_mirror_id: 2, limit: 3 }),
  getEndpoint: (client) => client.getEndpoint('ep_1'),
  getEndpointStatistics: (client) => client.endpointStatistics('ep_1', { hours: 24 }),
  createEndpoint: (client) =>
    client.createEndpoint(
      {
        source_account_branch_identifier: '0001',
        source_account_number: '1',
        url: 'https://merchant.example/',
        type_webhook: 'CASHIN',
      },
      { idempotencyKey: 'k' },
    ),
  removeEndpoint: (client) => client.removeEndpoint('ep_1'),
  sendTestEvent: (client) => client.sendTestEvent('ep_1'),
  getTestEvent: (client) => client.getTestEvent('ep_1', 5),
  updateEndpoint: (client) => client.updateEndpoint('ep_1', { enabled: true }),
  listSourceIps: (client) => client.sourceIps(),
  listEvents: (client) => client.listEvents(eventFilters),
  getEvent: (client) => client.getEvent('evt_1', { before_resend_id: 7 }),
};

/** Parameters that are not for callers: links of pages carry cursors, a watch continues by itself. */
const isOwn = (name: string): boolean => name.startsWith('cursor_') || name === 'Last-Event-ID';

describe('the client', () => {
  it('has a method for each operation of the reference, and for nothing else', () => {
    const ids = OPERATIONS.map(({ operationId }) => operationId);
    expect(Object.keys(calls).sort()).to.deep.equal(ids.sort());
  });

  for (const operation of OPERATIONS) {
    it(`calls ${operation.operationId} as the reference has it`, async () => {
      const sent = await requestOf(calls[operation.operationId]);
      expect(sent.method).to.equal(operation.method.toUpperCase());
      expect(sent.path).to.match(templateOf(operation.path));
      const documented = operation.parameters ?? [];
      const named = documented
        .filter((parameter) => parameter.in === 'query' && !isOwn(parameter.name))
        .map(({ name }) => name);
      expect(sent.query.sort()).to.deep.equal(named.sort());
      for (const { in: place, name } of documented) {
        if (place === 'header' && !isOwn(name)) expect(sent.headers.has(name)).to.equal(true);
      }
      expect(sent.hasBody).to.equal(operation.body !== undefined);
    });
  }
});

/** What a call sends first; it is refused, so that nothing has to be made up for an answer. */
async function requestOf(call: Call | undefined) {
  const requests: Request[] = [];
  const client = new ResendClient({
    baseUrl: 'http://127.0.0.1:9',
    token: 'token',
    fetch: async (input, init) => {
      requests.push(new Request(input, init));
      return new Response('{"worked":false,"detail":"No","code":"forbidden"}', { status: 403 });
    },
  });
  await call?.(client).catch(() => {});
  const [request] = requests;
  if (request === undefined) throw new Error('nothing was sent');
  const { pathname, searchParams } = new URL(request.url);
  return {
    method: request.method,
    path: pathname,
    query: [...searchParams.keys()],
    headers: request.headers,
    hasBody: request.body !== null,
  };
}

function templateOf(path: Operation['path']): RegExp {
  return new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`);
}
