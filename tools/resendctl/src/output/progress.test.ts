import type { EndpointProgress, FollowedResend } from '@webhooks/client';
import { expect } from 'chai';

import { Progress } from './progress.ts';
import { Terminal } from './terminal.ts';

function state(
  delivered: number,
  total = 1_000,
  more: Partial<FollowedResend> = {},
): FollowedResend {
  const pending = total - delivered - (more.failed ?? 0);
  const base = { status: 'PROCESSING', control: 'RUNNING', finished_at: null, failed: 0 };
  return { ...base, id: 7, total, delivered, pending, ...more } as FollowedResend;
}

function show(stream: object, states: readonly (readonly [number, FollowedResend])[]): string[] {
  const parts: string[] = [];
  let nowMs = 0;
  const output = { write: (text: string) => parts.push(text), ...stream };
  const progress = new Progress(new Terminal(output, { TERM: 'xterm' }), () => nowMs);
  for (const [atMs, resend] of states) {
    nowMs = atMs;
    progress.update(resend);
  }
  progress.end();
  return parts;
}

describe('progress', () => {
  it('is a bar on a terminal, written over and taken away', () => {
    const parts = show({ isTTY: true, columns: 80 }, [
      [0, state(0)],
      [2_000, state(500, 1_000, { failed: 2 })],
    ]);
    expect(parts).to.deep.equal([
      `\r\u001b[K[${'-'.repeat(20)}] 0% 0/1,000 delivered`,
      `\r\u001b[K[${'#'.repeat(10)}${'-'.repeat(10)}] 50% 500/1,000 delivered, 2 failed, 251/s, 0:02 left`,
      '\r\u001b[K',
    ]);
  });

  it('names an endpoint that fails, once in a pipe', () => {
    const failing = (inMs: number) => {
      const next_test_at = new Date(inMs).toISOString();
      const endpoint = { endpoint_id: 'ep_17', waiting_for: 'breaker', next_test_at };
      return { endpoints: [endpoint as EndpointProgress] };
    };
    const lines = show({}, [
      [0, state(0)],
      [100, state(0, 1_000, failing(40_100))],
      [900, state(1, 1_000, failing(41_000))],
      [950, state(2, 1_000)],
    ]);
    expect(lines).to.deep.equal([
      '0% 0/1,000 delivered\n',
      '0% 0/1,000 delivered, ep_17 is failing, next test in 0:40\n',
      '0% 2/1,000 delivered\n',
    ]);
  });

  it('names an endpoint whose URL has not proven itself', () => {
    const endpoint = { endpoint_id: 'ep_17', waiting_for: 'verification', next_test_at: null };
    const waiting = { endpoints: [endpoint as EndpointProgress] };
    const [, line] = show({}, [
      [0, state(0)],
      [100, state(0, 1_000, waiting)],
    ]);
    expect(line).to.equal('0% 0/1,000 delivered, the URL of ep_17 has not proven itself\n');
  });

  it('tells a slow pace, too', () => {
    const [, line = ''] = show({}, [
      [0, state(0, 30)],
      [6_500, state(3, 30)],
    ]);
    expect(line).to.equal('10% 3/30 delivered, 0.5/s, 0:59 left\n');
  });

  it('fits into whatever there is', () => {
    for (const columns of [20, 40, 60, 80, 200]) {
      const huge = state(1_234_567_890, 9_007_199_254_740_991, {
        failed: 123_456,
        control: 'CANCELLING',
      });
      for (const part of show({ isTTY: true, columns }, [
        [0, state(0)],
        [5_000, huge],
      ])) {
        expect(part.replace('\r\u001b[K', '').length).to.be.below(columns);
      }
    }
  });

  it('is a line now and then in a pipe', () => {
    const states = Array.from({ length: 1_001 }, (_, count) => [count, state(count)] as const);
    const parts = show({}, states.slice(0, 900));
    expect(parts.map((line) => line.split(' ')[0])).to.deep.equal(
      [0, 10, 20, 30, 40, 50, 60, 70, 80].map((percent) => `${percent}%`),
    );
    for (const control of ['\r', '\u001b']) expect(parts.join('')).to.not.include(control);
  });

  it('tells that a resend is paused', () => {
    const [, line] = show({}, [
      [0, state(0)],
      [1, state(0, 1_000, { control: 'PAUSED' })],
    ]);
    expect(line).to.equal('PAUSED, 0% 0/1,000 delivered\n');
  });
});
