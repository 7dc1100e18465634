import type { Draw } from './draw.ts';

const methods = [
  'POST',
  'GET',
  'PUT',
  'TRACE',
  'CONNECT',
  'OPTIONS',
  'post',
  'PRI',
  '\0',
  '',
] as const;
const targets = [
  ...(['/v3/webhooks/resend', '/v3/webhooks/resend/1', '/v3/webhooks/resend/1/events'] as const),
  ...(['/v3/webhooks/resend/1/deliveries/1/attempts', '/v3/webhooks/endpoints/x', '/'] as const),
  ...([
    '*',
    '//',
    '/%00',
    '/%',
    '/..%2f..',
    'http://a/',
    '/v3/webhooks/resend?limit=1&limit=2',
  ] as const),
  ...([
    '/v3/webhooks/resend?cursor_id=1',
    `/${'a'.repeat(9_000)}`,
    '/v3/webhooks/resend/1e400',
  ] as const),
] as const;
const versions = [
  'HTTP/1.1',
  'HTTP/1.1',
  'HTTP/1.0',
  'HTTP/2.0',
  'HTTP/9.9',
  'http/1.1',
  '',
] as const;

/** A request whose head is wrong in some way or another; it is complete as far as it goes. */
export function inventHead(draw: Draw, token: string): Buffer {
  const lines: readonly [string, ...string[]] = [
    ...([
      'Host: x',
      'Host: x',
      'Host:',
      'Host: a b',
      'Connection: close',
      'Expect: 100-continue',
    ] as const),
    ...([
      'Content-Length: 2',
      'Content-Length: 3',
      'Content-Length: -1',
      'Content-Length: 2, 2',
    ] as const),
    ...([
      'Content-Length: 0x2',
      'Content-Length: 99999999999999999999',
      'Content-Length:',
    ] as const),
    ...([
      'Transfer-Encoding: chunked',
      'Transfer-Encoding: x',
      'Transfer-Encoding : chunked',
    ] as const),
    ...(['Transfer-Encoding: chunked, identity', 'Content-Type: application/json'] as const),
    ...(['Content-Type: text/xml', 'Content-Type: application/json; charset=utf-16'] as const),
    ...([
      'Content-Encoding: gzip',
      'Upgrade: h2c',
      'Upgrade: websocket',
      'X: a\0b',
      ' folded',
    ] as const),
    ...([
      'Idempotency-Key: \u00e9',
      `Idempotency-Key: ${'k'.repeat(300)}`,
      'X-Request-Id: "\'',
    ] as const),
    ...(['Authorization: Bearer x', 'Authorization: Basic eDp5', 'X-Forwarded-For: a, b'] as const),
    ...([
      `Authorization: Bearer ${token}`,
      `Authorization: bearer ${token} `,
      `X: ${'x'.repeat(20_000)}`,
    ] as const),
  ];
  const head = Array.from({ length: draw.below(7) }, () => draw.of(lines));
  const first = `${draw.of(methods)} ${draw.of(targets)} ${draw.of(versions)}`;
  const end = draw.of(['\r\n', '\r\n', '\r\n', '\n', '\r']);
  const body = draw.of(['{}', '', '2\r\n{}\r\n0\r\n\r\n', 'zz\r\n', '{}GET / HTTP/1.1\r\n\r\n']);
  return Buffer.from([first, ...head, '', body].join(end), 'latin1');
}
