import { expect } from 'chai';

import { resumeResends } from './resume-resends.ts';

describe('resumeResends', () => {
  it('goes on with every started resend although the store fails in between', async () => {
    const worked: number[] = [];
    let looks = 0;
    const engine = {
      work: async (id: number) => void worked.push(id),
      persist: <T>(_what: string, operation: () => Promise<T>): Promise<T> =>
        operation().catch(() => operation()),
    };
    await resumeResends(engine, {
      processingResends: async (afterId) => {
        looks += 1;
        if (looks % 2 === 1) throw new Error('disk I/O error');
        return afterId === 0 ? [3, 5] : [];
      },
    });
    expect(worked).to.deep.equal([3, 5]);
  });

  it('leaves no rejection unheard when the engine ends while it looks', async () => {
    const ending = Promise.withResolvers<void>();
    const engine = {
      work: () => ending.promise,
      persist: async <T>(_what: string, operation: () => Promise<T>): Promise<T> => operation(),
    };
    const unheard: unknown[] = [];
    const onUnheard = (reason: unknown): void => void unheard.push(reason);
    process.on('unhandledRejection', onUnheard);
    const resuming = resumeResends(engine, {
      processingResends: async (afterId) => {
        if (afterId === 0) return [3];
        ending.reject(new Error('The dispatcher stops'));
        throw new Error('The dispatcher stops');
      },
    }).catch((error: Error) => error.message);
    expect(await resuming).to.equal('The dispatcher stops');
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', onUnheard);
    expect(unheard).to.deep.equal([]);
  });
});
