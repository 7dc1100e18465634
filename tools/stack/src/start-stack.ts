import { closeDataDir, type App, type Environment } from '@webhooks/runtime';
import { secretsFile, type StackSecretName } from '@webhooks/tool-kit';

import { buildConsole } from './build-console.ts';
import { checkPorts } from './check-ports.ts';
import { lockDataDir } from './data-dir-lock.ts';
import { describeStack } from './describe-stack.ts';
import { endLeftovers, noteProcesses } from './leftovers.ts';
import type { StackOptions, StackPorts } from './programs/options.ts';
import { resolveHost } from './programs/places.ts';
import { Supervisor } from './process/supervisor.ts';
import {
  dispatcher,
  natsServer,
  resendService,
  restFacade,
  sampleReceiver,
  type ProgramSettings,
} from './programs/programs.ts';
import { runSample } from './sample/run-sample.ts';
import { sampleObstacle } from './sample/sample-obstacle.ts';
import { ensureSecrets } from './programs/secrets.ts';

/** Standard output for what a person came for, standard error for what the apps log. */
export interface StackOutput {
  readonly print: (line: string) => void;
  readonly log: (line: string) => void;
}

/**
 * Starts everything here: the broker, the three apps and, with the sample, a receiver and a first
 * resend. An abort ends the start cleanly. A program that dies by itself later is started again; or,
 * with `exitOnFailure`, that is an unhandled rejection, which stops the stack.
 *
 * @throws StartupError when a part cannot be started; nothing is left running then.
 */
export async function startStack(
  asked: StackOptions,
  env: Environment,
  output: StackOutput,
  signal: AbortSignal,
): Promise<App> {
  await using started = new AsyncDisposableStack();
  const options = { ...asked, host: await resolveHost(asked.host) };
  started.use(lockDataDir(options.dataDir));
  const say = (line: string): void => output.log(`stack: ${line}`);
  for (const line of closeDataDir(options.dataDir)) say(line);
  await endLeftovers(options.dataDir, say, signal);
  const obstacle = options.sample ? sampleObstacle(options, env) : null;
  const sample = options.sample && obstacle === null;
  await checkPorts(options, neededPorts(options, sample));
  const processes = started.use(noteProcesses(options.dataDir));
  const heal = options.exitOnFailure ? null : say;
  const onProcesses = (pids: readonly number[]): void => processes.note(pids);
  const supervisor = started.use(new Supervisor({ heal, onProcesses }));
  const settings = {
    ...programSettings(options, env, sample, output),
    ...(await consoleSettings(env, output, signal)),
  };
  try {
    await startPrograms(supervisor, settings, sample, signal);
    describeStack(settings, sample, output.print);
    if (sample) await runSample(settings, output.print, signal);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  if (obstacle !== null) output.print(obstacle);
  if (!signal.aborted) output.print('ready');
  void supervisor.died.then((reason) => Promise.reject(reason));
  const parts = started.move();
  return { [Symbol.asyncDispose]: () => parts.disposeAsync() };
}

function neededPorts({ natsUrl }: StackOptions, sample: boolean): (keyof StackPorts)[] {
  return [
    'REST_PORT',
    'RPC_PORT',
    'DISPATCHER_PORT',
    'SERVICE_ADMIN_PORT',
    'FACADE_ADMIN_PORT',
    ...(sample ? (['RECEIVER_PORT'] as const) : []),
    ...(natsUrl === null ? (['NATS_PORT'] as const) : []),
  ];
}

function programSettings(
  options: StackOptions,
  env: Environment,
  sample: boolean,
  output: StackOutput,
): ProgramSettings {
  const names: StackSecretName[] = [
    ...(env['AUTH_JWKS_URL'] ? [] : (['AUTH_HS256_SECRET'] as const)),
    'AUTH_SERVICE_HS256_SECRET',
    'FACADE_SECRET',
    'SECRETS_KEY',
    ...(sample ? (['SAMPLE_SIGNING_SECRET'] as const) : []),
  ];
  const secrets = ensureSecrets(secretsFile(env), names, env);
  const show = (name: string, line: string): void => {
    const write = name === 'receiver' ? output.print : output.log;
    write(`[${name}] ${line}`);
  };
  return { options, secrets, env, show };
}

/** The console is a help, not a part: the stack runs without it when it cannot be built. */
async function consoleSettings(
  env: Environment,
  output: StackOutput,
  signal: AbortSignal,
): Promise<Pick<ProgramSettings, 'consoleDir'>> {
  const given = env['CONSOLE_DIR'];
  if (given !== undefined) return given === '' ? {} : { consoleDir: given };
  try {
    return { consoleDir: await buildConsole(signal) };
  } catch (error) {
    if (!signal.aborted) output.log(`The console is left out: ${(error as Error).message}`);
    return {};
  }
}

async function startPrograms(
  supervisor: Supervisor,
  settings: ProgramSettings,
  sample: boolean,
  signal: AbortSignal,
): Promise<void> {
  if (settings.options.natsUrl === null) await supervisor.start([natsServer(settings)], signal);
  if (sample) await supervisor.start([sampleReceiver(settings)], signal);
  // The service makes or migrates the database; the others need it.
  await supervisor.start([resendService(settings)], signal);
  await supervisor.start([dispatcher(settings), restFacade(settings)], signal);
}
