import { expect } from 'chai';

import { answer, startRawReceiver } from './support/raw-receiver.ts';
import { testSender, webhook } from './support/test-sender.ts';

const early = 'HTTP/1.1 100 Continue\r\n\r\n';
const ok = answer('200 OK', { 'retry-after': '3' }, 'done');

describe('a receiver that sends 100 Continue unasked', () => {
  it('is understood from the second request on, and gets each of them once', async () => {
    await using receiver = await startRawReceiver({
      onRequest: (socket) => socket.write(early + ok),
    });
    await using sender = testSender();
    const first = await sender.send(webhook(receiver.url));
    expect(first).to.include({ errorClass: 'protocol', httpStatus: null });
    expect(first.errorMessage).to.include('100 Continue');
    for (let count = 0; count < 3; count += 1) {
      const outcome = await sender.send(webhook(receiver.url));
      expect(outcome).to.include({ errorClass: null, httpStatus: 200 });
      expect(String(outcome.responseSnippet)).to.equal('done');
    }
    expect(receiver.requests).to.have.length(4);
  });

  it('is sent the same bytes, but that its connection is not kept', async () => {
    await using receiver = await startRawReceiver({
      onRequest: (socket) => socket.write(early + ok),
    });
    await using sender = testSender();
    const body = Buffer.from([0, 1, 0xff, 13, 10]);
    const headers = { 'X-Case': 'é \t', Accept: '*/*' };
    await sender.send({ url: receiver.url, headers, body });
    await sender.send({ url: receiver.url, headers, body });
    const [first, second] = receiver.requests.map((request) =>
      request
        .split('\r\n')
        .map((line) =>
          line.replace(/^(host|content-length|connection): /i, (it) => it.toLowerCase()),
        )
        .filter((line) => !line.startsWith('connection: '))
        .sort(),
    );
    expect(second).to.deep.equal(first);
  });

  it('may send sixteen of them, and no more', async () => {
    let times = 1;
    await using receiver = await startRawReceiver({
      onRequest: (socket) => socket.write(early.repeat(times) + ok),
    });
    await using sender = testSender();
    await sender.send(webhook(receiver.url));
    times = 16;
    expect((await sender.send(webhook(receiver.url))).errorClass).to.equal(null);
    times = 17;
    expect((await sender.send(webhook(receiver.url))).errorClass).to.equal('protocol');
  });

  it('meets the same limits', async () => {
    let then: string = ok;
    await using receiver = await startRawReceiver({
      onRequest: (socket) => socket.write(early + then),
    });
    await using sender = testSender({ attemptTimeoutMs: 300 });
    await sender.send(webhook(receiver.url));
    const outcomes = [];
    for (then of ['', 'x', 'HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nabc']) {
      const { errorClass, httpStatus } = await sender.send(webhook(receiver.url));
      outcomes.push([errorClass, httpStatus]);
    }
    expect(outcomes).to.deep.equal([
      ['timeout', null],
      ['protocol', null],
      [null, 200],
    ]);
  });
});
