import { create } from '@bufbuild/protobuf';
import { RecordErrorSchema, type CatalogRecord } from '@webhooks/contracts';
import { expect } from 'chai';

import { importRecords, type SendRecords } from './import-records.ts';

describe('importRecords', () => {
  let sent: CatalogRecord[][];
  let badLines: [number, string][];

  beforeEach(() => {
    sent = [];
    badLines = [];
  });

  it('sends every record once, in order', async () => {
    const summary = await run(accounts(2_500), acceptAll);
    expect(summary).to.deep.equal({ accepted: 2_500, bad: 0 });
    expect(sent).to.have.length(3);
    expect(sent.flat().map(accountId)).to.deep.equal(
      Array.from({ length: 2_500 }, (_, at) => at + 1),
    );
  });

  it('never has two streams on their way', async () => {
    let open = 0;
    await run(accounts(5_000), async (messages) => {
      open += 1;
      expect(open).to.equal(1);
      await new Promise((resolve) => setImmediate(resolve));
      open -= 1;
      return { accepted: BigInt(messages.flat().length), errors: [] };
    });
  });

  it('reports bad lines with their numbers and goes on', async () => {
    const lines = ['{"account":{"id":1}}', '{', '', '{"account":{"id":2}}', 'x'.repeat(2 << 20)];
    const summary = await run(lines, acceptAll);
    expect(summary).to.deep.equal({ accepted: 2, bad: 2 });
    expect(badLines.map(([line]) => line)).to.deep.equal([2, 5]);
    expect(badLines[1]?.[1]).to.equal('it is longer than 1048576 bytes');
  });

  it('finds the line of what the service refuses', async () => {
    const lines = ['', '{"account":{"id":1}}', '{', '{"account":{"id":2}}'];
    const summary = await run(lines, async () => {
      const error = { index: 1n, field: 'account.number', message: 'must not be empty' };
      return { accepted: 1n, errors: [create(RecordErrorSchema, error)] };
    });
    expect(summary).to.deep.equal({ accepted: 1, bad: 2 });
    expect(badLines).to.deep.include([4, 'account.number must not be empty']);
  });

  it('stops when a stream fails, and reads no further', async () => {
    let read = 0;
    async function* source() {
      for (const line of accounts(50_000)) {
        read += 1;
        yield Buffer.from(`${line}\n`);
      }
    }
    const failing = importRecords(source(), () => Promise.reject(new Error('gone')), listener());
    expect(await failing.catch((error: Error) => error.message)).to.equal('gone');
    expect(read).to.be.lessThan(5_000);
  });

  function run(lines: readonly string[], send: SendRecords) {
    async function* source() {
      for (const line of lines) yield Buffer.from(`${line}\n`);
    }
    return importRecords(source(), send, listener());
  }

  function listener() {
    return {
      badLine: (line: number, problem: string) => void badLines.push([line, problem]),
      progress: () => {},
    };
  }

  const acceptAll: SendRecords = async (messages) => {
    sent.push(messages.flat());
    return { accepted: BigInt(messages.flat().length), errors: [] };
  };
});

function accounts(count: number): string[] {
  return Array.from({ length: count }, (_, at) => `{"account":{"id":${at + 1}}}`);
}

function accountId({ record }: CatalogRecord): number {
  return record.case === 'account' ? Number(record.value.id) : NaN;
}
