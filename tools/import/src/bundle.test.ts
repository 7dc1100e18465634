import { create, fromBinary } from '@bufbuild/protobuf';
import { CatalogRecordSchema, ImportRecordsRequestSchema } from '@webhooks/contracts';
import { expect } from 'chai';

import { Bundle } from './bundle.ts';
import { parseRecord } from './parse-record.ts';

const record = create(CatalogRecordSchema);
const KIB = 1024;

describe('Bundle', () => {
  const sizesFrom = (bundle: Bundle, index: number) =>
    bundle.from(index).messages.map(({ records }) => records);

  function bundleOf(...lineBytes: number[]): Bundle {
    const bundle = new Bundle();
    for (const [index, bytes] of lineBytes.entries()) bundle.add(account(index), index + 1, bytes);
    return bundle;
  }

  it('cuts messages at 96 KiB, in order', () => {
    const bundle = bundleOf(...Array<number>(5).fill(40 * KIB));
    expect(sizesFrom(bundle, 0)).to.deep.equal([2, 2, 1]);
    const ids = bundle.from(0).messages.flatMap(({ bytes }) =>
      fromBinary(ImportRecordsRequestSchema, bytes).records.map(({ record }) => {
        if (record.case !== 'account') throw new Error('no account');
        return Number(record.value.id);
      }),
    );
    expect(ids).to.deep.equal([0, 1, 2, 3, 4]);
  });

  it('puts fewer fields into a message than the service takes', () => {
    const line = Buffer.from(`{"account":{"user_ids":[${'1,'.repeat(999)}1]}}`);
    const parsed = parseRecord(line);
    if ('problem' in parsed) throw new Error(parsed.problem);
    const bundle = new Bundle();
    for (let number = 1; number <= 200; number += 1) bundle.add(parsed, number, line.length);
    const { messages } = bundle.from(0);
    expect(messages.reduce((sum, { records }) => sum + records, 0)).to.equal(200);
    // The record, its account, the list, and 1,000 numbers.
    for (const { records } of messages) expect(records * 1_003).to.be.at.most(50_000);
  });

  it('cuts messages at 500 records', () => {
    expect(sizesFrom(bundleOf(...Array<number>(1_001).fill(1)), 0)).to.deep.equal([500, 500, 1]);
  });

  it('sends a record that is larger than that alone', () => {
    expect(sizesFrom(bundleOf(10, 700 * KIB, 10), 0)).to.deep.equal([1, 1, 1]);
  });

  it('sends the rest from the message with a record on', () => {
    const bundle = bundleOf(...Array<number>(5).fill(40 * KIB));
    for (const [index, first, sizes] of [
      [1, 0, [2, 2, 1]],
      [2, 2, [2, 1]],
      [3, 2, [2, 1]],
      [4, 4, [1]],
    ] as const) {
      expect(bundle.from(index).first).to.equal(first);
      expect(sizesFrom(bundle, index)).to.deep.equal(sizes);
    }
  });

  it('is full by bytes or by records', () => {
    const bundle = new Bundle();
    for (let line = 1; line < 10_000; line += 1) bundle.add(record, line, 1);
    expect(bundle.isFull).to.equal(false);
    bundle.add(record, 10_000, 1);
    expect(bundle.isFull).to.equal(true);
    expect(bundleOf(8 * KIB * KIB).isFull).to.equal(true);
  });

  it('knows the line of every record', () => {
    const bundle = new Bundle();
    for (const line of [1, 3, 7]) bundle.add(record, line, 1);
    expect([0, 1, 2].map((index) => bundle.lineOf(index))).to.deep.equal([1, 3, 7]);
  });
});

function account(id: number) {
  return create(CatalogRecordSchema, { record: { case: 'account', value: { id: BigInt(id) } } });
}
