import { waitFor } from '@webhooks/testing';
import { expect } from 'chai';

import type { TlsProfile } from '../src/index.ts';
import { as, callerAuthority, ofCaller, ofNobody, ofReceiver } from './support/certificates.ts';
import { isNginxThere, startNginx } from './support/nginx.ts';
import { testSender, webhook } from './support/test-sender.ts';

const ours = as('ours', ofCaller('ours.example'));

for (const protocol of ['TLSv1.2', 'TLSv1.3'] as const) {
  describe(`an nginx that demands a client certificate over ${protocol}`, () => {
    const start = () =>
      startNginx({ certificate: ofReceiver(), callerAuthority: callerAuthority.cert, protocol });

    before(function () {
      if (!isNginxThere()) this.skip();
    });

    it('takes ours, and refuses none and one of another authority', async () => {
      await using nginx = await start();
      await using own = testSender();
      const send = async (tls: TlsProfile) => {
        const { httpStatus, responseSnippet } = await own.send({
          ...webhook(`https://127.0.0.1:${nginx.port}/`),
          tls,
        });
        return [httpStatus, Buffer.from(responseSnippet ?? []).toString()] as const;
      };
      expect(await send(ours)).to.deep.equal([200, 'CN=ours.example']);
      for (const tls of [as('none', null), as('wrong', ofNobody())]) {
        const [httpStatus, answer] = await send(tls);
        expect(httpStatus).to.equal(400);
        expect(answer).to.contain('SSL certificate');
      }
      expect(await send(ours)).to.deep.equal([200, 'CN=ours.example']);
    });

    it('renews its own certificate while it gets deliveries, none of which fails', async () => {
      await using nginx = await start();
      await using own = testSender({ connectionMaxAgeMs: 20 });
      const statuses = new Map<string, number>();
      let isOver = false;
      const line = async (): Promise<void> => {
        while (!isOver) {
          const request = { ...webhook(`https://127.0.0.1:${nginx.port}/`), tls: ours };
          const { httpStatus, errorClass } = await own.send(request);
          // What a reload takes is sent again at once by the dispatcher.
          const result = errorClass === 'closed_before_answer' ? errorClass : String(httpStatus);
          statuses.set(result, (statuses.get(result) ?? 0) + 1);
        }
      };
      const lines = Promise.all([line(), line()]);
      const delivered = (): number => statuses.get('200') ?? 0;
      for (let count = 0; count < 3; count += 1) {
        const before = delivered();
        nginx.renew(ofReceiver());
        await waitFor(() => delivered() > before + 30, { what: 'deliveries to go on' });
      }
      isOver = true;
      await lines;
      statuses.delete('closed_before_answer');
      expect([...statuses.keys()]).to.deep.equal(['200']);
    });
  });
}
