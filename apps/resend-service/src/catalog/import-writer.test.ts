import type { CatalogRecord, Actor } from '@webhooks/domain';
import { createFakeClock, waitFor } from '@webhooks/testing';
import { expect } from 'chai';

import { ImportWriter, type RecordSink } from './import-writer.ts';

const actor = {} as Actor;
const warnings: string[] = [];
const logger = { warn: (_details: object, message?: string) => void warnings.push(message ?? '') };

describe('ImportWriter', () => {
  it('writes the first groups of an import itself, and large imports in a thread', async () => {
    const { writer, written, threads } = setUp();
    for (let small = 0; small < 3; small += 1) {
      using sink = writer.begin();
      await write(sink, 2);
    }
    expect(written).to.deep.equal(Array<string>(6).fill('here'));
    expect(threads).to.have.length(0);
    const large = writer.begin();
    await write(large, 5);
    await waitFor(
      async () => {
        await write(large, 1);
        return written.at(-1) === 'thread 1';
      },
      { what: 'the thread to write' },
    );
    await write(writer.begin(), 1);
    expect(written.at(-1)).to.equal('thread 1');
    expect(threads).to.have.length(1);
    await writer[Symbol.asyncDispose]();
    expect(written.at(-1)).to.equal('closed');
  });

  it('starts another thread when one has ended by itself', async () => {
    const { writer, written, threads } = setUp();
    const large = writer.begin();
    await write(large, 5);
    await waitFor(() => threads.length === 1, { what: 'a thread' });
    threads[0]?.(new Error('out of memory'));
    await write(writer.begin(), 1);
    expect(written.at(-1)).to.equal('here');
    await write(large, 1);
    await waitFor(() => threads.length === 2, { what: 'another thread' });
    await writer[Symbol.asyncDispose]();
  });

  it('keeps the thread for the next import, and lets it go when none comes', async () => {
    const { writer, written, threads, clock } = setUp();
    for (let large = 0; large < 3; large += 1) {
      using sink = writer.begin();
      await write(sink, 5);
      await waitFor(() => threads.length === 1, { what: 'a thread' });
      clock.advance(9_999);
    }
    clock.advance(9_999);
    await tick();
    expect(written).not.to.include('closed');
    clock.advance(1);
    await waitFor(() => written.at(-1) === 'closed', { what: 'the thread to end' });
    using sink = writer.begin();
    await write(sink, 5);
    await waitFor(() => threads.length === 2, { what: 'another thread' });
    clock.advance(60_000);
    await write(sink, 1);
    expect(written.at(-1)).to.equal('thread 2');
    await writer[Symbol.asyncDispose]();
  });

  it('goes on without a thread that cannot be started', async () => {
    const { writer, written } = setUp({ isBroken: true });
    const large = writer.begin();
    await write(large, 5);
    await waitFor(() => warnings.length === 1, { what: 'a warning' });
    await write(large, 1);
    expect(written).to.deep.equal(Array<string>(6).fill('here'));
    await writer[Symbol.asyncDispose]();
  });

  beforeEach(() => warnings.splice(0));

  function setUp({ isBroken = false } = {}) {
    const written: string[] = [];
    const threads: ((error: Error) => void)[] = [];
    const sink = (name: string): RecordSink => ({
      write: async (records) => {
        written.push(name);
        return records.map(() => null);
      },
    });
    const clock = createFakeClock(0);
    const writer = new ImportWriter({
      timers: clock,
      catalog: sink('here'),
      startThread: async (onLost) => {
        if (isBroken) throw new Error('no memory');
        threads.push(onLost);
        return {
          ...sink(`thread ${threads.length}`),
          [Symbol.asyncDispose]: async () => void written.push('closed'),
        };
      },
      logger,
    });
    return { writer, written, threads, clock };
  }

  async function write(sink: RecordSink, groups: number): Promise<void> {
    const none: CatalogRecord[] = [];
    for (let group = 0; group < groups; group += 1) await sink.write(none, 1, actor);
  }

  const tick = () => new Promise(setImmediate);
});
