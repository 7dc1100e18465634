import type { CreateResendRequest } from '@webhooks/contracts';
import { expect } from 'chai';

import { domainAnswers } from '../src/http/domain-answers.ts';
import { serviceError } from './fake-service.ts';
import { type RestHarness, startHarness } from './rest-harness.ts';

describe('POST /v3/webhooks/resend of a list', () => {
  let rest: RestHarness;
  before(async () => {
    rest = await startHarness();
  });
  after(() => rest[Symbol.asyncDispose]());

  const lastRequest = () => rest.service.calls.at(-1)?.request as CreateResendRequest;

  it('passes lists on, each entry once', async () => {
    await rest.post({ resend_type: 'CASHIN', object_reference_ids: [3, 1, 3] });
    expect(lastRequest().selection).to.deep.include({ objectReferenceIds: [3n, 1n], eventIds: [] });
    await rest.post({ resend_type: 'CASHIN', event_ids: ['b', 'a', 'b'] });
    expect(lastRequest().selection).to.deep.include({
      objectReferenceIds: [],
      eventIds: ['b', 'a'],
    });
  });

  it('answers 413 to more entries than a list may have, and takes as many', async () => {
    const idsTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);
    const body = (last: number) => ({
      resend_type: 'CASHIN',
      object_reference_ids: [...idsTo(last), 1],
    });
    expect((await rest.post(body(1_000))).status).to.equal(200);
    rest.service.calls.length = 0;
    const response = await rest.post(body(1_001));
    expect(response.status).to.equal(413);
    expect(await response.json()).to.deep.equal({
      worked: false,
      detail: 'object_reference_ids must not have more than 1000 entries that differ',
      code: 'list_too_long',
    });
    expect(rest.service.calls).to.have.length(0);
  });

  for (const [code, field, notFound] of [
    ['qr_code_not_found', 'object_reference_ids', [404, 405]],
    ['events_not_found', 'event_ids', ['evt_404', '405']],
  ] as const) {
    it(`names what is not found of ${field} as it was asked for`, async () => {
      rest.service.behaviour.createResend = () => {
        throw serviceError(code, { notFound: notFound.map(String) });
      };
      const response = await rest.post({ resend_type: 'CASHIN', [field]: notFound });
      expect(response.status).to.equal(400);
      const { detail } = domainAnswers[code];
      expect(await response.json()).to.deep.equal({
        worked: false,
        detail,
        code,
        not_found: notFound,
      });
    });
  }
});
