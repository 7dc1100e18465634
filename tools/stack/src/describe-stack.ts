import { developmentDefaults, type ProgramSettings } from './programs.ts';

/** Prints where everything is, and what is different from a production setting. */
export function describeStack(
  { options, env, consoleDir }: ProgramSettings,
  sample: boolean,
  print: (line: string) => void,
): void {
  const { ports, natsUrl, dataDir } = options;
  const at = (port: number): string => `http://127.0.0.1:${port}`;
  const rows = [
    ['rest-facade', `${at(ports.REST_PORT)}/v3/webhooks/resend`],
    ...(consoleDir === undefined ? [] : [['console', `${at(ports.REST_PORT)}/console`]]),
    ['resend-service', `${at(ports.RPC_PORT)} (gRPC, gRPC-Web, Connect)`],
    ['dispatcher', `${at(ports.DISPATCHER_PORT)}/readyz`],
    ...(sample ? [['receiver', at(ports.RECEIVER_PORT)]] : []),
    ['nats-server', natsUrl === null ? `nats://127.0.0.1:${ports.NATS_PORT}` : 'as NATS_URL says'],
    ['data', dataDir],
    ...(sample || env['AUTH_JWKS_URL'] ? [] : [['access token', 'npm run -s token -- --user ID']]),
  ];
  for (const [name = '', place = ''] of rows) print(`${name.padEnd(16)}${place}`);
  for (const [name, value] of Object.entries(developmentDefaults)) {
    if (!env[name]) print(`For development ${name} is ${value}.`);
  }
}
