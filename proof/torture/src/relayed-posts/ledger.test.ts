import { expect } from 'chai';

import { judgePosts, type Made, type PostEvidence, type Try } from './ledger.ts';

const plain: Try = {
  requestId: 'r-1',
  key: null,
  isAllowed: true,
  reported: { kind: 'accepted', id: 1 },
};
const cut: Try = { ...plain, requestId: 'r-2', reported: { kind: 'unknown', by: 'break' } };
const away: Try = { ...plain, requestId: 'r-3', reported: { kind: 'not-done', by: 'answer' } };
const refused: Try = {
  ...plain,
  requestId: 'r-4',
  isAllowed: false,
  reported: { kind: 'refused' },
};
const keyed: Try = { ...cut, requestId: 'r-5', key: 'k-1' };
const repeated: Try = { ...keyed, requestId: 'r-6', reported: { kind: 'accepted', id: 3 } };

const row: Made = { id: 1, requestId: 'r-1', key: null, isSettled: true };
const ofCut: Made = { ...row, id: 2, requestId: 'r-2' };
const ofKeyed: Made = { ...row, id: 3, requestId: 'r-5', key: 'k-1' };

const clean: PostEvidence = {
  tries: [plain, cut, away, refused, keyed, repeated],
  made: [row, ofCut, ofKeyed],
  arrivals: new Map([
    [1, 1],
    [2, 1],
    [3, 1],
  ]),
  integrity: 'ok',
};

const planted: Readonly<Record<string, [change: Partial<PostEvidence>, reported: RegExp]>> = {
  'an answered id that is not there': [{ made: [ofCut, ofKeyed] }, /r-1: .* does not exist/],
  "the id of another's resend": [
    { tries: clean.tries.with(0, { ...plain, reported: { kind: 'accepted', id: 2 } }) },
    /r-1: .* another's/,
  ],
  'a post that made two': [{ made: [...clean.made, { ...row, id: 4 }] }, /r-1: made 2/],
  'one that was made and is said not to be': [
    { made: [...clean.made, { ...row, id: 4, requestId: 'r-3' }] },
    /r-3: was reported that nothing was done/,
  ],
  'one that may not be made': [
    { made: [...clean.made, { ...row, id: 4, requestId: 'r-4' }] },
    /r-4: made what it may not/,
  ],
  'a refusal of what is fine': [
    { tries: clean.tries.with(2, { ...away, reported: { kind: 'refused' } }) },
    /r-3: was refused/,
  ],
  'one that nobody asked for': [
    { made: [...clean.made, { ...row, id: 4, requestId: 'x' }] },
    /resend 4: nobody asked/,
  ],
  "one with another's key": [
    { made: clean.made.with(0, { ...row, key: 'k-9' }) },
    /resend 1: has the key k-9/,
  ],
  'a key with two': [
    { made: [...clean.made, { ...ofKeyed, id: 4, requestId: 'r-6' }] },
    /k-1: made 2/,
  ],
  'a key that is never accepted': [
    { tries: clean.tries.with(5, { ...repeated, reported: { kind: 'not-done', by: 'answer' } }) },
    /k-1: was never accepted/,
  ],
  'one that is never settled': [
    { made: clean.made.with(0, { ...row, isSettled: false }) },
    /resend 1: is not settled/,
  ],
  'a delivery that never came': [{ arrivals: new Map() }, /resend 1: came 0 times/],
  'a delivery that came twice': [
    { arrivals: new Map(clean.arrivals).set(1, 2) },
    /resend 1: came 2 times/,
  ],
  'a delivery of what is not there': [
    { arrivals: new Map(clean.arrivals).set(9, 1) },
    /resend 9: came and is not there/,
  ],
  'a damaged file': [{ integrity: 'row missing from index' }, /integrity_check/],
};

describe('the judge of posts', () => {
  it('finds nothing where nothing is wrong', () => {
    expect(judgePosts(clean)).to.deep.equal([]);
  });

  it('takes what is said to be unknown for made or not', () => {
    const made = [row, ofKeyed];
    const arrivals = new Map([
      [1, 1],
      [3, 1],
    ]);
    expect(judgePosts({ ...clean, made, arrivals })).to.deep.equal([]);
  });

  for (const [what, [change, reported]] of Object.entries(planted)) {
    it(`finds ${what}`, () => {
      expect(judgePosts({ ...clean, ...change }).join('\n')).to.match(reported);
    });
  }
});
