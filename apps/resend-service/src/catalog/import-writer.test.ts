import type { CatalogRecord, Origin } from '@webhooks/domain';
import { waitFor } from '@webhooks/testing';
import { expect } from 'chai';

import { ImportWriter, type RecordSink } from './import-writer.ts';

const origin = {} as Origin;
const warnings: string[] = [];
const logger = { warn: (_details: object, message?: string) => void warnings.push(message ?? '') };

describe('ImportWriter', () => {
  it('writes the first groups of an import itself, and large imports in a thread', async () => {
    const { writer, written, threads } = setUp();
    for (let small = 0; small < 3; small += 1) await write(writer.begin(), 2);
    expect(written).to.deep.equal(Array<string>(6).fill('here'));
    expect(threads).to.have.length(0);
    const large = writer.begin();
    await write(large, 3);
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
    await write(large, 3);
    await waitFor(() => threads.length === 1, { what: 'a thread' });
    threads[0]?.(new Error('out of memory'));
    await write(writer.begin(), 1);
    expect(written.at(-1)).to.equal('here');
    await write(large, 1);
    await waitFor(() => threads.length === 2, { what: 'another thread' });
    await writer[Symbol.asyncDispose]();
  });

  it('goes on without a thread that cannot be started', async () => {
    const { writer, written } = setUp({ isBroken: true });
    const large = writer.begin();
    await write(large, 4);
    await waitFor(() => warnings.length === 1, { what: 'a warning' });
    await write(large, 1);
    expect(written).to.deep.equal(Array<string>(5).fill('here'));
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
    const writer = new ImportWriter({
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
    return { writer, written, threads };
  }

  async function write(sink: RecordSink, groups: number): Promise<void> {
    const none: CatalogRecord[] = [];
    for (let group = 0; group < groups; group += 1) await sink.write(none, 1, origin);
  }
});
