import { answer } from '../support/raw-receiver.ts';
import type { ExpectedOutcome, HostileKind } from './hostile-kind.ts';

/** Bytes that are no answer at all. */
const notAnswers: readonly string[] = [
  'SSH-2.0-OpenSSH_9.2\r\n',
  'HTTP/1.1 abc OK\r\n\r\n',
  'HTTP/1.1 20 OK\r\n\r\n',
  'HTTP/1.1 2000 OK\r\n\r\n',
  'HTTP/1.1 -200 OK\r\n\r\n',
  'HTTP/7.3 200 OK\r\n\r\n',
  'HTTP/1.1200 OK\r\n\r\n',
  'HTTP/2 200\r\n\r\n',
  'ICY 200 OK\r\n\r\n',
  '200 OK\r\n\r\n',
  'POST /hook HTTP/1.1\r\nhost: a\r\n\r\n',
  '\0\0\0\0\0\0',
  '\0\0\x12\x04\0\0\0\0\0\0\x03\0\0\0\x64',
  '\x15\x03\x03\0\x02\x02\x28',
  '{"worked": true}',
  '<html>no</html>',
  'HTTP/1.1 200 OK\r\nno colon\r\n\r\n',
  'HTTP/1.1 200 OK\r\na b: c\r\n\r\n',
  'HTTP/1.1 200 OK\r\n: empty name\r\n\r\n',
  'HTTP/1.1 200 OK\r\na: b\0c\r\n\r\n',
  'HTTP/1.1 200 OK\r\ncontent-length: many\r\n\r\nab',
  'HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\nab',
  'HTTP/1.1 200 OK\r\ncontent-length: +2\r\n\r\nab',
  'HTTP/1.1 200 OK\r\ncontent-length: 0x2\r\n\r\nab',
  'HTTP/1.1 200 OK\r\ncontent-length: 99999999999999999999\r\n\r\nab',
  'HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab',
  'HTTP/1.1 200 OK\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
];

/** Bodies in chunks that do not come apart. */
const badChunks: readonly string[] = [
  'zz\r\nabc\r\n',
  '-1\r\nabc\r\n',
  '3\r\nabcd\r\n0\r\n\r\n',
  'fffffffffffffffff\r\nabc',
  '\r\n\r\n',
];

/** Receivers whose answers are not HTTP, or lie about their length. */
export const framing: readonly HostileKind[] = [
  ...notAnswers.map((bytes) => sends(bytes, { errorClass: 'protocol' })),
  ...badChunks.flatMap((chunk) => [
    sends(`HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${chunk}`, {
      errorClass: null,
      httpStatus: 200,
    }),
    sends(`HTTP/1.1 500 Oops\r\ntransfer-encoding: chunked\r\n\r\n${chunk}`, {
      errorClass: 'protocol',
      httpStatus: 500,
    }),
  ]),
  {
    name: 'announces more than it sends and closes',
    onRequest: (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc'),
    expected: { errorClass: null, httpStatus: 200 },
  },
  {
    name: 'announces more of a refusal than it sends and closes',
    onRequest: (socket) => socket.end('HTTP/1.1 500 Oops\r\ncontent-length: 10\r\n\r\nabc'),
    expected: { errorClass: 'reset', httpStatus: 500 },
  },
  {
    name: 'closes in the middle of a chunk',
    onRequest: (socket) =>
      socket.end('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n9\r\nabc'),
    expected: { errorClass: null, httpStatus: 200 },
  },
  {
    name: 'asks for the body that it already has',
    onRequest: (socket) => socket.write('HTTP/1.1 100 Continue\r\n\r\n'),
    learntBy: '100 Continue',
    endsByDeadline: true,
    expected: { errorClass: 'timeout' },
  },
  {
    name: 'asks for the body that it already has, and answers',
    onRequest: (socket) =>
      socket.write(`HTTP/1.1 100 Continue\r\n\r\n${answer('200 OK', {}, 'ok')}`),
    learntBy: '100 Continue',
    expected: { errorClass: null, httpStatus: 200, snippet: Buffer.from('ok') },
  },
  {
    name: 'switches protocols',
    onRequest: (socket) =>
      socket.write('HTTP/1.1 101 Switching\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n'),
    expected: { errorClass: 'protocol' },
  },
  {
    name: 'ends its answer by closing',
    onRequest: (socket) => socket.end('HTTP/1.1 200 OK\r\n\r\ndone'),
    expected: { errorClass: null, httpStatus: 200, snippet: Buffer.from('done') },
  },
  {
    name: 'answers in HTTP/1.0',
    onRequest: (socket) => socket.end('HTTP/1.0 200 OK\r\n\r\nold'),
    expected: { errorClass: null, httpStatus: 200, snippet: Buffer.from('old') },
  },
  {
    name: 'answers before it has the whole request, and closes',
    onConnection: (socket) =>
      void socket.once('data', () => socket.write(answer('413 x', { connection: 'close' }))),
    isUnread: true,
    expected: { errorClass: 'http_status', httpStatus: 413 },
  },
  {
    name: 'sends more than it announced',
    onRequest: (socket) =>
      socket.write(answer('200 OK', { 'content-length': '2' }, 'okHTTP/1.1 500 Oops\r\n\r\n')),
    expected: { errorClass: null, httpStatus: 200, snippet: Buffer.from('ok') },
  },
  {
    name: 'answers every request twice',
    onRequest: (socket) => socket.write(answer('200 OK', {}, 'ok') + answer('500 Oops', {})),
    expected: { errorClass: null, httpStatus: 200, snippet: Buffer.from('ok') },
  },
  {
    name: 'closes its side after a sound answer',
    closesSilently: true,
    onRequest: (socket) => socket.end(answer('200 OK', {}, 'ok')),
    expected: { errorClass: null, httpStatus: 200, snippet: Buffer.from('ok') },
  },
];

function sends(bytes: string, expected: ExpectedOutcome): HostileKind {
  return {
    name: `answers ${JSON.stringify(bytes)}`,
    onRequest: (socket) => socket.write(bytes, 'latin1'),
    expected,
  };
}
