import { createServer } from 'node:http';
import { createServer as createHttp2Server } from 'node:http2';

import { expect } from 'chai';

import { listen } from './listen.ts';
import { StartupError } from './startup-error.ts';

describe('listen', () => {
  it('answers with the port that the system chose', async () => {
    const server = createHttp2Server();
    const port = await listen(server, { host: '127.0.0.1', port: 0 });
    expect(port).to.be.within(1, 65_535);
    server.close();
  });

  for (const [what, host, message] of [
    ['that is not of this machine', '192.0.2.1', '192.0.2.1 is not an address of this machine'],
    ['without a meaning', '256.0.0.1', 'cannot listen on 256.0.0.1:0: '],
  ] as const) {
    it(`refuses a host ${what} in one line`, async () => {
      const error = await listen(createServer(), { host, port: 0, setting: 'HOST' }).catch(
        (reason: unknown) => reason,
      );
      expect(error).to.be.instanceOf(StartupError);
      expect((error as StartupError).message).to.match(new RegExp(`^${message}.*\\(HOST\\)$`));
    });
  }
});
