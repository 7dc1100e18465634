import { expect } from 'chai';

import { judgeReply, parseReply } from './connect-reply.ts';

/** What the head of an answer means; null: it is no HTTP. */
function verdictOf(...lines: string[]): string | null {
  const reply = parseReply(lines.join('\r\n'));
  return reply === null ? null : judgeReply(reply);
}

describe('the answer of a proxy to CONNECT', () => {
  for (const [expected, ...lines] of [
    ['established', 'HTTP/1.1 200 Connection established'],
    ['established', 'HTTP/1.0 200 Connection established', 'Proxy-agent: tinyproxy/1.11.1'],
    ['established', 'HTTP/1.1 204'],
    ['credentials', 'HTTP/1.1 407 Proxy Authentication Required'],
    ['credentials', 'HTTP/1.0 401 Unauthorized', 'Server: tinyproxy/1.11.1'],
    ['credentials', 'HTTP/1.1 407 No', 'Proxy-Status: p; error=connection_refused'],
    ['unreachable', 'HTTP/1.1 502 Bad Gateway'],
    ['too_late', 'HTTP/1.1 504 Gateway Timeout'],
    ['unreachable', 'HTTP/1.1 500 Unable to connect', 'Server: tinyproxy/1.11.1'],
    ['unreachable', 'HTTP/1.1 503 Service Unavailable', 'X-Squid-Error: ERR_CONNECT_FAIL 111'],
    ['unknown_name', 'HTTP/1.1 503 Service Unavailable', 'X-Squid-Error: ERR_DNS_FAIL 0'],
    ['unreachable', 'HTTP/1.1 503 No', 'Proxy-Status: r.example; error=connection_refused'],
    [
      'too_late',
      'HTTP/1.1 503 No',
      'proxy-status: r.example; received-status=0; error=connection_timeout',
    ],
    ['unknown_name', 'HTTP/1.1 502 Bad Gateway', 'Proxy-Status: r; error=dns_error; rcode="NX"'],
    ['refused', 'HTTP/1.1 403 Forbidden', 'X-Squid-Error: ERR_ACCESS_DENIED 0'],
    ['refused', 'HTTP/1.1 403 Access violation', 'Server: tinyproxy/1.11.1'],
    ['refused', 'HTTP/1.1 503 Service Unavailable'],
    ['refused', 'HTTP/1.1 500 Internal Server Error'],
    ['refused', 'HTTP/1.1 302 Found', 'Location: http://login.example/'],
    ['refused', 'HTTP/1.1 101 Switching Protocols'],
  ] as const) {
    it(`means ${expected}: ${lines.join(', ')}`, () => {
      expect(verdictOf(...lines)).to.equal(expected);
    });
  }

  for (const lines of [
    [''],
    ['SSH-2.0-OpenSSH_9.2'],
    ['HTTP/2 200 OK'],
    ['HTTP/1.1 20 OK'],
    ['HTTP/1.1 2000 OK'],
    ['HTTP/1.1 200 OK', 'no header'],
    ['HTTP/1.1 200 OK', ': no name'],
  ]) {
    it(`is none: ${JSON.stringify(lines)}`, () => {
      expect(verdictOf(...lines)).to.equal(null);
    });
  }
});
