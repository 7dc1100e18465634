import { create } from '@bufbuild/protobuf';
import { timestampFromMs } from '@bufbuild/protobuf/wkt';
import {
  AttemptSchema,
  DeliverySchema,
  DeliveryState,
  type ListDeliveriesRequest,
} from '@webhooks/contracts';
import { expect } from 'chai';

import { serviceError } from './fake-service.ts';
import { RESEND_PATH, type RestHarness, startHarness } from './rest-harness.ts';

const PATH = `${RESEND_PATH}/7890/deliveries`;
const AT = Date.UTC(2026, 4, 2, 10, 0, 0, 250);
const BAD_IDS = ['0', '-1', '01', '1.0', 'abc', '9007199254740992', '%00', '%ff'];

const retrying = create(DeliverySchema, {
  id: 1n,
  resendId: 7890n,
  eventId: 'evt_1',
  eventType: 'PIX_CASHIN_RECEIVED',
  eventOccurredAt: timestampFromMs(AT),
  endpointId: 'ep_1',
  state: DeliveryState.RETRYING,
  attempts: 2,
  lastErrorClass: 'connect_refused',
  nextAttemptAt: timestampFromMs(AT + 60_000),
});
const skipped = create(DeliverySchema, {
  id: 2n,
  resendId: 7890n,
  eventId: 'evt_2',
  eventType: 'QR_CODE_COPY_AND_PASTE_PAID',
  eventOccurredAt: timestampFromMs(AT),
  objectReferenceId: 12345n,
  endpointId: 'ep_1',
  state: DeliveryState.SKIPPED,
  reason: 'endpoint_gone',
  attempts: 1,
  lastHttpStatus: 410,
  lastErrorClass: 'http_status',
  settledAt: timestampFromMs(AT),
});

describe('deliveries of a resend', () => {
  let rest: RestHarness;
  before(async () => {
    rest = await startHarness({ settings: { publicBaseUrl: 'https://api.example.com/eu' } });
  });
  after(() => rest[Symbol.asyncDispose]());
  beforeEach(() => {
    rest.service.calls.length = 0;
  });

  describe('GET /v3/webhooks/resend/{id}/deliveries', () => {
    const lastRequest = () => rest.service.calls.at(-1)?.request as ListDeliveriesRequest;

    it('answers items with absolute links that carry the filters and the limit', async () => {
      rest.service.behaviour.listDeliveries = () => ({
        deliveries: [retrying, skipped],
        nextCursorId: 2n,
        previousCursorId: 1n,
      });
      const filters =
        'state=RETRYING&endpoint_id=ep_1&event_type=PAID&event_id=evt_1&http_status=500' +
        '&error_class=http_status';
      const response = await rest.call(`${PATH}?limit=2&${filters}&cursor_id=9`);
      const link = (id: number, direction: string): string =>
        'https://api.example.com/eu/v3/webhooks/resend/7890/deliveries' +
        `?cursor_id=${id}&cursor_direction=${direction}&limit=2&${filters}`;
      expect(response.status).to.equal(200);
      expect(await response.json()).to.deep.equal({
        next: link(2, 'NEXT'),
        previous: link(1, 'PREVIOUS'),
        results: [
          {
            id: 1,
            event_id: 'evt_1',
            event_type: 'PIX_CASHIN_RECEIVED',
            event_occurred_at: '2026-05-02T10:00:00.250000Z',
            object_reference_id: null,
            endpoint_id: 'ep_1',
            state: 'RETRYING',
            reason: null,
            attempts: 2,
            last_http_status: null,
            last_error_class: 'connect_refused',
            duplicate: null,
            next_attempt_at: '2026-05-02T10:01:00.250Z',
            settled_at: null,
          },
          {
            id: 2,
            event_id: 'evt_2',
            event_type: 'QR_CODE_COPY_AND_PASTE_PAID',
            event_occurred_at: '2026-05-02T10:00:00.250000Z',
            object_reference_id: 12345,
            endpoint_id: 'ep_1',
            state: 'SKIPPED',
            reason: 'endpoint_gone',
            attempts: 1,
            last_http_status: 410,
            last_error_class: 'http_status',
            duplicate: null,
            next_attempt_at: null,
            settled_at: '2026-05-02T10:00:00.250Z',
          },
        ],
      });
    });

    it('asks for the first 20 where nothing is said, and for what is said', async () => {
      rest.service.behaviour.listDeliveries = () => ({});
      const response = await rest.call(PATH);
      expect(await response.text()).to.equal('{"next":null,"previous":null,"results":[]}');
      expect(lastRequest()).to.deep.include({ resendId: 7890n, pageSize: 20, state: 0 });
      expect(lastRequest().cursorId).to.equal(undefined);

      const filters =
        'endpoint_id=ep_1&event_type=PAID&event_id=evt_1&http_status=500&error_class=http_status';
      await rest.call(
        `${PATH}?limit=100&state=SKIPPED&${filters}&cursor_id=7&cursor_direction=previous`,
      );
      expect(lastRequest()).to.deep.include({
        endpointId: 'ep_1',
        eventType: 'PAID',
        eventId: 'evt_1',
        httpStatus: 500,
        errorClass: 'http_status',
        pageSize: 100,
        state: DeliveryState.SKIPPED,
        cursorId: 7n,
        direction: 2,
      });
    });

    it('answers 422 to bad and unknown parameters and asks nothing of the service', async () => {
      const response = await rest.call(`${PATH}?limit=0&state=DONE&offset=2`);
      expect(response.status).to.equal(422);
      expect(((await response.json()) as { detail: string }).detail).to.equal(
        'Validation error: limit must be an integer from 1 to 100; state must be PENDING, ' +
          'DELIVERED, FAILED, RETRYING, CANCELLED or SKIPPED; offset is not a known parameter',
      );
      expect(rest.service.calls).to.have.length(0);
    });

    it('answers 404 to resends that are unknown or cannot be', async () => {
      rest.service.behaviour.listDeliveries = () => {
        throw serviceError('resend_not_found');
      };
      for (const id of ['1', ...BAD_IDS]) {
        const response = await rest.call(`${RESEND_PATH}/${id}/deliveries`);
        expect(response.status, id).to.equal(404);
        expect(await response.json()).to.include({ code: 'resend_not_found' });
      }
      expect(rest.service.calls).to.have.length(1);
    });

    it('needs a token', async () => {
      expect((await fetch(`${rest.baseUrl}${PATH}`)).status).to.equal(401);
    });
  });

  describe('GET /v3/webhooks/resend/{id}/deliveries/{delivery_id}/attempts', () => {
    const attempt = (number: number, snippet: Uint8Array, change: object = {}) =>
      create(AttemptSchema, {
        number,
        startedAt: timestampFromMs(AT),
        durationMs: 12,
        responseSnippet: snippet,
        ...change,
      });

    it('answers every attempt, the response as the bytes and as the text that it is', async () => {
      const failure = { errorClass: 'http_status', errorMessage: 'answered with 500' };
      rest.service.behaviour.listAttempts = () => ({
        attempts: [
          attempt(1, new Uint8Array(), { errorClass: 'dns', errorMessage: 'not found' }),
          attempt(2, Uint8Array.of(0x6e, 0x6f, 0x00, 0xff), { httpStatus: 500, ...failure }),
          attempt(3, Buffer.from('não\n\u0000'), { httpStatus: 200 }),
        ],
      });
      const response = await rest.call(`${PATH}/2/attempts`);
      expect(response.status).to.equal(200);
      const common = { started_at: '2026-05-02T10:00:00.250Z', duration_ms: 12 };
      expect(await response.json()).to.deep.equal({
        results: [
          {
            ...common,
            number: 1,
            http_status: null,
            error_class: 'dns',
            error_message: 'not found',
            response_snippet: null,
            response_snippet_text: null,
          },
          {
            ...common,
            number: 2,
            http_status: 500,
            error_class: 'http_status',
            error_message: 'answered with 500',
            response_snippet: 'bm8A/w==',
            response_snippet_text: null,
          },
          {
            ...common,
            number: 3,
            http_status: 200,
            error_class: null,
            error_message: null,
            response_snippet: 'bsOjbwoA',
            response_snippet_text: 'não\n\u0000',
          },
        ],
      });
      expect(rest.service.calls.at(-1)?.request).to.deep.include({
        resendId: 7890n,
        deliveryId: 2n,
      });
    });

    it('answers 404 to deliveries that are unknown or cannot be', async () => {
      rest.service.behaviour.listAttempts = () => {
        throw serviceError('delivery_not_found');
      };
      for (const id of ['1', ...BAD_IDS]) {
        const response = await rest.call(`${PATH}/${id}/attempts`);
        expect(response.status, id).to.equal(404);
        expect(await response.json()).to.include({ code: 'delivery_not_found' });
      }
      const resend = await rest.call(`${RESEND_PATH}/0/deliveries/1/attempts`);
      expect(await resend.json()).to.include({ code: 'resend_not_found' });
      expect(rest.service.calls).to.have.length(1);
    });

    it('takes no parameters', async () => {
      const response = await rest.call(`${PATH}/2/attempts?limit=5`);
      expect(response.status).to.equal(422);
    });
  });
});
