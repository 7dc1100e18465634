import { fieldCodes } from '@webhooks/domain';
import { expect } from 'chai';

import type { FieldProblem } from '../api/api-error.ts';
import { en } from '../i18n/en.ts';
import { fieldText } from '../i18n/field-text.ts';
import { language } from '../i18n/locale.ts';
import { shownFields } from './field-texts.ts';

afterEach(() => {
  language.value = 'en';
});

describe('what the API says of a field', () => {
  const problem = (field: string, code: string, entry: string | null = null): FieldProblem => ({
    ...{ field, code, entry },
    message: 'as the API says it',
  });

  it('is said by its code, with the entry that it is about', () => {
    expect(fieldText(problem('start_datetime', 'required'))).to.equal('Please fill this in.');
    expect(fieldText(problem('endpoint_ids', 'unknown_endpoint', 'ep_x'))).to.equal(
      'ep_x is not an endpoint of the account.',
    );
    language.value = 'pt-BR';
    expect(fieldText(problem('deliver_to', 'endpoint_disabled', 'ep_x'))).to.equal(
      'ep_x está desativado.',
    );
  });

  it('is what its value has to be where nothing says more', () => {
    expect(fieldText(problem('event_types.3', 'invalid'))).to.contain('At most 64 types');
  });

  it('is shown as it is where this page does not know it', () => {
    for (const one of [
      problem('novelty', 'invalid'),
      problem('first', 'novelty'),
      problem('deliver_to', 'endpoint_disabled'),
      problem('constructor', 'constructor'),
    ]) {
      expect(fieldText(one)).to.equal('as the API says it');
    }
  });

  it('has words for every code and for every field of a resend', () => {
    const { codes, entries, values } = en.fields;
    expect(['invalid', ...Object.keys(codes), ...Object.keys(entries)]).to.have.members([
      ...fieldCodes,
    ]);
    expect(Object.keys(values)).to.include.members(shownFields);
  });
});
