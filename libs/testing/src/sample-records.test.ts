import { expect } from 'chai';

import { loadSampleRecords } from './sample-records.ts';

describe('the sample records', () => {
  it('hold the documented examples and bodies whose bytes must survive', () => {
    const records = loadSampleRecords();
    const events = records.flatMap(({ event }) => event ?? []);
    expect(records.filter(({ account }) => account !== undefined)).to.have.length(4);
    expect(events.filter((event) => event.object_reference_id === 12345)).to.have.length(4);
    const bom = events.find(({ id }) => id === 'evt_bytes_2');
    expect([...Buffer.from(bom?.payload ?? '', 'base64').subarray(0, 3)]).to.deep.equal([
      0xef, 0xbb, 0xbf,
    ]);
  });
});
