import { expect } from 'chai';

import { readEvents } from './event-stream.ts';

async function eventsOf(...chunks: string[]): Promise<object[]> {
  async function* stream(): AsyncGenerator<string> {
    yield* chunks;
  }
  const events: object[] = [];
  for await (const event of readEvents(stream())) events.push(event);
  return events;
}

describe('readEvents', () => {
  it('reads events wherever the stream is cut', async () => {
    const text =
      'retry: 2000\n\nevent: progress\nid: 1\ndata: {"a":1}\n\n: keep-alive\n\ndata: x\n\n';
    const expected = [
      { type: 'progress', data: '{"a":1}' },
      { type: 'message', data: 'x' },
    ];
    expect(await eventsOf(text)).to.deep.equal(expected);
    expect(await eventsOf(...text)).to.deep.equal(expected);
  });

  it('joins the lines of one event and leaves out what has not ended', async () => {
    expect(await eventsOf('data: a\ndata: b\n\ndata: lost\n')).to.deep.equal([
      { type: 'message', data: 'a\nb' },
    ]);
  });
});
