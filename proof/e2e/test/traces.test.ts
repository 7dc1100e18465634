import { expect } from 'chai';

import { startHttpReceiver, waitFor, type HttpReceiver } from '@webhooks/testing';
import { startSystem, type System } from '@webhooks/proof-kit';

import { endpointRecord } from './support/records.ts';
import {
  startSpanCollector,
  type CollectedSpan,
  type SpanCollector,
} from './support/span-collector.ts';

const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
const CALLER_SPAN = 'b7ad6b7169203331';
const traceparent = `00-${TRACE_ID}-${CALLER_SPAN}-01`;
const tracestate = 'rojo=00f067aa0ba902b7,congo=t61rcWkgMzE';
const POST = 'POST /v3/webhooks/resend';
const CALL = 'webhooks.resend.v1.ResendService/CreateResend';
const PUBLISH = 'publish resends.requested.interactive';
const PROCESS = 'process resends.requested.interactive';
const SINGLE = { resend_type: 'CASHIN', object_reference_id: 12345 };

describe('the trace of a resend', function () {
  this.timeout(120_000);

  let receiver: HttpReceiver;
  let reported: HttpReceiver;
  let collector: SpanCollector;
  let system: System;

  beforeEach(async () => {
    receiver = await startHttpReceiver();
    reported = await startHttpReceiver();
    collector = await startSpanCollector();
  });

  afterEach(async () => {
    await system[Symbol.asyncDispose]();
    await collector[Symbol.asyncDispose]();
    await receiver[Symbol.asyncDispose]();
    await reported[Symbol.asyncDispose]();
  });

  async function start(settings: Readonly<Record<string, string>>): Promise<void> {
    system = await startSystem(settings);
    const { url } = receiver;
    await system.importSample([
      endpointRecord({ id: 'ep_trace', account_id: 17, url, type_webhook: 'CASHIN' }),
      endpointRecord({
        ...{ id: 'ep_told', account_id: 17, url: reported.url, type_webhook: 'resend.finished' },
      }),
    ]);
  }

  const logLines = (app: 'resend-service' | 'dispatcher'): Readonly<Record<string, unknown>>[] =>
    system.app(app).lines.map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);

  const received = (): string[] =>
    receiver.requests.map(({ headers }) => String(headers['traceparent']));

  const ofTrace = (): CollectedSpan[] =>
    collector.spans.filter(({ traceId }) => traceId === TRACE_ID);
  /** By its name, or of a request to a receiver by what it is for us. */
  const named = (name: string): CollectedSpan[] =>
    ofTrace().filter((span) => (span.attributes['webhooks.step'] ?? span.name) === name);

  it('is one over REST, RPC, JetStream and every attempt', async () => {
    await start({
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      RETRY_SCHEDULE: '0,0.2,1',
      LOG_LEVEL: 'debug',
    });
    receiver.handle(({ headers }, response) => {
      response.statusCode = headers['webhook-attempt'] === '1' ? 503 : 200;
      response.end();
    });
    const headers = { traceparent, tracestate, 'x-request-id': 'trace-1' };
    const id = await system.api.accept(SINGLE, headers);
    expect(await system.api.settled(id)).to.include({ status: 'COMPLETED', delivered: 3 });

    const counts = {
      ...{ [POST]: 1, [CALL]: 1, [PUBLISH]: 1, [PROCESS]: 1, attempt: 6, notice: 1 },
    };
    const isComplete = (): boolean =>
      Object.entries(counts).every(([name, count]) => named(name).length === count);
    await waitFor(isComplete, { what: () => `all spans: ${JSON.stringify(ofTrace())}` });
    const [post] = named(POST);
    const [call] = named(CALL);
    const [publish] = named(PUBLISH);
    const [work] = named(PROCESS);
    expect(post).to.include({ app: 'rest-facade', parentSpanId: CALLER_SPAN });
    expect(post?.attributes).to.include({
      'http.request.method': 'POST',
      'http.route': '/v3/webhooks/resend',
      'http.response.status_code': 200,
      'url.scheme': 'http',
      'webhooks.request_id': 'trace-1',
    });
    expect(call?.attributes).to.include({
      'rpc.system.name': 'connectrpc',
      'rpc.method': CALL,
      'rpc.response.status_code': 'ok',
    });
    for (const { attributes } of [...named(PUBLISH), ...named(PROCESS)]) {
      expect(attributes).to.include({
        'messaging.system.name': 'nats',
        'messaging.destination.name': 'resends.requested.interactive',
      });
    }
    expect(call).to.include({ app: 'resend-service', parentSpanId: post?.spanId });
    expect(publish).to.include({ app: 'resend-service', parentSpanId: call?.spanId });
    expect(work).to.include({ app: 'dispatcher', parentSpanId: publish?.spanId });
    const attempts = named('attempt');
    for (const attempt of attempts) {
      expect(attempt).to.include({ app: 'dispatcher', parentSpanId: call?.spanId });
    }
    const statuses = attempts.map(({ attributes }) => attributes['http.response.status_code']);
    expect(statuses.sort()).to.deep.equal([200, 200, 200, 503, 503, 503]);
    const again = attempts.map(({ attributes }) => attributes['http.request.resend_count']);
    expect(again.filter((count) => count === 1)).to.have.length(3);
    for (const { name, attributes } of attempts) {
      expect(name).to.equal('POST');
      const { port } = new URL(receiver.url);
      expect(attributes).to.include({ 'server.address': '127.0.0.1', 'server.port': Number(port) });
      expect(attributes['error.type']).to.equal(
        attributes['http.response.status_code'] === 503 ? 'http_status' : undefined,
      );
    }
    for (const { headers } of receiver.requests) expect(headers['tracestate']).to.equal(tracestate);
    expect(received().sort()).to.deep.equal(
      attempts.map(({ spanId }) => `00-${TRACE_ID}-${spanId}-01`).sort(),
    );
    const [notification] = named('notice');
    expect(notification).to.include({ app: 'dispatcher', parentSpanId: call?.spanId });
    expect(reported.requests.map(({ headers }) => headers['traceparent'])).to.deep.equal([
      `00-${TRACE_ID}-${notification?.spanId}-01`,
    ]);
    expect(JSON.stringify(collector.spans)).not.to.include('Bearer');

    const ids = { requestId: 'trace-1', resendId: id, traceId: TRACE_ID };
    const accepted = logLines('resend-service').filter((line) => line['requestId'] === 'trace-1');
    expect(accepted.at(-1)).to.include({ ...ids, msg: 'Call answered' });
    const messages = logLines('dispatcher')
      .filter((line) => line['resendId'] === id)
      .map((line) => line['msg']);
    expect(messages).to.include.members(['job taken', 'resend settled']);
  });

  it('goes on after a restart, when the message that brought it is gone', async () => {
    await start({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, RETRY_SCHEDULE: '0,1' });
    receiver.handle((_request, response) => void response.writeHead(503).end());
    const id = await system.api.accept(SINGLE, { traceparent });
    await waitFor(() => receiver.requests.length > 0, { what: 'the first attempt' });
    await system.app('dispatcher').kill();
    receiver.handle((_request, response) => void response.end());
    await system.start('dispatcher');
    expect(await system.api.settled(id)).to.include({ status: 'COMPLETED' });
    expect(received().every((header) => header.startsWith(`00-${TRACE_ID}-`))).to.equal(true);
    const last = received().at(-1);
    await waitFor(() => named('attempt').some(({ spanId }) => last?.includes(spanId)), {
      what: 'the span of the last attempt',
    });
  });

  it('is passed on to the receiver as it came when nobody collects, and never made up', async () => {
    await start({});
    await system.api.settled(await system.api.accept(SINGLE, { traceparent, tracestate }));
    await system.api.settled(await system.api.accept(SINGLE));
    expect(new Set(received().slice(0, 3))).to.deep.equal(new Set([traceparent]));
    const states = receiver.requests.map(({ headers }) => headers['tracestate']);
    expect(states).to.deep.equal([...Array(3).fill(tracestate), ...Array(3).fill(undefined)]);
    expect(new Set(received().slice(3))).to.deep.equal(new Set(['undefined']));
    expect(collector.spans).to.deep.equal([]);
  });

  it('follows the variables of OpenTelemetry', async () => {
    await start({
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${collector.url}/v1/traces`,
      OTEL_TRACES_SAMPLER: 'always_on',
      OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test',
      OTEL_SERVICE_NAME: 'resends',
      OTEL_BSP_SCHEDULE_DELAY: '50',
    });
    const unsampled = `00-${TRACE_ID}-${CALLER_SPAN}-00`;
    await system.api.settled(await system.api.accept(SINGLE, { traceparent: unsampled }));
    await waitFor(() => named('attempt').length === 3, { what: 'the spans of all attempts' });
    expect(new Set(ofTrace().map(({ app }) => app))).to.deep.equal(new Set(['resends']));
  });

  it('is not collected where a variable turns it off', async () => {
    await start({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_SDK_DISABLED: 'true' });
    await system.api.settled(await system.api.accept(SINGLE, { traceparent, tracestate }));
    for (const name of ['rest-facade', 'dispatcher', 'resend-service'] as const) {
      await system.app(name).stop();
    }
    expect(received()).to.deep.equal([traceparent, traceparent, traceparent]);
    expect(collector.spans).to.deep.equal([]);
  });

  it('is left out when the caller decides so', async () => {
    await start({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });
    const unsampled = `00-${TRACE_ID}-${CALLER_SPAN}-00`;
    await system.api.settled(await system.api.accept(SINGLE, { traceparent: unsampled }));
    expect(received()[0]).to.match(new RegExp(`^00-${TRACE_ID}-[0-9a-f]{16}-00$`));
    for (const name of ['rest-facade', 'dispatcher', 'resend-service'] as const) {
      await system.app(name).stop();
    }
    expect(collector.spans.filter(({ traceId }) => traceId === TRACE_ID)).to.deep.equal([]);
  });
});
