import { create, fromBinary } from '@bufbuild/protobuf';
import {
  ImportRecordsRequestSchema,
  RecordErrorSchema,
  type CatalogRecord,
} from '@webhooks/contracts';
import { expect } from 'chai';

import type { EncodedMessage } from './bundle.ts';
import { importRecords, type SendRecords } from './import-records.ts';

describe('importRecords', () => {
  let sent: CatalogRecord[][];
  let badLines: [number, string][];

  beforeEach(() => {
    sent = [];
    badLines = [];
  });

  it('sends every record once, in order', async () => {
    const summary = await run(accounts(25_000), acceptAll);
    expect(summary).to.deep.equal({ accepted: 25_000, bad: 0 });
    expect(sent).to.have.length(3);
    expect(sent.flat().map(accountId)).to.deep.equal(
      Array.from({ length: 25_000 }, (_, at) => at + 1),
    );
  });

  it('never has two streams on their way', async () => {
    let open = 0;
    await run(accounts(50_000), async () => {
      open += 1;
      expect(open).to.equal(1);
      await new Promise((resolve) => setImmediate(resolve));
      open -= 1;
      return { rejected: 0n, errors: [] };
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
      return { rejected: 1n, errors: [create(RecordErrorSchema, error)] };
    });
    expect(summary).to.deep.equal({ accepted: 1, bad: 2 });
    expect(badLines).to.deep.include([4, 'account.number must not be empty']);
  });

  it('sends again what is behind the errors that an answer has room for', async () => {
    const lines = accounts(9_000);
    const isRefused = (record: CatalogRecord) => accountId(record) % 3 === 0;
    const summary = await run(lines, async (messages) => {
      const records = recordsOf(messages);
      const refused = records.flatMap((record, index) => (isRefused(record) ? [index] : []));
      const errors = refused
        .slice(0, 1_000)
        .map((index) => create(RecordErrorSchema, { index: BigInt(index), message: 'no' }));
      return { rejected: BigInt(refused.length), errors };
    });
    expect(summary).to.deep.equal({ accepted: 6_000, bad: 3_000 });
    expect(badLines).to.deep.equal(Array.from({ length: 3_000 }, (_, at) => [3 * (at + 1), 'no']));
  });

  it('stops when a stream fails, and reads no further', async () => {
    let read = 0;
    async function* source() {
      for (const line of accounts(100_000)) {
        read += 1;
        yield Buffer.from(`${line}\n`);
      }
    }
    const failing = importRecords(source(), () => Promise.reject(new Error('gone')), listener());
    expect(await failing.catch((error: Error) => error.message)).to.equal('gone');
    expect(read).to.be.lessThan(50_000);
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
    sent.push(recordsOf(messages));
    return { rejected: 0n, errors: [] };
  };
});

function accounts(count: number): string[] {
  return Array.from({ length: count }, (_, at) => `{"account":{"id":${at + 1}}}`);
}

function accountId({ record }: CatalogRecord): number {
  return record.case === 'account' ? Number(record.value.id) : NaN;
}

function recordsOf(messages: readonly EncodedMessage[]): CatalogRecord[] {
  return messages.flatMap(({ bytes }) => fromBinary(ImportRecordsRequestSchema, bytes).records);
}
