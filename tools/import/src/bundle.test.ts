import { create } from '@bufbuild/protobuf';
import { CatalogRecordSchema } from '@webhooks/contracts';
import { expect } from 'chai';

import { Bundle } from './bundle.ts';

const record = create(CatalogRecordSchema);
const KIB = 1024;

describe('Bundle', () => {
  it('cuts messages at 512 KiB, in order', () => {
    const bundle = new Bundle();
    for (let line = 1; line <= 5; line += 1) bundle.add(record, line, 200 * KIB);
    expect(bundle.messages.map((message) => message.length)).to.deep.equal([2, 2, 1]);
  });

  it('sends a record that is larger than that alone', () => {
    const bundle = new Bundle();
    for (const bytes of [10, 700 * KIB, 10]) bundle.add(record, 1, bytes);
    expect(bundle.messages.map((message) => message.length)).to.deep.equal([1, 1, 1]);
  });

  it('is full by bytes or by records', () => {
    const bundle = new Bundle();
    for (let line = 1; line < 1_000; line += 1) bundle.add(record, line, 1);
    expect(bundle.isFull).to.equal(false);
    bundle.add(record, 1_000, 1);
    expect(bundle.isFull).to.equal(true);
    const large = new Bundle();
    large.add(record, 1, 4 * KIB * KIB);
    expect(large.isFull).to.equal(true);
  });

  it('knows the line of every record', () => {
    const bundle = new Bundle();
    for (const line of [1, 3, 7]) bundle.add(record, line, 1);
    expect([0, 1, 2].map((index) => bundle.lineOf(index))).to.deep.equal([1, 3, 7]);
  });
});
