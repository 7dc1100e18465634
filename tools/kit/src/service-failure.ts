import { Code, type ConnectError } from '@connectrpc/connect';

import { StartupError } from '@webhooks/runtime';

/** What a person reads when a call of the service failed; advice says what that means for their work. */
export function serviceFailure(error: ConnectError, rpcUrl: string, advice: string): StartupError {
  if (error.code === Code.Unavailable) {
    const where = 'Start it, or say where it is: RPC_URL, or HOST and RPC_PORT.';
    return new StartupError(`the service at ${rpcUrl} does not answer. ${where} ${advice}`, {
      cause: error,
    });
  }
  if (error.code === Code.Unauthenticated) {
    return new StartupError(
      `the service at ${rpcUrl} refuses the token: AUTH_SERVICE_HS256_SECRET is not the one that it runs with`,
      { cause: error },
    );
  }
  return new StartupError(`the service at ${rpcUrl} failed: ${error.message}. ${advice}`, {
    cause: error,
  });
}
