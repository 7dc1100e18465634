import { expect } from 'chai';
import fc from 'fast-check';

import { serverSentEvents, type ServerSentEvent } from './server-sent-events.ts';

const text =
  'retry: 2000\n\n: keep-alive\n\nevent: progress\nid: 1-PENDING\ndata: {"a":"ü"}\n\n' +
  'data: one\r\ndata:two\r\n\r\nid: 3\n\ndata: cut';

const expected = [
  { type: 'progress', id: '1-PENDING', data: '{"a":"ü"}' },
  { type: 'message', id: '', data: 'one\ntwo' },
];

describe('serverSentEvents', () => {
  it('reads events, leaves out comments and hints, and what is cut off', async () => {
    expect(await read([Buffer.from(text)])).to.deep.equal(expected);
  });

  it('reads the same however the bytes are dealt out', async () => {
    const bytes = Buffer.from(text);
    const cuts = fc.array(fc.nat(bytes.length), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(cuts, async (at) => {
        const places = [0, ...at.toSorted((one, other) => one - other), bytes.length];
        const parts = places.slice(1).map((end, index) => bytes.subarray(places[index], end));
        expect(await read(parts)).to.deep.equal(expected);
      }),
    );
  });

  it('refuses an event without an end', async () => {
    const endless = Array<Buffer>(40).fill(Buffer.alloc(65_536, 'x'));
    const error: unknown = await read(endless).catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(Error).with.property('message').that.includes('no end');
  });
});

async function read(parts: readonly Uint8Array[]): Promise<ServerSentEvent[]> {
  const stream = new ReadableStream<Uint8Array>({
    start: (controller) => {
      for (const part of parts) controller.enqueue(part);
      controller.close();
    },
  });
  return Array.fromAsync(serverSentEvents(stream));
}
