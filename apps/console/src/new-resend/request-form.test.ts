import { expect } from 'chai';

import {
  emptyForm,
  formProblems,
  inLanguage,
  type RequestForm,
  toRequest,
} from './request-form.ts';

const range: RequestForm = {
  ...emptyForm,
  mode: 'range',
  type: 'CASHOUT',
  branch: '0001',
  number: ' 123456 ',
  from: '05/01/2026 00:00',
  to: '05/01/2026 23:59',
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
    const reversed = { ...range, to: '04/30/2026 23:59' };
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

describe('the usual state', () => {
  it('leaves out of a range what nobody misses, and nothing of what is named', () => {
    expect(toRequest(range)).to.include({ delivery_state: 'UNDELIVERED' });
    expect(toRequest({ ...range, state: 'ALL' })).not.to.have.property('delivery_state');
    expect(toRequest({ ...range, mode: 'object', objectId: '1' })).not.to.have.property(
      'delivery_state',
    );
  });
});

describe('the range of a request', () => {
  const utc = (local: string): string => new Date(local).toISOString();

  it('is read in the language that it was typed in', () => {
    const typed = { ...range, from: '05/12/2026 00:00', to: '06/12/2026 23:59' };
    expect(toRequest(typed)).to.include({ start_datetime: utc('2026-05-12T00:00') });
    const portuguese = toRequest({ ...typed, language: 'pt-BR' });
    expect(portuguese.start_datetime).to.equal(utc('2026-12-05T00:00'));
    expect(portuguese.end_datetime).to.equal(
      utc('2026-12-06T23:59:59.999').replace('.999Z', '.999999Z'),
    );
  });

  it('is the same when the language changes', () => {
    const changed = inLanguage(range, 'pt-BR');
    expect(changed).to.include({ from: '01/05/2026 00:00', to: '01/05/2026 23:59' });
    expect(toRequest(changed)).to.deep.equal(toRequest(range));
    expect(inLanguage(changed, 'en')).to.deep.equal(range);
  });

  it('is refused with what is wrong with each end', () => {
    const problemsOf = (from: string, to: string) => formProblems({ ...range, from, to });
    expect(problemsOf('31/12/2026 00:00', '12/31/2026')).to.deep.equal({
      start_datetime: 'noSuchDate',
      end_datetime: 'noTime',
    });
    expect(problemsOf('soon', ' ')).to.deep.equal({
      start_datetime: 'badDateTime',
      end_datetime: 'required',
    });
    // It is no request, and never mistaken for one that was previewed.
    expect(toRequest({ ...range, from: 'soon' }).start_datetime).to.equal('soon');
  });
});
