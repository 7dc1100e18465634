import { expect } from 'chai';

import { emptyForm, formProblems, type RequestForm, toRequest, toUtc } from './request-form.ts';

const range: RequestForm = {
  ...emptyForm,
  mode: 'range',
  type: 'CASHOUT',
  branch: '0001',
  number: ' 123456 ',
  from: '2026-05-01T00:00',
  to: '2026-05-01T23:59',
};

describe('formProblems', () => {
  it('asks for an object with an id', () => {
    const problemOf = (objectId: string) => formProblems({ ...emptyForm, objectId });
    expect(problemOf(' ')).to.deep.equal({ object_reference_id: 'required' });
    for (const bad of ['0', '-1', '1.5', '1e3', 'x', '9007199254740992']) {
      expect(problemOf(bad), bad).to.deep.equal({ object_reference_id: 'badId' });
    }
    expect(problemOf(' 12345 ')).to.deep.equal({});
  });

  it('asks for an account and a range that does not end before it starts', () => {
    expect(formProblems(range)).to.deep.equal({});
    expect(formProblems({ ...emptyForm, mode: 'range' })).to.deep.equal({
      source_account_branch_identifier: 'required',
      source_account_number: 'required',
      start_datetime: 'required',
      end_datetime: 'required',
    });
    const reversed = { ...range, to: '2026-04-30T23:59' };
    expect(formProblems(reversed)).to.deep.equal({ start_datetime: 'badRange' });
    expect(formProblems({ ...range, to: range.from })).to.deep.equal({});
  });
});

describe('toRequest', () => {
  it('says nothing about what was left open', () => {
    const form = { ...emptyForm, objectId: ' 12345 ', branch: 'left over', from: range.from };
    expect(toRequest(form)).to.deep.equal({ resend_type: 'CASHIN', object_reference_id: 12345 });
  });

  it('keeps leading zeros and joins what was chosen and typed', () => {
    const request = toRequest({
      ...range,
      state: 'FAILED',
      eventTypes: ['PIX_CASHOUT_ERROR'],
      otherTypes: ' NEW_TYPE,PIX_CASHOUT_ERROR\n',
      otherEndpoints: 'ep_1 ep_2',
    });
    expect(request).to.deep.include({
      source_account_branch_identifier: '0001',
      source_account_number: '123456',
      delivery_state: 'FAILED',
      event_types: ['PIX_CASHOUT_ERROR', 'NEW_TYPE'],
      endpoint_ids: ['ep_1', 'ep_2'],
    });
  });
});

describe('toUtc', () => {
  const utc = (text: string): string => new Date(text).toISOString();

  it('takes in the whole of the last minute or second that was named', () => {
    expect(toUtc('2026-05-01T23:59', 'end')).to.equal(utc('2026-05-01T23:59:59.999'));
    expect(toUtc('2026-05-01T23:59:10', 'end')).to.equal(utc('2026-05-01T23:59:10.999'));
    expect(toUtc('2026-05-01T23:59:10.5', 'end')).to.equal(utc('2026-05-01T23:59:10.500'));
    expect(toUtc('2026-05-01T23:59', 'start')).to.equal(utc('2026-05-01T23:59:00.000'));
  });

  it('leaves to the API what is no time', () => {
    expect(toUtc('soon', 'end')).to.equal('soon');
  });
});
