// Makes every call with the types of openapi-typescript, and reads its errors.
import createClient from 'openapi-fetch';

import type { components, paths } from './generated.ts';

type Schemas = components['schemas'];

const { BASE_URL = '', TOKEN = '', OBJECT_ID, LASTING_ID, ENDPOINT_ID = '' } = process.env;

const clientWith = (token: string) =>
  createClient<paths>({ baseUrl: BASE_URL, headers: { authorization: `Bearer ${token}` } });
const client = clientWith(TOKEN);

const done = (name: string): void => console.log('ok', name);

function check(holds: unknown, what: unknown): asserts holds {
  if (!holds) throw new Error(`unexpected: ${JSON.stringify(what)}`);
}

/** What came of a call; the types say what it is. */
function dataOf<T>(name: string, { data, error }: { data?: T; error?: Schemas['Error'] }): T {
  check(data !== undefined, error);
  done(name);
  return data;
}

function refused(code: string, { error }: { error?: Schemas['Error'] }): Schemas['Error'] {
  check(error !== undefined && error.code === code && !error.worked && error.detail, error);
  done(code);
  return error;
}

const requestOf = (id: unknown): Schemas['ResendRequest'] => ({
  resend_type: 'CASHIN',
  object_reference_id: Number(id),
});
const idIn = (response: Response): number =>
  Number(response.headers.get('location')?.split('/').at(-1));

const RESENDS = '/v3/webhooks/resend';
const RESEND = '/v3/webhooks/resend/{id}';
const ENDPOINTS = '/v3/webhooks/endpoints';
const EVENTS = '/v3/webhooks/events';

const body = requestOf(OBJECT_ID);
const preview = dataOf('previewResend', await client.POST(`${RESENDS}/preview`, { body }));
check(preview.deliveries === 1, preview);
const header = { 'Idempotency-Key': 'typescript-1' };
const created = await client.POST(RESENDS, { body, params: { header } });
check(dataOf('createResend', created).worked, created);
const id = idIn(created.response);
const params = { path: { id } };

let resend = dataOf('getResend', await client.GET(RESEND, { params }));
while (resend.finished_at === null) {
  resend = dataOf('getResend', await client.GET(RESEND, { params }));
}
check(resend.status === 'FAILED' && resend.object_reference_id === Number(OBJECT_ID), resend);
const query = { limit: 1, status: 'FAILED', object_reference_id: Number(OBJECT_ID) } as const;
const page = dataOf('listResends', await client.GET(RESENDS, { params: { query } }));
check(page.results[0]?.id === id, page);
const stream = await client.GET(`${RESEND}/events`, { params, parseAs: 'text' });
check(String(dataOf('watchResend', stream)).includes('event: progress'), stream);
const statistics = dataOf(
  'getResendStatistics',
  await client.GET(`${RESEND}/statistics`, { params }),
);
check(statistics.by_state.FAILED === 1 && statistics.failures[0]?.http_status === 500, statistics);
const deliveries = dataOf(
  'listDeliveries',
  await client.GET(`${RESEND}/deliveries`, { params: { ...params, query: { state: 'FAILED' } } }),
);
// Its types know of whole lists, too, which come as text.
check(typeof deliveries !== 'string', deliveries);
const [delivery] = deliveries.results;
check(delivery?.last_error_class === 'http_status', deliveries);
const attempts = dataOf(
  'listAttempts',
  await client.GET(`${RESEND}/deliveries/{delivery_id}/attempts`, {
    params: { path: { id, delivery_id: delivery.id } },
  }),
);
check(attempts.results[0]?.http_status === 500, attempts);
const notices = dataOf('listNotices', await client.GET(`${RESEND}/notices`, { params }));
check(notices.results.length === 0, notices);
const retried = dataOf('retryFailed', await client.POST(`${RESEND}/retry-failed`, { params }));
check(retried.worked && retried.resend.retry_of === id, retried);

const lasting = await client.POST(RESENDS, { body: requestOf(LASTING_ID) });
const other = { params: { path: { id: idIn(lasting.response) } } };
const paused = dataOf('pauseResend', await client.POST(`${RESEND}/pause`, other));
check(paused.resend.control === 'PAUSED', paused);
const resumed = dataOf('resumeResend', await client.POST(`${RESEND}/resume`, other));
check(resumed.resend.control === 'RUNNING', resumed);
const slower = dataOf(
  'updateResend',
  await client.PATCH(RESEND, { ...other, body: { max_rate_per_second: 5 } }),
);
check(slower.resend.max_rate_per_second === 5, slower);
const cancelled = dataOf('cancelResend', await client.POST(`${RESEND}/cancel`, other));
check(cancelled.worked, cancelled);

const list = { params: { query: { limit: 100 } } };
const endpoints = dataOf('listEndpoints', await client.GET(ENDPOINTS, list));
check(
  endpoints.results.some((one) => one.id === ENDPOINT_ID),
  endpoints,
);
const path = { id: ENDPOINT_ID };
const endpoint = dataOf('getEndpoint', await client.GET(`${ENDPOINTS}/{id}`, { params: { path } }));
check(endpoint.account_mirror_id === resend.account_mirror_id, endpoint);
const history = dataOf(
  'getEndpointStatistics',
  await client.GET(`${ENDPOINTS}/{id}/statistics`, { params: { path, query: { hours: 24 } } }),
);
check(history.results[0]?.failures_by_class.http_status, history);
const changed = dataOf(
  'updateEndpoint',
  await client.PATCH(`${ENDPOINTS}/{id}`, { params: { path }, body: { enabled: true } }),
);
check(changed.worked && changed.endpoint.enabled, changed);

const made = dataOf(
  'createEndpoint',
  await client.POST(ENDPOINTS, {
    body: {
      source_account_branch_identifier: endpoint.source_account_branch_identifier,
      source_account_number: endpoint.source_account_number,
      url: 'https://merchant.example/hooks',
      type_webhook: 'CASHOUT',
    },
  }),
);
check(made.signing_secret?.startsWith('whsec_'), made.detail);
const tested = dataOf(
  'sendTestEvent',
  await client.POST(`${ENDPOINTS}/{id}/test`, { params: { path: { id: made.endpoint.id } } }),
).test_event;
const seen = dataOf(
  'getTestEvent',
  await client.GET(`${ENDPOINTS}/{id}/test/{test_id}`, {
    params: { path: { id: made.endpoint.id, test_id: tested.id } },
  }),
);
check(seen.id === tested.id, seen);
const removed = dataOf(
  'removeEndpoint',
  await client.DELETE(`${ENDPOINTS}/{id}`, { params: { path: { id: made.endpoint.id } } }),
);
check(removed.worked, removed);

const sources = dataOf('listSourceIps', await client.GET('/v3/webhooks/source_ips'));
check(sources.source_ips.length === 0, sources);
const events = dataOf('listEvents', await client.GET(EVENTS, { params: { query: { limit: 1 } } }));
check(typeof events !== 'string', events);
const newest = { id: events.results[0]?.id ?? '' };
const event = dataOf('getEvent', await client.GET(`${EVENTS}/{id}`, { params: { path: newest } }));
check(event.payload_bytes === events.results[0]?.payload_bytes, event);

const many = await client.POST(RESENDS, {
  body: {
    ...{ resend_type: 'CASHIN', object_reference_ids: [Number(OBJECT_ID)] },
    ...{ name: 'after the release', reason: 'lost', max_rate_per_second: 50, first: 1 },
  },
});
check(many.data?.worked, many.error);
const named = await client.GET(RESEND, { params: { path: { id: idIn(many.response) } } });
check(named.data?.name === 'after the release', named.error);
done('resendOfList');
const choice = await client.POST(`${RESENDS}/preview`, {
  body: {
    ...{ resend_type: 'CASHIN', event_ids: [newest.id], delivery_state: 'UNDELIVERED' },
    ...{ latest_only: true, include_in_hand: true, max_rate_per_second: 2 },
  },
});
check(choice.data?.exact && (choice.data.deliveries ?? 0) <= 1, choice);
done('previewOfChoice');

const switched = (enabled: boolean) =>
  client.PATCH(`${ENDPOINTS}/{id}`, { params: { path }, body: { enabled } });
check((await switched(false)).data?.endpoint.enabled === false, 'disabled');
const enabledAgain = await switched(true);
const since = enabledAgain.data?.was_disabled_since;
check(since, enabledAgain);
const missed = await client.POST(RESENDS, {
  body: {
    ...{ resend_type: 'CASHIN', delivery_state: 'UNDELIVERED', endpoint_ids: [ENDPOINT_ID] },
    source_account_branch_identifier: event.source_account_branch_identifier,
    source_account_number: event.source_account_number,
    ...{ start_datetime: since, end_datetime: since },
  },
});
check(missed.data?.worked, missed.error);
done('recovered');

const lines = await client.GET(EVENTS, {
  ...{ headers: { accept: 'application/x-ndjson' }, parseAs: 'text' },
});
check(String(lines.data).split('\n').length >= 4, lines.error);
done('eventsAsLines');
const table = await client.GET(`${RESEND}/deliveries`, {
  ...{ params, headers: { accept: 'text/csv' }, parseAs: 'text' },
});
check(String(table.data).trim().split('\n').length === 2, table);
done('deliveriesAsTable');

refused('qr_code_not_found', await client.POST(RESENDS, { body: requestOf(404404) }));
const nowhere = { params: { path: { id: 999999999 } } };
refused('resend_not_found', await client.GET(RESEND, nowhere));
refused('resend_settled', await client.POST(`${RESEND}/pause`, { params }));
const wrong = { body: { ...body, endpoint_ids: ['ep_nowhere'] } };
const { errors } = refused('validation_error', await client.POST(`${RESENDS}/preview`, wrong));
check(errors?.[0]?.field === 'endpoint_ids' && errors[0].message, errors);
refused('token_not_valid', await clientWith('none').GET(RESEND, { params }));
