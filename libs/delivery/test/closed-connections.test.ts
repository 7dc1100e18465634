import type { Socket } from 'node:net';

import { expect } from 'chai';

import {
  answer,
  startRawReceiver,
  type OnRequest,
  type RawReceiver,
} from './support/raw-receiver.ts';
import { testSender, webhook } from './support/test-sender.ts';

const ok = answer('200 OK', {}, 'ok');

/** Answers the first request on each connection and does something else at the next one. */
function afterFirst(then: (socket: Socket) => void): OnRequest {
  const seen = new WeakSet<Socket>();
  return (socket) => {
    if (seen.has(socket)) then(socket);
    else socket.write(ok);
    seen.add(socket);
  };
}

async function secondOutcome(receiver: RawReceiver, isOnNewConnection = false) {
  await using sender = testSender();
  await sender.send(webhook(receiver.url));
  return await sender.send({ ...webhook(receiver.url), isOnNewConnection });
}

describe('a connection that closes', () => {
  for (const [how, close] of [
    ['is ended', (socket: Socket) => void socket.end()],
    ['is reset', (socket: Socket) => void socket.resetAndDestroy()],
  ] as const) {
    it(`and ${how} before an answer is reported apart when it was kept`, async () => {
      await using receiver = await startRawReceiver({ onRequest: afterFirst(close) });
      const { errorClass, httpStatus } = await secondOutcome(receiver);
      expect([errorClass, httpStatus]).to.deep.equal(['closed_before_answer', null]);
    });
  }

  it('is a reset when it was new', async () => {
    await using receiver = await startRawReceiver({ onRequest: (socket) => void socket.end() });
    await using sender = testSender();
    expect((await sender.send(webhook(receiver.url))).errorClass).to.equal('reset');
  });

  it('is a reset when a byte of an answer had come', async () => {
    const onRequest = afterFirst((socket) => void socket.end('HTTP/1.1 2'));
    await using receiver = await startRawReceiver({ onRequest });
    expect((await secondOutcome(receiver)).errorClass).to.equal('reset');
  });

  it('is not met by a request that is to have a new one', async () => {
    const onRequest = afterFirst((socket) => void socket.end());
    await using receiver = await startRawReceiver({ onRequest });
    expect((await secondOutcome(receiver, true)).errorClass).to.equal(null);
    expect([receiver.accepted, receiver.requests.length]).to.deep.equal([2, 2]);
  });
});
