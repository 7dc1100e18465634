import { reachableOrigin, SettingsReader, type Environment } from '@webhooks/runtime';

/**
 * Where the service is: RPC_URL, or what HOST and RPC_PORT make of it.
 *
 * @throws StartupError for settings that are none.
 */
export function readRpcUrl(env: Environment): string {
  const read = new SettingsReader(env);
  const url = read.url('RPC_URL', {
    default: reachableOrigin(read.host(), read.port('RPC_PORT', 8081)),
  });
  read.finish();
  return url.origin;
}
