import { gzipSync } from 'node:zlib';

import { answer, writeForEver } from '../support/raw-receiver.ts';
import type { HostileKind } from './hostile-kind.ts';

const padding = 'b'.repeat(1000);
/** 64 KiB of a body, and the read that shows that there is more. */
const maxBodyReadBytes = 2 * 64 * 1024;
const bomb = gzipSync(Buffer.alloc(10 * 1024 * 1024));

/** Receivers that send more than anybody wants to read. */
export const floods: readonly HostileKind[] = [
  ...(
    [
      ['headers', 'HTTP/1.1 200 OK\r\n', `x-a: ${padding}\r\n`],
      ['one header', 'HTTP/1.1 200 OK\r\nx-a: ', padding],
      ['the name of a header', 'HTTP/1.1 200 OK\r\n', padding],
      ['a status line', 'HTTP/1.1 200 ', padding],
      ['interim answers', '', 'HTTP/1.1 103 Early Hints\r\nlink: a\r\n\r\n'.repeat(1000)],
      ['interim answers with headers', '', `HTTP/1.1 102 Processing\r\nx-a: ${padding}\r\n\r\n`],
    ] as const
  ).map(([what, first, again]): HostileKind => ({
    name: `sends ${what} without end`,
    onRequest: (socket) => {
      socket.write(first);
      writeForEver(socket, again);
    },
    expected: { errorClass: 'protocol' },
  })),
  ...(
    [
      ['trailers', '0\r\n', `x-a: ${padding}\r\n`],
      ['the extension of a chunk', '1;', padding],
      ['the extension of the last chunk', '0;', padding],
      ['the size of a chunk', '', '0'.repeat(1000)],
    ] as const
  ).map(([what, first, again]): HostileKind => ({
    name: `sends ${what} without end`,
    onRequest: (socket) => {
      socket.write(`HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${first}`);
      writeForEver(socket, again);
    },
    expected: { errorClass: null, httpStatus: 200 },
  })),
  {
    name: 'sends 60,000 short headers',
    onRequest: (socket) => socket.write(`HTTP/1.1 200 OK\r\n${'a: b\r\n'.repeat(60_000)}\r\n`),
    expected: { errorClass: 'protocol' },
  },
  {
    name: 'sends 80,000 headers without values',
    onRequest: (socket) => socket.write(`HTTP/1.1 200 OK\r\n${'a:\r\n'.repeat(80_000)}\r\n`),
    expected: { errorClass: 'protocol' },
  },
  {
    name: 'sends as many short headers as a head may have',
    onRequest: (socket) =>
      socket.write(`HTTP/1.1 200 OK\r\ncontent-length: 0\r\n${'a:\r\n'.repeat(8_000)}\r\n`),
    keepsConnection: true,
    expected: { errorClass: null, httpStatus: 200 },
  },
  {
    name: 'sends a header of spaces, and interim answers with it',
    onRequest: (socket) => {
      const spaces = `connection: x${' '.repeat(15_900)}y\r\n`;
      socket.write(`HTTP/1.1 103 x\r\n${spaces}\r\n`.repeat(10));
      socket.write(`HTTP/1.1 200 OK\r\ncontent-length: 0\r\n${spaces}\r\n`);
    },
    keepsConnection: true,
    expected: { errorClass: null, httpStatus: 200 },
  },
  {
    name: 'sends a body in chunks without end',
    onRequest: (socket) => {
      socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n');
      writeForEver(socket, `400\r\n${'x'.repeat(1024)}\r\n`);
    },
    expected: { errorClass: null, httpStatus: 200, snippet: Buffer.alloc(4096, 'x') },
  },
  {
    name: 'sends a body without end until it closes',
    onRequest: (socket) => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      writeForEver(socket, 'x'.repeat(65_536));
    },
    maxReadBytes: maxBodyReadBytes,
    expected: { errorClass: null, httpStatus: 200, snippet: Buffer.alloc(4096, 'x') },
  },
  {
    name: 'sends 10 GB',
    onRequest: (socket) => {
      socket.write('HTTP/1.1 500 Oops\r\ncontent-length: 10000000000\r\n\r\n');
      writeForEver(socket, 'x'.repeat(65_536));
    },
    maxReadBytes: maxBodyReadBytes,
    expected: { errorClass: 'http_status', httpStatus: 500, snippet: Buffer.alloc(4096, 'x') },
  },
  {
    name: 'sends a compressed bomb, which is kept as it came',
    onRequest: (socket) =>
      socket.write(
        answer('200 OK', { 'content-encoding': 'gzip' }, bomb.toString('latin1')),
        'latin1',
      ),
    keepsConnection: true,
    expected: { errorClass: null, httpStatus: 200, snippet: bomb.subarray(0, 4096) },
  },
  {
    name: 'names a coding that nobody knows, and sends NUL bytes',
    onRequest: (socket) =>
      socket.write(answer('500 Oops', { 'content-encoding': 'x,br,gzip' }, '\0\0\xff'), 'latin1'),
    keepsConnection: true,
    expected: {
      errorClass: 'http_status',
      httpStatus: 500,
      snippet: Buffer.from([0, 0, 0xff]),
    },
  },
  {
    name: 'sends 16 interim answers and then a sound one',
    onRequest: (socket) =>
      socket.write(
        'HTTP/1.1 103 Early Hints\r\nlink: a\r\n\r\n'.repeat(16) + answer('200 OK', {}, 'done'),
      ),
    keepsConnection: true,
    expected: { errorClass: null, httpStatus: 200, snippet: Buffer.from('done') },
  },
];
