import { create, fromBinary } from '@bufbuild/protobuf';
import { anyPack } from '@bufbuild/protobuf/wkt';
import { Code } from '@connectrpc/connect';
import { CreateResendRequestSchema, ERROR_DOMAIN, ErrorInfoSchema } from '@webhooks/contracts';
import { DomainError, noOptions, type ResendSelection } from '@webhooks/domain';
import { expect } from 'chai';

import { openServiceTransport, type ServiceTransport } from '../src/service/service-transport.ts';
import {
  createGrpcServiceClient,
  type UnaryServiceClient,
} from '../src/service/grpc-service-client.ts';
import { type FakeService, startFakeService } from './fake-service.ts';

const TIMEOUT_MS = 500;

const caller = { authorization: 'Bearer a', requestId: 'r', traceparent: '', address: '192.0.2.1' };

function selection(objectReferenceId: number): ResendSelection {
  return {
    resendType: 'CASHIN',
    objectReferenceId,
    list: null,
    account: null,
    range: null,
    deliveryState: 'ALL',
    includeInHand: false,
    latestOnly: false,
    eventTypes: [],
    endpointIds: [],
  };
}

const refusal = {
  code: Code.NotFound,
  message: 'said by the service',
  details: [
    anyPack(
      ErrorInfoSchema,
      create(ErrorInfoSchema, { reason: 'QR_CODE_NOT_FOUND', domain: ERROR_DOMAIN }),
    ),
  ],
};

describe('posts of one turn of the event loop', () => {
  let service: FakeService;
  let connection: ServiceTransport;
  let resends: UnaryServiceClient;

  beforeEach(async () => {
    service = await startFakeService();
    connection = openServiceTransport({ rpcUrl: service.url, rpcTimeoutMs: TIMEOUT_MS });
    const outages = { succeeded: () => {}, failed: () => {} };
    resends = createGrpcServiceClient(connection.transport, outages, TIMEOUT_MS);
  });
  afterEach(async () => {
    connection[Symbol.dispose]();
    await service[Symbol.asyncDispose]();
  });

  /** The result of each: the id of its resend, or the code of its error. */
  function post(objects: readonly number[], key: string | null = null): Promise<unknown>[] {
    return objects.map((id) =>
      resends
        .createResend({ selection: selection(id), options: noOptions }, key, caller)
        .catch((error: unknown) => (error instanceof DomainError ? error.code : String(error))),
    );
  }

  it('go in one call, and each has its own result', async () => {
    const seen: unknown[] = [];
    service.behaviour.createResends = async function* ({ calls }) {
      for (const { request, ...options } of calls) {
        const { authorization, callerAddress, requestId, timeoutMs } = options;
        seen.push({ authorization, callerAddress, requestId, timeoutMs });
        expect(fromBinary(CreateResendRequestSchema, request).selection?.resendType).to.equal(1);
      }
      yield { results: [{ index: 2, outcome: { case: 'resendId', value: 92n } }] };
      yield { results: [{ index: 1, outcome: { case: 'failure', value: refusal } }] };
      yield { results: [{ index: 0, outcome: { case: 'resendId', value: 90n } }] };
    };
    expect(await Promise.all(post([1, 2, 3]))).to.deep.equal([90, 'qr_code_not_found', 92]);
    expect(seen).to.have.length(3);
    expect(seen[0]).to.deep.equal({
      authorization: 'Bearer a',
      callerAddress: '192.0.2.1',
      requestId: 'r',
      timeoutMs: TIMEOUT_MS,
    });
    expect(service.calls).to.deep.equal([]);
  });

  it('go in calls of at most 64', async () => {
    const sizes: number[] = [];
    service.behaviour.createResends = async function* ({ calls }) {
      sizes.push(calls.length);
      const results = calls.map((_call, index) => ({
        index,
        outcome: { case: 'resendId' as const, value: 7n },
      }));
      yield { results };
    };
    await Promise.all(post(Array.from({ length: 130 }, (_, index) => index + 1)));
    expect(sizes.toSorted((one, other) => other - one)).to.deep.equal([64, 64, 2]);
  });

  it('have no outcome that is known where the call breaks off, but for what was answered', async () => {
    service.behaviour.createResends = async function* (_request, { signal }) {
      yield { results: [{ index: 0, outcome: { case: 'resendId', value: 90n } }] };
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
    };
    const [first, ...others] = post([1, 2, 3]);
    expect(await first).to.equal(90);
    await service.stop();
    const unknown = 'outcome_unknown';
    expect(await Promise.all(others)).to.deep.equal([unknown, unknown]);
  });

  it('have no outcome that is known where the call ends without them', async () => {
    service.behaviour.createResends = async function* () {
      yield { results: [{ index: 1, outcome: { case: 'resendId', value: 91n } }] };
    };
    expect(await Promise.all(post([1, 2]))).to.deep.equal(['outcome_unknown', 91]);
  });

  it('are answered without the one that never is, which is told so by its deadline', async () => {
    service.behaviour.createResends = async function* (_request, { signal }) {
      yield { results: [{ index: 1, outcome: { case: 'resendId', value: 91n } }] };
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
    };
    const [never, quick] = post([1, 2]);
    expect(await Promise.race([never, quick])).to.equal(91);
    expect(await never).to.equal('outcome_unknown');
  });

  it('are not begun where the service is away', async () => {
    await service.stop();
    const away = 'service_unavailable';
    expect(await Promise.all(post([1, 2]))).to.deep.equal([away, away]);
  });

  it('go alone to a service that does not know such a call, and so does one that comes alone', async () => {
    expect(await Promise.all(post([1, 2]))).to.have.members([7890, 7891]);
    expect(await Promise.all(post([3]))).to.deep.equal([7892]);
    expect(service.calls.map(({ method }) => method)).to.deep.equal(
      Array.from({ length: 3 }, () => 'createResend'),
    );
  });
});
