import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';

import type { AttemptOutcome, ErrorClass } from '@webhooks/domain';
import { waitFor } from '@webhooks/testing';
import { expect } from 'chai';

import { answer, drip, startRawReceiver, writeForEver } from './raw-receiver.ts';
import { testSender, webhook } from './test-sender.ts';

const timeoutMs = 250;

interface Sickness {
  readonly title: string;
  readonly does: (socket: Socket) => void;
  readonly errorClass: ErrorClass | null;
  readonly httpStatus?: number;
}

/** What receivers do once they have the whole request. */
const sicknesses: readonly Sickness[] = [
  { title: 'never answers', does: () => {}, errorClass: 'timeout' },
  { title: 'resets', does: (socket) => socket.resetAndDestroy(), errorClass: 'reset' },
  { title: 'closes without an answer', does: (socket) => socket.end(), errorClass: 'reset' },
  {
    title: 'closes in the middle of the headers',
    does: (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-le'),
    errorClass: 'reset',
  },
  {
    title: 'drips headers',
    does: (socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      drip(socket, 'x-a: b\r\n', 20);
    },
    errorClass: 'timeout',
  },
  {
    title: 'drips a body of known length',
    does: (socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n');
      drip(socket, 'x', 20);
    },
    errorClass: 'timeout',
    httpStatus: 200,
  },
  {
    title: 'drips a body in chunks',
    does: (socket) => {
      socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n');
      drip(socket, '1\r\nx\r\n', 20);
    },
    errorClass: 'timeout',
    httpStatus: 200,
  },
  {
    title: 'announces more than it sends and closes',
    does: (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc'),
    errorClass: 'reset',
    httpStatus: 200,
  },
  {
    title: 'announces more than it sends, and that it closes',
    does: (socket) =>
      socket.end('HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 10\r\n\r\nabc'),
    errorClass: 'protocol',
    httpStatus: 200,
  },
  {
    title: 'announces two lengths',
    does: (socket) =>
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab'),
    errorClass: 'protocol',
  },
  {
    title: 'announces a length that is no number',
    does: (socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: many\r\n\r\nab'),
    errorClass: 'protocol',
  },
  {
    title: 'sends a chunk of no size',
    does: (socket) =>
      socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nabc\r\n'),
    errorClass: 'protocol',
    httpStatus: 200,
  },
  {
    title: 'sends headers without end',
    does: (socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      writeForEver(socket, `x-a: ${'b'.repeat(1000)}\r\n`);
    },
    errorClass: 'protocol',
  },
  {
    title: 'sends one header without end',
    does: (socket) => {
      socket.write('HTTP/1.1 200 OK\r\nx-a: ');
      writeForEver(socket, 'b'.repeat(1000));
    },
    errorClass: 'protocol',
  },
  {
    title: 'sends a status line without end',
    does: (socket) => {
      socket.write('HTTP/1.1 200 ');
      writeForEver(socket, 'b'.repeat(1000));
    },
    errorClass: 'protocol',
  },
  {
    title: 'sends trailers without end',
    does: (socket) => {
      socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\n');
      writeForEver(socket, `x-a: ${'b'.repeat(1000)}\r\n`);
    },
    errorClass: 'protocol',
    httpStatus: 200,
  },
  {
    title: 'sends the extension of a chunk without end',
    does: (socket) => {
      socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1;');
      writeForEver(socket, 'b'.repeat(1000));
    },
    errorClass: 'protocol',
    httpStatus: 200,
  },
  {
    title: 'sends interim answers without end',
    does: (socket) =>
      writeForEver(socket, 'HTTP/1.1 103 Early Hints\r\nlink: a\r\n\r\n'.repeat(1000)),
    errorClass: 'protocol',
  },
  {
    title: 'asks for the body that it already has',
    does: (socket) => socket.write('HTTP/1.1 100 Continue\r\n\r\n'),
    errorClass: 'protocol',
  },
  {
    title: 'switches protocols',
    does: (socket) =>
      socket.write('HTTP/1.1 101 Switching\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n'),
    errorClass: 'protocol',
  },
  ...[
    'SSH-2.0-OpenSSH_9.2\r\n',
    'HTTP/1.1 abc OK\r\n\r\n',
    'HTTP/1.1 20 OK\r\n\r\n',
    'HTTP/1.1 2000 OK\r\n\r\n',
    'HTTP/7.3 200 OK\r\n\r\n',
    'HTTP/1.1200 OK\r\n\r\n',
    '200 OK\r\n\r\n',
    '\0\0\0\0\0\0',
    '{"worked": true}',
    'HTTP/1.1 200 OK\r\nno colon\r\n\r\n',
    'HTTP/1.1 200 OK\r\na b: c\r\n\r\n',
  ].map((bytes): Sickness => ({
    title: `answers ${JSON.stringify(bytes)}`,
    does: (socket) => socket.write(bytes, 'latin1'),
    errorClass: 'protocol',
  })),
  {
    title: 'sends a body without end',
    does: (socket) => {
      socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n');
      writeForEver(socket, `400\r\n${'x'.repeat(1024)}\r\n`);
    },
    errorClass: null,
    httpStatus: 200,
  },
  {
    title: 'sends 10 GB',
    does: (socket) => {
      socket.write('HTTP/1.1 500 Oops\r\ncontent-length: 10000000000\r\n\r\n');
      writeForEver(socket, 'x'.repeat(65_536));
    },
    errorClass: 'http_status',
    httpStatus: 500,
  },
  {
    title: 'sends a body until it closes, but never does',
    does: (socket) => socket.write('HTTP/1.1 200 OK\r\n\r\nabc'),
    errorClass: 'timeout',
    httpStatus: 200,
  },
];

describe('a sick receiver', () => {
  for (const { title, does, errorClass, httpStatus = null } of sicknesses) {
    it(`that ${title} ends as ${errorClass ?? 'success'} and frees its socket`, async () => {
      await using receiver = await startRawReceiver({ onRequest: does });
      await using sender = testSender({ attemptTimeoutMs: timeoutMs });
      const outcome = await sender.send(webhook(receiver.url));
      expect(outcome).to.include({ errorClass, httpStatus });
      expectInTime(outcome);
      await waitFor(() => receiver.open === 0, { what: 'the socket to be free' });
      expect(receiver.requests).to.have.length(1);
    });
  }

  it('that accepts and reads nothing ends as timeout and frees its socket', async () => {
    const sockets: Socket[] = [];
    const onConnection = (socket: Socket): void => {
      socket.pause();
      sockets.push(socket);
    };
    await using receiver = await startRawReceiver({ onConnection });
    await using sender = testSender({ attemptTimeoutMs: timeoutMs });
    const body = Buffer.alloc(32 * 1024 * 1024, 'x');
    const outcome = await sender.send({ ...webhook(receiver.url), body });
    expect(outcome.errorClass).to.equal('timeout');
    expectInTime(outcome);
    // Only who reads learns that the other side is gone.
    for (const socket of sockets) socket.resume();
    await waitFor(() => receiver.open === 0, { what: 'the socket to be free' });
  });

  it('that sends without end is read within bounds', async () => {
    let written = 0;
    const flood = (socket: Socket): void => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 10000000000\r\n\r\n');
      writeForEver(socket, 'x'.repeat(65_536));
      socket.on('close', () => (written = socket.bytesWritten));
    };
    await using receiver = await startRawReceiver({ onRequest: flood });
    await using sender = testSender({ attemptTimeoutMs: timeoutMs });
    const outcome = await sender.send(webhook(receiver.url));
    expect(outcome.responseSnippet).to.have.length(4096);
    await waitFor(() => written > 0, { what: 'the socket to be free' });
    // The buffers of both kernels hold some megabytes.
    expect(written).to.be.below(32 * 1024 * 1024);
  });

  it('that sends a few interim answers is heard out', async () => {
    const hints = 'HTTP/1.1 103 Early Hints\r\nlink: a\r\n\r\n'.repeat(16);
    await using receiver = await startRawReceiver({
      onRequest: (socket) => socket.write(hints + answer('200 OK', {}, 'done')),
    });
    await using sender = testSender({ attemptTimeoutMs: timeoutMs });
    const outcome = await sender.send(webhook(receiver.url));
    expect(outcome).to.include({ errorClass: null, httpStatus: 200 });
  });

  it('that sends a compressed bomb has it kept as it came', async () => {
    const bomb = gzipSync(Buffer.alloc(10 * 1024 * 1024));
    await using receiver = await startRawReceiver({
      onRequest: (socket) =>
        socket.write(
          answer('200 OK', { 'content-encoding': 'gzip' }, bomb.toString('latin1')),
          'latin1',
        ),
    });
    await using sender = testSender({ attemptTimeoutMs: 5_000 });
    const outcome = await sender.send(webhook(receiver.url));
    expect(outcome.errorClass).to.equal(null);
    expect(Buffer.from(outcome.responseSnippet ?? [])).to.deep.equal(bomb.subarray(0, 4096));
  });

  it('that sends more than it announced has the rest ignored, and its connection closed', async () => {
    await using receiver = await startRawReceiver({
      onRequest: (socket) =>
        socket.write(answer('200 OK', { 'content-length': '2' }, 'okHTTP/1.1 500 Oops\r\n\r\n')),
    });
    await using sender = testSender({ attemptTimeoutMs: timeoutMs });
    const first = await sender.send(webhook(receiver.url));
    const second = await sender.send(webhook(receiver.url));
    expect([first.httpStatus, second.httpStatus]).to.deep.equal([200, 200]);
    expect(receiver.accepted).to.equal(2);
  });
});

function expectInTime({ durationMs }: AttemptOutcome): void {
  expect(durationMs).to.be.within(0, timeoutMs + 1000);
}
