import type { Environment } from '@webhooks/runtime';
import { mintServiceToken, mintUserToken, readStackSecret } from '@webhooks/tool-kit';

import { readTokenRequest, type TokenRequest } from './token-request.ts';

/** Prints the token that the command line asks for, and nothing else. */
export async function printToken(args: readonly string[], env: Environment): Promise<void> {
  console.log(await mint(readTokenRequest(args), env));
}

function mint(request: TokenRequest, env: Environment): Promise<string> {
  return request.kind === 'user'
    ? mintUserToken({ ...request, secret: readStackSecret(env, 'AUTH_HS256_SECRET') })
    : mintServiceToken({ ...request, secret: readStackSecret(env, 'AUTH_SERVICE_HS256_SECRET') });
}
