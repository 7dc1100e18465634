import type { AddressInfo } from 'node:net';

import { createTokenVerifier, koaAuthentication, type AuthenticatedState } from '@webhooks/auth';
import { systemClock } from '@webhooks/domain';
import Koa from 'koa';

/** What the app gets from the benchmark that forks it. */
export interface ConstantAppOrder {
  readonly tokenSecret: string;
}

/** What the facade does at the very least: it verifies the same token and answers as it does. */
function start({ tokenSecret }: ConstantAppOrder): void {
  const user = { hs256Secret: Buffer.from(tokenSecret) };
  const app = new Koa<AuthenticatedState>();
  app.use(koaAuthentication(createTokenVerifier({ user, service: null }, systemClock)));
  app.use((ctx) => {
    ctx.set('Location', '/v3/webhooks/resend/7890');
    ctx.body = { worked: true, detail: 'Webhook resend request created. ID: 7890' };
  });
  const server = app.listen(0, '127.0.0.1', () => {
    process.send?.({ port: (server.address() as AddressInfo).port });
  });
}

process.once('message', start);
process.on('disconnect', () => process.exit());
