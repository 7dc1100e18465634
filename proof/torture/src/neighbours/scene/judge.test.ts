import { expect } from 'chai';

import { judge, UNANSWERED_MS, type Round, type Timings } from './judge.ts';

/** Every request took as long, in each measure. */
function allOf(ms: number, requests = 300): Timings {
  const values = Array.from({ length: requests }, () => ms);
  return { post: values, arrival: values, get: values, stream: values };
}

/** A share of the requests took longer than the others. */
function someOf(slow: number, slowMs: number): Timings {
  const values = Array.from({ length: 300 }, (_, at) => (at < slow ? slowMs : 5));
  return { post: values, arrival: values, get: values, stream: values };
}

function holds(rounds: readonly Round[]): boolean {
  const [comparison] = judge(rounds, ['post']);
  return comparison?.holds === true;
}

const calm = { alone: allOf(5), beside: allOf(5) };
const bad = { alone: allOf(5), beside: allOf(106) };

describe('the judge of neighbours', () => {
  it('allows 100 ms more, or three times as much, whichever is more', () => {
    expect(holds([{ alone: allOf(5), beside: allOf(105) }])).to.equal(true);
    expect(holds([{ alone: allOf(5), beside: allOf(105.1) }])).to.equal(false);
    expect(holds([{ alone: allOf(200), beside: allOf(600) }])).to.equal(true);
    expect(holds([{ alone: allOf(200), beside: allOf(600.1) }])).to.equal(false);
  });

  it('takes the median of the rounds: one bad one of three is chance, two are not', () => {
    expect(holds([calm, bad, calm])).to.equal(true);
    expect(holds([bad, calm, bad])).to.equal(false);
  });

  it('forgives one request of a hundred, and no more', () => {
    expect(holds([{ alone: allOf(5), beside: someOf(3, UNANSWERED_MS) }])).to.equal(true);
    expect(holds([{ alone: allOf(5), beside: someOf(4, UNANSWERED_MS) }])).to.equal(false);
  });

  it('judges by another share where it is told to', () => {
    const rounds = [{ alone: allOf(5), beside: someOf(15, UNANSWERED_MS) }];
    expect(judge(rounds, ['get'], 0.95)[0]?.holds).to.equal(true);
    expect(judge(rounds, ['get'])[0]?.holds).to.equal(false);
  });

  it('names the measure that suffers, and only that', () => {
    const beside = { ...allOf(5), stream: allOf(900).stream };
    const comparisons = judge([{ alone: allOf(5), beside }], ['post', 'get', 'stream']);
    expect(comparisons.map(({ measure, holds }) => [measure, holds])).to.deep.equal([
      ['post', true],
      ['get', true],
      ['stream', false],
    ]);
    expect(comparisons[2]).to.include({ aloneMs: 5, besideMs: 900, boundMs: 105 });
  });

  it('holds nothing for shown where nothing was measured or nothing is answered alone', () => {
    expect(holds([])).to.equal(false);
    expect(holds([calm, { alone: allOf(5), beside: allOf(5, 0) }, calm])).to.equal(false);
    const dead = allOf(UNANSWERED_MS);
    expect(holds([{ alone: dead, beside: dead }])).to.equal(false);
  });
});
