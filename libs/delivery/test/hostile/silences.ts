import { drip } from '../support/raw-receiver.ts';
import type { HostileKind } from './hostile-kind.ts';

/** Receivers that keep an attempt waiting, or leave it alone. */
export const silences: readonly HostileKind[] = [
  { name: 'does not listen', isClosed: true, expected: { errorClass: 'connect_refused' } },
  {
    name: 'closes what it accepts',
    onConnection: (socket) => socket.end(),
    isUnread: true,
    expected: { errorClass: 'reset' },
  },
  {
    name: 'resets what it accepts',
    onConnection: (socket) => socket.resetAndDestroy(),
    isUnread: true,
    expected: { errorClass: 'reset' },
  },
  {
    name: 'resets in the middle of the request',
    onConnection: (socket) => void socket.once('data', () => socket.resetAndDestroy()),
    isUnread: true,
    bodyBytes: 8 * 1024 * 1024,
    expected: { errorClass: 'reset' },
  },
  {
    name: 'accepts and reads nothing',
    onConnection: (socket) => {
      socket.pause();
      // Only who reads learns that the other side is gone.
      setTimeout(() => socket.resume(), 1_000).unref();
    },
    isUnread: true,
    bodyBytes: 8 * 1024 * 1024,
    endsByDeadline: true,
    expected: { errorClass: 'timeout' },
  },
  {
    name: 'never answers',
    onRequest: () => {},
    endsByDeadline: true,
    expected: { errorClass: 'timeout' },
  },
  {
    name: 'resets instead of an answer',
    onRequest: (socket) => socket.resetAndDestroy(),
    expected: { errorClass: 'reset' },
  },
  {
    name: 'closes without an answer',
    onRequest: (socket) => socket.end(),
    expected: { errorClass: 'reset' },
  },
  {
    name: 'closes in the middle of the status line',
    onRequest: (socket) => socket.end('HTTP/1.1 2'),
    expected: { errorClass: 'reset' },
  },
  {
    name: 'closes in the middle of the headers',
    onRequest: (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-le'),
    expected: { errorClass: 'reset' },
  },
  {
    name: 'resets in the middle of the body',
    onRequest: (socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\nabc', () =>
        setTimeout(() => socket.resetAndDestroy(), 5),
      );
    },
    expected: { errorClass: null, httpStatus: 200 },
  },
  {
    name: 'stops in the middle of the headers',
    onRequest: (socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-le'),
    endsByDeadline: true,
    expected: { errorClass: 'timeout' },
  },
  {
    name: 'drips a status line',
    onRequest: (socket) => {
      socket.write('HTTP/1.1 200 ');
      drip(socket, 'x', 20);
    },
    endsByDeadline: true,
    expected: { errorClass: 'timeout' },
  },
  {
    name: 'drips headers',
    onRequest: (socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      drip(socket, 'x-a: b\r\n', 20);
    },
    endsByDeadline: true,
    expected: { errorClass: 'timeout' },
  },
  {
    name: 'resets in the middle of the body of a refusal',
    onRequest: (socket) => {
      socket.write('HTTP/1.1 500 Oops\r\ncontent-length: 1000\r\n\r\nabc', () =>
        setTimeout(() => socket.resetAndDestroy(), 5),
      );
    },
    expected: { errorClass: 'reset', httpStatus: 500 },
  },
  {
    name: 'drips the body of a refusal',
    onRequest: (socket) => {
      socket.write('HTTP/1.1 500 Oops\r\ncontent-length: 1000\r\n\r\n');
      drip(socket, 'x', 20);
    },
    endsByDeadline: true,
    expected: { errorClass: 'timeout', httpStatus: 500 },
  },
  {
    name: 'drips a body of known length',
    onRequest: (socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n');
      drip(socket, 'x', 20);
    },
    endsByDeadline: true,
    expected: { errorClass: null, httpStatus: 200 },
  },
  {
    name: 'drips a body in chunks',
    onRequest: (socket) => {
      socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n');
      drip(socket, '1\r\nx\r\n', 20);
    },
    endsByDeadline: true,
    expected: { errorClass: null, httpStatus: 200 },
  },
  {
    name: 'sends all but the last chunk',
    onRequest: (socket) =>
      socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nok\r\n'),
    endsByDeadline: true,
    expected: { errorClass: null, httpStatus: 200 },
  },
  {
    name: 'sends a body until it closes, but never does',
    onRequest: (socket) => socket.write('HTTP/1.1 200 OK\r\n\r\nabc'),
    endsByDeadline: true,
    expected: { errorClass: null, httpStatus: 200 },
  },
  {
    name: 'sends an interim answer and then nothing',
    onRequest: (socket) => socket.write('HTTP/1.1 103 Early Hints\r\nlink: a\r\n\r\n'),
    endsByDeadline: true,
    expected: { errorClass: 'timeout' },
  },
];
