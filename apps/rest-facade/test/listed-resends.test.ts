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

  it('passes keys on, which need their account', async () => {
    const keys = [{ tag: 'a=b' }, { end_to_end_id: 'E1' }, { tag: 'a=b' }];
    const account = { source_account_branch_identifier: '1', source_account_number: '2' };
    await rest.post({ resend_type: 'CASHIN', keys, ...account });
    expect(lastRequest().selection?.keys.map(({ name, value }) => [name, value])).to.deep.equal([
      ['tag', 'a=b'],
      ['end_to_end_id', 'E1'],
    ]);
    const refusedFields = async (body: object) => {
      const response = await rest.post({ resend_type: 'CASHIN', ...body });
      expect(response.status).to.equal(422);
      const { errors } = (await response.json()) as { errors: { field: string }[] };
      return errors.map(({ field }) => field);
    };
    expect(await refusedFields({ keys })).to.deep.equal(Object.keys(account));
    for (const bad of [{}, { tag: '' }, { tag: 'a', tx_id: 'b' }, { id: 'a' }, 'a', { tag: 1 }]) {
      expect(await refusedFields({ keys: [bad], ...account })).to.deep.equal(['keys']);
    }
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
      limit: { name: 'list_entries', value: 1_000 },
    });
    expect(rest.service.calls).to.have.length(0);
  });

  for (const [code, list, notFound] of [
    ['qr_code_not_found', { object_reference_ids: [404, 405] }, ['404', '405']],
    ['events_not_found', { event_ids: ['evt_404', '405'] }, ['evt_404', '405']],
    ['events_not_found', { keys: [{ tag: 'a=b' }, { tx_id: 'c' }] }, ['tag=a=b', 'tx_id=c']],
  ] as const) {
    it(`names what is not found of ${Object.keys(list).join()} as it was asked for`, async () => {
      rest.service.behaviour.createResend = () => {
        throw serviceError(code, { notFound });
      };
      const account = { source_account_branch_identifier: '1', source_account_number: '2' };
      const response = await rest.post({ resend_type: 'CASHIN', ...list, ...account });
      expect(response.status).to.equal(400);
      const { detail } = domainAnswers[code];
      expect(await response.json()).to.deep.equal({
        worked: false,
        detail,
        code,
        not_found: Object.values(list)[0],
      });
    });
  }
});
