import { expect } from 'chai';

import { entriesOf, listProblem, listRequest } from './list-entries.ts';

describe('a list of what is to be resent', () => {
  it('may be pasted with whatever stands between IDs, and takes each once', () => {
    expect(entriesOf('event_ids', ' evt_1,evt_2;\r\nevt_1\n\tevt_3 ')).to.deep.equal([
      'evt_1',
      'evt_2',
      'evt_3',
    ]);
    expect(listRequest('object_reference_ids', '12345\n12346')).to.deep.equal({
      object_reference_ids: [12_345, 12_346],
    });
  });

  it('has one key a line, with the spaces and commas in it', () => {
    expect(listRequest('tag', 'night shift, 2\r\nday')).to.deep.equal({
      keys: [{ tag: 'night shift, 2' }, { tag: 'day' }],
    });
  });

  it('is refused where it says nothing, too much, or what is no ID', () => {
    expect(listProblem('tag', ' \n ')).to.equal('required');
    for (const bad of ['x', '0', '1.5', '-1', '9007199254740992']) {
      expect(listProblem('object_reference_ids', `1 ${bad}`), bad).to.equal('badIds');
    }
    const ids = Array.from({ length: 1_000 }, (_, id) => id + 1);
    expect(listProblem('object_reference_ids', [...ids, 1].join(' '))).to.equal(null);
    expect(listProblem('object_reference_ids', [...ids, 1_001].join(' '))).to.equal('tooMany');
    expect(listProblem('event_ids', 'evt_1')).to.equal(null);
  });
});
