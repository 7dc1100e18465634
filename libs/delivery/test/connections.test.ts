// Long because its cases share receivers that close, stall and refuse in their own ways.

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect, type LookupFunction, type Socket } from 'node:net';

import {
  BlockedAddressError,
  createAddressGuard,
  type AddressGuard,
} from '@webhooks/address-guard';
import { freePort, waitFor } from '@webhooks/testing';
import { expect } from 'chai';

import { answer, startRawReceiver, type OnRequest } from './support/raw-receiver.ts';
import { testSender, webhook } from './support/test-sender.ts';

const ok = answer('200 OK', {}, 'ok');
const answersOk: OnRequest = (socket) => socket.write(ok);

describe('connections of a sender', () => {
  it('are kept and used again', async () => {
    await using receiver = await startRawReceiver({ onRequest: answersOk });
    await using sender = testSender();
    for (let count = 0; count < 5; count += 1) await sender.send(webhook(receiver.url));
    expect(receiver.requests).to.have.length(5);
    expect(receiver.accepted).to.equal(1);
  });

  it('are no more than the cap per origin, and carry one request at a time', async () => {
    let inFlight = 0;
    let most = 0;
    const onRequest: OnRequest = (socket) => {
      most = Math.max(most, ++inFlight);
      setTimeout(() => {
        inFlight -= 1;
        socket.write(ok);
      }, 5);
    };
    await using receiver = await startRawReceiver({ onRequest });
    await using sender = testSender({ connectionsPerOrigin: 3 });
    const sends = Array.from({ length: 20 }, () => sender.send(webhook(receiver.url)));
    const outcomes = await Promise.all(sends);
    expect(outcomes.every(({ errorClass }) => errorClass === null)).to.equal(true);
    expect([receiver.accepted, most]).to.deep.equal([3, 3]);
  });

  it('that a receiver closes behind each answer lose no request', async () => {
    await using receiver = await startRawReceiver({ onRequest: (socket) => socket.end(ok) });
    await using sender = testSender({});
    const send = () => sender.send(webhook(receiver.url));
    // It is seen at the first one, or by the second request, which gets onto it as it closes.
    await send();
    await send();
    const accepted = receiver.accepted;
    for (let request = 0; request < 20; request += 1) {
      expect(await send()).to.include({ errorClass: null, httpStatus: 200 });
    }
    expect(receiver.accepted - accepted).to.equal(20);
  });

  it('that this machine has no descriptor for are tried again, and not held against the receiver', async () => {
    await using receiver = await startRawReceiver({ onRequest: answersOk });
    let shortages = 0;
    const lookup: LookupFunction = (_host, _options, callback) => {
      shortages += 1;
      if (shortages > 2) callback(null, [{ address: '127.0.0.1', family: 4 }]);
      else callback(Object.assign(new Error('too many open files'), { code: 'EMFILE' }), []);
    };
    await using sender = testSender({ guard: guardWith(lookup) });
    const { port } = new URL(receiver.url);
    const outcome = await sender.send(webhook(`http://receiver.test:${port}/`));
    expect(outcome).to.include({ errorClass: null, httpStatus: 200 });
    expect(shortages).to.equal(3);
  });

  it('that are all taken make a request wait no longer than its deadline', async () => {
    await using receiver = await startRawReceiver({});
    await using sender = testSender({ connectionsPerOrigin: 1, attemptTimeoutMs: 200 });
    const sends = [1, 2, 3].map(() => sender.send(webhook(receiver.url)));
    for (const { errorClass, durationMs } of await Promise.all(sends)) {
      // Who gets the connection in the last moment may just have written its request.
      expect(errorClass).to.be.oneOf(['timeout', 'connect_timeout']);
      expect(durationMs).to.be.within(190, 1_200);
    }
    await waitFor(() => receiver.open === 0, { what: 'the socket to be free' });
  });

  it('that break pass their turn to the next request', async () => {
    let requests = 0;
    const onRequest: OnRequest = (socket) => {
      requests += 1;
      if (requests === 1) socket.resetAndDestroy();
      else socket.write(ok);
    };
    await using receiver = await startRawReceiver({ onRequest });
    await using sender = testSender({ connectionsPerOrigin: 1 });
    const sends = [1, 2, 3].map(() => sender.send(webhook(receiver.url)));
    const classes = (await Promise.all(sends)).map(({ errorClass }) => errorClass);
    expect(classes).to.deep.equal(['reset', null, null]);
  });

  it('that the receiver closes between two requests lose nothing and double nothing', async () => {
    const onRequest: OnRequest = (socket) => socket.end(ok);
    await using receiver = await startRawReceiver({ onRequest });
    await using sender = testSender();
    for (let count = 1; count <= 5; count += 1) {
      const outcome = await sender.send(webhook(receiver.url));
      expect(outcome.errorClass).to.equal(null);
      await waitFor(() => receiver.open === 0, { what: 'the receiver to close' });
    }
    expect(receiver.requests).to.have.length(5);
  });

  for (const [how, close] of [
    ['closes', (socket: Socket) => socket.destroy()],
    ['resets', (socket: Socket) => socket.resetAndDestroy()],
  ] as const) {
    it(`that the receiver ${how} before a request is written carry it on a new one`, async () => {
      const sockets: Socket[] = [];
      const onConnection = (socket: Socket): void => void sockets.push(socket);
      await using receiver = await startRawReceiver({ onConnection, onRequest: answersOk });
      await using sender = testSender();
      await sender.send(webhook(receiver.url));
      // From here the loop reads before it writes, so that the sender learns of it in between.
      await new Promise<void>((resolve) => setImmediate(resolve));
      const [first] = sockets;
      if (first !== undefined) close(first);
      const outcome = await sender.send(webhook(receiver.url));
      expect(outcome).to.include({ errorClass: null, httpStatus: 200 });
      expect([receiver.accepted, receiver.requests.length]).to.deep.equal([2, 2]);
    });
  }

  it('that the receiver closes as the next request comes end as closed_before_answer, sent once', async () => {
    const seen = new Set<Socket>();
    const onRequest: OnRequest = (socket) => {
      if (seen.has(socket)) socket.end();
      else socket.write(ok);
      seen.add(socket);
    };
    await using receiver = await startRawReceiver({ onRequest });
    await using sender = testSender();
    await sender.send(webhook(receiver.url));
    const outcome = await sender.send(webhook(receiver.url));
    expect(outcome).to.include({ errorClass: 'closed_before_answer', httpStatus: null });
    expect(receiver.requests).to.have.length(2);
    expect((await sender.send(webhook(receiver.url))).errorClass).to.equal(null);
  });

  it('that say "close" are closed after their answer', async () => {
    const bytes = answer('200 OK', { connection: 'close' });
    await using receiver = await startRawReceiver({ onRequest: (socket) => socket.write(bytes) });
    await using sender = testSender();
    await sender.send(webhook(receiver.url));
    await waitFor(() => receiver.open === 0, { what: 'the sender to close' });
    expect((await sender.send(webhook(receiver.url))).errorClass).to.equal(null);
  });

  it('take no further request when they are older than they may be', async () => {
    await using receiver = await startRawReceiver({ onRequest: answersOk });
    await using sender = testSender({ connectionMaxAgeMs: 100, idleTimeoutMs: 60_000 });
    const startedAt = performance.now();
    while (performance.now() - startedAt < 350) await sender.send(webhook(receiver.url));
    expect(receiver.accepted).to.be.within(3, 5);
    await waitFor(() => receiver.open <= 1, { what: 'the old ones to be closed' });
  });

  it('of one account take no place of another one at the same origin', async () => {
    const held: Socket[] = [];
    await using receiver = await startRawReceiver({
      onRequest: (socket) => void held.push(socket),
    });
    await using sender = testSender({ connectionsPerOrigin: 1, attemptTimeoutMs: 2_000 });
    const slow = sender.send({ ...webhook(receiver.url), accountId: 1 });
    await waitFor(() => held.length === 1, { what: 'the first request' });
    const other = sender.send({ ...webhook(receiver.url), accountId: 2 });
    await waitFor(() => held.length === 2, { what: 'the request of the other account' });
    for (const socket of held) socket.write(ok);
    expect([(await slow).errorClass, (await other).errorClass]).to.deep.equal([null, null]);
  });

  it('that nobody uses are closed after the idle timeout', async () => {
    await using receiver = await startRawReceiver({ onRequest: answersOk });
    await using sender = testSender({ idleTimeoutMs: 50 });
    await sender.send(webhook(receiver.url));
    expect(receiver.open).to.equal(1);
    await waitFor(() => receiver.open === 0, { what: 'the idle timeout' });
  });

  it('of the origin that was used longest ago are closed for a new origin', async () => {
    await using oldest = await startRawReceiver({ onRequest: answersOk });
    await using newer = await startRawReceiver({ onRequest: answersOk });
    await using newest = await startRawReceiver({ onRequest: answersOk });
    await using sender = testSender({ maxOrigins: 2, idleTimeoutMs: 60_000 });
    await sender.send(webhook(newer.url));
    await sender.send(webhook(oldest.url));
    await sender.send(webhook(newer.url));
    await sender.send(webhook(newest.url));
    await waitFor(() => oldest.open === 0, { what: 'the oldest to be closed' });
    expect([newer.open, newest.open]).to.deep.equal([1, 1]);
  });

  it('in use are not closed for a new origin', async () => {
    const held: Socket[] = [];
    await using busy = await startRawReceiver({ onRequest: (socket) => void held.push(socket) });
    await using other = await startRawReceiver({ onRequest: answersOk });
    await using sender = testSender({ maxOrigins: 1 });
    const sending = sender.send(webhook(busy.url));
    await waitFor(() => held.length === 1, { what: 'the request' });
    expect((await sender.send(webhook(other.url))).errorClass).to.equal(null);
    held[0]?.write(ok);
    expect((await sending).errorClass).to.equal(null);
  });

  it('that are refused end as connect_refused', async () => {
    await using sender = testSender();
    const outcome = await sender.send(webhook(`http://127.0.0.1:${await freePort()}/`));
    expect(outcome).to.include({ errorClass: 'connect_refused', httpStatus: null });
    expect(outcome.errorMessage).to.include('ECONNREFUSED');
  });

  it('to port 0 end as connect_refused', async () => {
    await using sender = testSender();
    const outcome = await sender.send(webhook('http://127.0.0.1:0/'));
    expect(outcome.errorClass).to.equal('connect_refused');
  });

  it('that nobody accepts end as connect_timeout by the deadline', async () => {
    await using crowd = await startCrowdedListener();
    await using sender = testSender({ attemptTimeoutMs: 200 });
    const outcome = await sender.send(webhook(`http://127.0.0.1:${crowd.port}/`));
    expect(outcome).to.include({ errorClass: 'connect_timeout', httpStatus: null });
    expect(outcome.durationMs).to.be.below(1_200);
  });
});

describe('connections of a sender with a guard', () => {
  it('go where the guard says that the name leads', async () => {
    await using receiver = await startRawReceiver({ onRequest: answersOk });
    await using sender = testSender({ guard: guardWith(answersWith('127.0.0.1')) });
    const url = `http://merchant.example:${receiver.port}/`;
    expect((await sender.send(webhook(url))).errorClass).to.equal(null);
    expect(receiver.requests[0]).to.include(`host: merchant.example:${receiver.port}\r\n`);
  });

  it('ask it anew for each connection, and not for each request', async () => {
    let asked = 0;
    const lookup: LookupFunction = (...args) => {
      asked += 1;
      answersWith('127.0.0.1')(...args);
    };
    await using receiver = await startRawReceiver({ onRequest: (socket) => socket.write(ok) });
    await using sender = testSender({ guard: guardWith(lookup), idleTimeoutMs: 50 });
    const url = `http://merchant.example:${receiver.port}/`;
    await sender.send(webhook(url));
    await sender.send(webhook(url));
    expect(asked).to.equal(1);
    await waitFor(() => receiver.open === 0, { what: 'the idle timeout' });
    await sender.send(webhook(url));
    expect(asked).to.equal(2);
  });

  it('end as blocked_address when the name leads to a forbidden one', async () => {
    const lookup: LookupFunction = (_name, _options, callback) =>
      callback(new BlockedAddressError('not a public address'), '');
    await using sender = testSender({ guard: guardWith(lookup) });
    const outcome = await sender.send(webhook('http://merchant.example/'));
    expect(outcome).to.include({ errorClass: 'blocked_address', httpStatus: null });
    expect(outcome.errorMessage).to.include('not a public address');
  });

  it('are not tried to a URL that it forbids', async () => {
    await using receiver = await startRawReceiver({ onRequest: answersOk });
    await using sender = testSender({
      guard: { judgeUrl: () => 'not a public address', lookup: answersWith('127.0.0.1') },
    });
    const outcome = await sender.send(webhook(receiver.url));
    expect(outcome).to.include({ errorClass: 'blocked_address', httpStatus: null });
    expect(outcome.errorMessage).to.include('not a public address');
    expect(receiver.accepted).to.equal(0);
  });

  it('are not tried to a literal address, however it is spelled', async () => {
    await using receiver = await startRawReceiver({ onRequest: answersOk });
    const guard = createAddressGuard({
      allowHttp: true,
      ports: null,
      allowedRanges: [],
      resolve: () => Promise.reject(new Error('A literal address needs no name service')),
      resolveTimeoutMs: 1_000,
    });
    await using sender = testSender({ guard });
    for (const host of ['127.0.0.1', '2130706433', '0x7f.1', '[::ffff:127.0.0.1]', '[::1]']) {
      const outcome = await sender.send(webhook(`http://${host}:${receiver.port}/`));
      expect(outcome.errorClass, host).to.equal('blocked_address');
    }
    expect(receiver.accepted).to.equal(0);
  });

  it('end as dns when the name is unknown', async () => {
    const unknown = Object.assign(new Error('unknown'), { code: 'ENOTFOUND' });
    const lookup: LookupFunction = (_name, _options, callback) => callback(unknown, '');
    await using sender = testSender({ guard: guardWith(lookup) });
    const outcome = await sender.send(webhook('http://merchant.example/'));
    expect(outcome.errorClass).to.equal('dns');
    expect(outcome.errorMessage).to.include('ENOTFOUND');
  });

  it('end as dns by the deadline when the name service is silent', async () => {
    await using sender = testSender({ guard: guardWith(() => {}), attemptTimeoutMs: 100 });
    const outcome = await sender.send(webhook('http://merchant.example/'));
    expect(outcome.errorClass).to.equal('dns');
    expect(outcome.durationMs).to.be.within(90, 1_100);
  });

  it('write nothing when the name service answers after the deadline', async () => {
    const late = Promise.withResolvers<void>();
    const lookup: LookupFunction = (...args) => {
      void late.promise.then(() => answersWith('127.0.0.1')(...args));
    };
    await using receiver = await startRawReceiver({ onRequest: answersOk });
    await using sender = testSender({ guard: guardWith(lookup), attemptTimeoutMs: 50 });
    const outcome = await sender.send(webhook(`http://merchant.example:${receiver.port}/`));
    late.resolve();
    expect(outcome.errorClass).to.equal('dns');
    await using other = testSender();
    await other.send(webhook(receiver.url));
    expect(receiver.accepted).to.equal(1);
  });
});

function guardWith(lookup: LookupFunction): AddressGuard {
  return { judgeUrl: () => null, lookup };
}

function answersWith(address: string): LookupFunction {
  return (_name, { all }, callback) => {
    if (all === true) process.nextTick(callback, null, [{ address, family: 4 }]);
    else process.nextTick(callback, null, address, 4);
  };
}

/** A listening socket whose queue is full, so that further connections get no answer at all. */
async function startCrowdedListener(): Promise<AsyncDisposable & { readonly port: number }> {
  const code = `require('node:net').createServer().listen(
    { port: 0, host: '127.0.0.1', backlog: 1 },
    function () { process.stdout.write(String(this.address().port)); },
  )`;
  const child = spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const port = Number(line.toString());
  child.kill('SIGSTOP');
  const crowd = Array.from({ length: 8 }, () => connect({ port, host: '127.0.0.1' }));
  for (const socket of crowd) socket.on('error', () => {});
  await waitFor(() => crowd.some((socket) => !socket.connecting), { what: 'the queue to fill' });
  return {
    port,
    [Symbol.asyncDispose]: async () => {
      for (const socket of crowd) socket.destroy();
      await end(child);
    },
  };
}

async function end(child: ChildProcess): Promise<void> {
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}
