import { create } from '@bufbuild/protobuf';
import { timestampFromMs } from '@bufbuild/protobuf/wkt';
import { TestEventSchema, TestEventState } from '@webhooks/contracts';
import { expect } from 'chai';

import { serviceError } from './fake-service.ts';
import { type RestHarness, startHarness } from './rest-harness.ts';

const PATH = '/v3/webhooks/endpoints/ep_1/test';
const AT = Date.UTC(2026, 4, 12, 10, 30);
const pending = {
  id: 5n,
  endpointId: 'ep_1',
  state: TestEventState.PENDING,
  createdAt: timestampFromMs(AT),
};
const settledAt = timestampFromMs(AT + 50);

describe('test events of endpoints', () => {
  let rest: RestHarness;
  before(async () => {
    rest = await startHarness();
  });
  after(() => rest[Symbol.asyncDispose]());

  const post = (path = PATH): Promise<Response> => rest.call(path, { method: 'POST' });
  const answerWith = (fields: Parameters<typeof create<typeof TestEventSchema>>[1]): void => {
    const testEvent = create(TestEventSchema, fields);
    rest.service.behaviour.endpoints.sendTestEvent = () => ({ testEvent });
    rest.service.behaviour.endpoints.getTestEvent = () => ({ testEvent });
  };

  it('are answered with what came of them', async () => {
    const attempt = {
      ...{ startedAt: timestampFromMs(AT + 2), durationMs: 48, httpStatus: 500 },
      ...{ errorClass: 'http_status', errorMessage: 'answered 500' },
      responseSnippet: Buffer.from('broken'),
    };
    const mtls = 'not_demanded';
    answerWith({
      ...pending,
      state: TestEventState.FAILED,
      settledAt,
      attempt,
      mtls,
      challengeAnswered: false,
    });
    const response = await post();
    expect(response.status).to.equal(200);
    const event = {
      id: 5,
      endpoint_id: 'ep_1',
      state: 'FAILED',
      reason: null,
      created_at: '2026-05-12T10:30:00.000Z',
      settled_at: '2026-05-12T10:30:00.050Z',
      attempt: {
        started_at: '2026-05-12T10:30:00.002Z',
        duration_ms: 48,
        http_status: 500,
        error_class: 'http_status',
        error_message: 'answered 500',
        response_snippet: 'YnJva2Vu',
        response_snippet_text: 'broken',
      },
      mtls: 'not_demanded',
      challenge_answered: false,
    };
    expect(await response.json()).to.deep.equal({
      worked: true,
      detail: 'Webhook test event requested. ID: 5',
      test_event: event,
    });
    const looked = await rest.call(`${PATH}/5`);
    expect(await looked.json()).to.deep.equal(event);
    expect(rest.service.calls.at(-1)?.request).to.include({ endpointId: 'ep_1', id: 5n });
  });

  it('that are under way are answered 202', async () => {
    answerWith(pending);
    const response = await post();
    expect(response.status).to.equal(202);
    expect(response.headers.get('retry-after')).to.equal('1');
    const { test_event: event } = (await response.json()) as { test_event: unknown };
    expect(event).to.include({ id: 5, state: 'PENDING', settled_at: null, attempt: null });
  });

  it('that nothing was sent of say why', async () => {
    const reason = 'endpoint_disabled';
    answerWith({ ...pending, state: TestEventState.SKIPPED, reason, settledAt });
    const { test_event: event } = (await (await post()).json()) as { test_event: unknown };
    expect(event).to.include({ state: 'SKIPPED', reason, attempt: null });
  });

  it('are refused beyond a limit until a moment that is told', async () => {
    rest.service.behaviour.endpoints.sendTestEvent = () => {
      throw serviceError('too_many_requests', { retryAfterMs: 9_500 });
    };
    const response = await post();
    expect(response.status).to.equal(429);
    expect(response.headers.get('retry-after')).to.equal('10');
    expect(await response.json()).to.include({ code: 'too_many_requests' });
  });

  it('take neither body nor parameters, and have numbers', async () => {
    rest.service.calls.length = 0;
    expect((await post(`${PATH}?x=1`)).status).to.equal(422);
    for (const id of ['x', '0', '-1', '1e3', '9007199254740993']) {
      const response = await rest.call(`${PATH}/${id}`);
      expect(response.status, id).to.equal(404);
      expect(await response.json()).to.include({ code: 'event_not_found' });
    }
    expect(rest.service.calls).to.deep.equal([]);
  });
});
