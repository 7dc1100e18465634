import { mintServiceToken, mintUserToken } from '@webhooks/testing';
import { expect } from 'chai';

import { exchange } from './raw-client.ts';
import { RESEND_PATH, type RestHarness, SECRET, startHarness } from './rest-harness.ts';

const UNAUTHORIZED = '{"worked":false,"detail":"Unauthorized","code":"token_not_valid"}';

describe('authentication', () => {
  let rest: RestHarness;
  before(async () => {
    rest = await startHarness();
  });
  after(() => rest[Symbol.asyncDispose]());

  const requests: [string, string][] = [
    ['POST', RESEND_PATH],
    ['GET', RESEND_PATH],
    ['GET', `${RESEND_PATH}/1`],
  ];
  for (const [method, path] of requests) {
    it(`comes before everything else in ${method} ${path}`, async () => {
      const now = Math.floor(Date.now() / 1000);
      const headers: (string | null)[] = [
        null,
        '',
        'Bearer',
        'Bearer ',
        'Bearer a.b.c',
        `Basic ${rest.token}`,
        `Bearer ${mintUserToken('another-secret-of-thirty-two-bytes')}`,
        `Bearer ${mintUserToken(SECRET, { exp: now - 3_600 })}`,
        `Bearer ${mintUserToken(SECRET, { token_type: 'refresh' })}`,
        `Bearer ${mintUserToken(SECRET, { user_id: null })}`,
        `Bearer ${mintServiceToken(SECRET)}`,
      ];
      for (const authorization of headers) {
        const response = await fetch(`${rest.baseUrl}${path}?limit=bad`, {
          method,
          headers: authorization === null ? {} : { authorization },
          ...(method === 'POST' ? { body: 'not JSON' } : {}),
        });
        expect(response.status, String(authorization)).to.equal(401);
        expect(response.headers.get('www-authenticate')).to.equal('Bearer');
        expect(response.headers.get('x-request-id')).to.match(/^[0-9a-f-]{36}$/);
        expect(await response.text()).to.equal(UNAUTHORIZED);
      }
      expect(rest.service.calls).to.have.length(0);
    });
  }

  it('refuses two authorization headers, even far apart', async () => {
    const header = `Authorization: Bearer ${rest.token}\r\n`;
    const head = `GET ${RESEND_PATH} HTTP/1.1\r\nHost: x\r\n`;
    for (const between of ['', 'a:\r\n'.repeat(3_000)]) {
      const { answers } = await exchange(
        rest.facade.port,
        `${head}${header}${between}${header}\r\n`,
      );
      expect(answers[0]).to.include({ status: 401, body: UNAUTHORIZED });
    }
    expect(rest.service.calls).to.have.length(0);
  });
});
