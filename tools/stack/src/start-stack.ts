import { existsSync } from 'node:fs';
import path from 'node:path';

import type { App, Environment } from '@webhooks/runtime';
import { readSecretsFile, secretsFile, type StackSecretName } from '@webhooks/tool-kit';

import { buildConsole } from './build-console.ts';
import { checkPorts } from './check-ports.ts';
import { lockDataDir } from './data-dir-lock.ts';
import { describeStack } from './describe-stack.ts';
import { endLeftovers, noteProcesses } from './leftovers.ts';
import type { StackOptions, StackPorts } from './options.ts';
import { Supervisor } from './process/supervisor.ts';
import {
  dispatcher,
  natsServer,
  resendService,
  restFacade,
  sampleReceiver,
  type ProgramSettings,
} from './programs.ts';
import { runSample } from './sample/run-sample.ts';
import { ensureSecrets } from './secrets.ts';

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
  options: StackOptions,
  env: Environment,
  output: StackOutput,
  signal: AbortSignal,
): Promise<App> {
  await using started = new AsyncDisposableStack();
  started.use(lockDataDir(options.dataDir));
  const say = (line: string): void => output.log(`stack: ${line}`);
  await endLeftovers(options.dataDir, say, signal);
  const sample = options.sample && mayLoadSample(options, env);
  await checkPorts(options.ports, neededPorts(options, sample));
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
  if (options.sample && !sample) {
    output.print(`${options.dataDir} holds data already, so the sample is left out.`);
  }
  if (!signal.aborted) output.print('ready');
  void supervisor.died.then((reason) => Promise.reject(reason));
  const parts = started.move();
  return { [Symbol.asyncDispose]: () => parts.disposeAsync() };
}

/** The sample goes into a new data directory, or one that has it: never beside data of one's own. */
function mayLoadSample({ dataDir }: StackOptions, env: Environment): boolean {
  const isNew = !existsSync(path.join(dataDir, 'webhooks.db'));
  return isNew || readSecretsFile(secretsFile(env)).SAMPLE_SIGNING_SECRET !== undefined;
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
  if (env['CONSOLE_DIR']) return { consoleDir: env['CONSOLE_DIR'] };
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
