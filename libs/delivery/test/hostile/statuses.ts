import { answer } from '../support/raw-receiver.ts';
import type { HostileKind } from './hostile-kind.ts';

const dayMs = 24 * 3_600_000;

/** Receivers that answer soundly, but not what one hopes for. */
export const statuses: readonly HostileKind[] = [
  ...[204, 206, 299].map((status) => statusKind(status, {}, { errorClass: null })),
  ...[300, 304, 400, 401, 403, 404, 407, 408, 410, 418, 500, 502, 599, 600, 999].map((status) =>
    statusKind(status, {}, { errorClass: 'http_status' }),
  ),
  ...[301, 302, 303, 307, 308].map((status) =>
    statusKind(status, { location: '/elsewhere' }, { errorClass: 'http_status' }),
  ),
  ...(
    [
      [429, '7', 7_000],
      [503, '0', 0],
      [429, '86401', dayMs],
      [503, '99999999999999999999', dayMs],
      [429, '-1', null],
      [503, '1.5', null],
      [429, '0x10', null],
      [503, 'soon', null],
      [429, '', null],
      [503, 'Sun, 06 Nov 1994 08:49:37 GMT', 0],
      [429, 'Sunday, 06-Nov-94 08:49:37 GMT', 0],
      [503, 'Sun Nov  6 08:49:37 1994', 0],
      [503, 'Fri, 31 Dec 9999 23:59:59 GMT', dayMs],
      [429, 'Wed, 31 Feb 2035 00:00:00 GMT', null],
      [500, '7', null],
      [200, '7', null],
    ] as const
  ).map(([status, retryAfter, retryAfterMs]) =>
    statusKind(
      status,
      { 'retry-after': retryAfter },
      {
        errorClass: status === 200 ? null : 'http_status',
        ...(retryAfterMs !== null && { retryAfterMs }),
      },
    ),
  ),
  {
    name: 'answers 429 with two Retry-After, of which the first counts',
    onRequest: (socket) =>
      socket.write(
        'HTTP/1.1 429 x\r\nretry-after: 3\r\nretry-after: 9\r\ncontent-length: 0\r\n\r\n',
      ),
    keepsConnection: true,
    expected: { errorClass: 'http_status', httpStatus: 429, retryAfterMs: 3_000 },
  },
  {
    name: 'answers 503 with Retry-After and never ends the body',
    onRequest: (socket) =>
      socket.write(answer('503 x', { 'retry-after': '9', 'content-length': '5' }, 'a')),
    endsByDeadline: true,
    expected: { errorClass: 'timeout', httpStatus: 503, retryAfterMs: 9_000 },
  },
];

function statusKind(
  httpStatus: number,
  headers: Record<string, string>,
  expected: Omit<HostileKind['expected'], 'httpStatus'>,
): HostileKind {
  const reported = Object.entries(headers).map(([name, value]) => ` with ${name} "${value}"`);
  // These have no body and no length.
  const bodiless = httpStatus === 204 || httpStatus === 304;
  const bytes = bodiless
    ? `HTTP/1.1 ${String(httpStatus)} x\r\n\r\n`
    : answer(`${String(httpStatus)} x`, headers);
  return {
    name: `answers ${String(httpStatus)}${reported.join('')}`,
    onRequest: (socket) => socket.write(bytes),
    keepsConnection: true,
    expected: { httpStatus, ...expected },
  };
}
