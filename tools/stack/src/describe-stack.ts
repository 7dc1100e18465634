import type { StackPorts } from './programs/options.ts';
import { originOf, ownNatsUrl } from './programs/places.ts';
import { developmentDefaults, type ProgramSettings } from './programs/programs.ts';

/** Prints where everything is, and what is different from a production setting. */
export function describeStack(
  { options, env, consoleDir }: ProgramSettings,
  sample: boolean,
  print: (line: string) => void,
): void {
  const { natsUrl, dataDir } = options;
  const at = (port: keyof StackPorts): string => originOf(options, port);
  const rows = [
    ['rest-facade', `${at('REST_PORT')}/v3/webhooks/resend`],
    ...(consoleDir === undefined ? [] : [['console', `${at('REST_PORT')}/console`]]),
    ['resend-service', `${at('RPC_PORT')} (gRPC, gRPC-Web, Connect)`],
    ['dispatcher', `${at('DISPATCHER_PORT')}/readyz`],
    ...(sample ? [['receiver', at('RECEIVER_PORT')]] : []),
    ['nats-server', natsUrl === null ? ownNatsUrl(options) : 'as NATS_URL says'],
    ['data', dataDir],
    ...(sample || env['AUTH_JWKS_URL'] ? [] : [['access token', 'npm run -s token -- --user ID']]),
  ];
  for (const [name = '', place = ''] of rows) print(`${name.padEnd(16)}${place}`);
  for (const [name, value] of Object.entries(developmentDefaults(options))) {
    if (env[name] === undefined) print(`For development ${name} is ${value}.`);
  }
}
