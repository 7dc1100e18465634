import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

import { expect } from 'chai';
import Koa from 'koa';

import { DomainError, type Principal } from '@webhooks/domain';

import { koaAuthentication, type AuthenticatedState } from './koa-authentication.ts';
import type { TokenVerifier } from './token-verifier.ts';

const service: Principal = {
  kind: 'service',
  subject: 'billing',
  scopes: new Set(),
  tokenId: null,
  actingUserId: null,
};

const verifier: TokenVerifier = {
  verify: async (header) =>
    header === 'Bearer service' ? service : { kind: 'user', userId: 246, tokenId: String(header) },
};

describe('koaAuthentication', () => {
  async function answerTo(...authorization: string[]): Promise<string> {
    const app = new Koa<AuthenticatedState>();
    app.use(async (ctx, next) => {
      try {
        await next();
      } catch (error) {
        ctx.body = error instanceof DomainError ? error.code : String(error);
      }
    });
    app.use(koaAuthentication(verifier));
    app.use((ctx) => {
      ctx.body = `user ${ctx.state.principal.userId}`;
    });
    const server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    try {
      const { port } = server.address() as AddressInfo;
      const headers = [
        'host',
        'localhost',
        ...authorization.flatMap((value) => ['authorization', value]),
      ];
      const outgoing = request({ port, headers }).end();
      const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
      return (await response.toArray()).join('');
    } finally {
      server.closeAllConnections();
      server.close();
    }
  }

  it('leaves the user in the state', async () => {
    expect(await answerTo('Bearer a')).to.equal('user 246');
  });

  it('refuses two authorization headers', async () => {
    expect(await answerTo('Bearer a', 'Bearer b')).to.equal('token_not_valid');
  });

  it('refuses services', async () => {
    expect(await answerTo('Bearer service')).to.equal('token_not_valid');
  });
});
