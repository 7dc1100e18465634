import type { Socket } from 'node:net';

import { waitFor } from '@webhooks/testing';
import { expect } from 'chai';

import { answer, startRawReceiver, type RawReceiver } from './support/raw-receiver.ts';
import { testSender, webhook } from './support/test-sender.ts';

const ok = answer('200 OK', {}, 'ok');
const receivers = 20;
const atOnce = 16;
const requests = 3_000;
/** Far above what an attempt takes when 320 are under way on a busy machine. */
const attemptTimeoutMs = 50_000;

/** A receiver that answers once more, a moment later, from so many requests on a connection on. */
function startRepeater(from: number): Promise<RawReceiver> {
  const answers = new WeakMap<Socket, number>();
  let turn = 0;
  return startRawReceiver({
    onRequest: (socket) => {
      const count = (answers.get(socket) ?? 0) + 1;
      answers.set(socket, count);
      socket.write(ok);
      turn += 1;
      if (count >= from) setTimeout(() => socket.destroyed || socket.write(ok), turn % 5);
    },
  });
}

describe('answers that nobody asked for', () => {
  for (const from of [1, 2]) {
    it(`count for no request when they come from request ${from} of a connection on`, async function () {
      this.timeout(60_000);
      await using stack = new AsyncDisposableStack();
      const starts = Array.from({ length: receivers }, () => startRepeater(from));
      const all = await Promise.all(starts);
      for (const receiver of all) stack.use(receiver);
      const sender = stack.use(testSender({ attemptTimeoutMs, connectionsPerOrigin: atOnce }));
      let next = 0;
      const send = async (line: number): Promise<void> => {
        const url = all[line % receivers]?.url ?? '';
        for (let id = next++; id < requests; id = next++) {
          const { errorClass } = await sender.send({
            ...webhook(url),
            headers: { 'X-Id': String(id) },
          });
          expect(errorClass).to.be.oneOf([null, 'closed_before_answer']);
        }
      };
      await Promise.all(Array.from({ length: receivers * atOnce }, (_, line) => send(line)));
      const written = all.flatMap((receiver) => receiver.requests.map(idOf)).sort(byNumber);
      expect(written).to.deep.equal(Array.from({ length: requests }, (_, id) => id));
    });
  }

  it('are there as a request is about to be written, which goes out on another connection', async () => {
    const sockets: Socket[] = [];
    await using receiver = await startRawReceiver({
      onConnection: (socket) => void sockets.push(socket),
      onRequest: (socket) => socket.write(ok),
    });
    await using sender = testSender();
    const ids = Array.from({ length: 50 }, (_, id) => id);
    for (const id of ids) {
      // From here the loop reads before the sender writes.
      await new Promise<void>((resolve) => setImmediate(resolve));
      for (const socket of sockets) if (!socket.destroyed) socket.write(answer('201 Phantom', {}));
      const headers = { 'X-Id': String(id) };
      const { httpStatus } = await sender.send({ ...webhook(receiver.url), headers });
      expect(httpStatus).to.equal(200);
    }
    expect(receiver.requests.map(idOf)).to.deep.equal(ids);
  });

  it('end an idle connection', async () => {
    await using receiver = await startRawReceiver({
      onRequest: (socket) => {
        socket.write(ok);
        setImmediate(() => socket.write(answer('408 Request Timeout', {})));
      },
    });
    await using sender = testSender();
    const first = await sender.send(webhook(receiver.url));
    await waitFor(() => receiver.open === 0, { what: 'the end of the connection' });
    const second = await sender.send(webhook(receiver.url));
    expect([first.httpStatus, second.httpStatus]).to.deep.equal([200, 200]);
    expect([receiver.accepted, receiver.requests.length]).to.deep.equal([2, 2]);
  });

  it('that come behind an answer in one piece end its connection', async () => {
    await using receiver = await startRawReceiver({
      onRequest: (socket) => socket.write(ok + answer('500 Oops', {})),
    });
    await using sender = testSender({ connectionsPerOrigin: 1 });
    const sends = Array.from({ length: 10 }, () => sender.send(webhook(receiver.url)));
    const statuses = (await Promise.all(sends)).map(({ httpStatus }) => httpStatus);
    expect(statuses).to.deep.equal(Array.from({ length: 10 }, () => 200));
    expect(receiver.requests).to.have.length(10);
  });
});

function idOf(request: string): number {
  return Number(/x-id: (\d+)/i.exec(request)?.[1]);
}

function byNumber(one: number, other: number): number {
  return one - other;
}
