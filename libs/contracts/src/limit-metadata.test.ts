import { expect } from 'chai';

import { limitMetadata, limitOf } from './limit-metadata.ts';

describe('the metadata of a refusal', () => {
  it('say which limit was reached, and what it allows', () => {
    for (const limit of [
      { name: 'list_entries', value: 1_000 },
      { name: 'calls_per_second_of_user', value: 0.5 },
      { name: 'requests_at_once_of_user', value: null },
    ]) {
      expect(limitOf(limitMetadata(limit))).to.deep.equal(limit);
    }
  });

  it('say nothing where no limit is the matter', () => {
    expect(limitMetadata(null)).to.deep.equal({});
    expect(limitOf({})).to.equal(null);
  });
});
