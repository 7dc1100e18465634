import { pino, stdTimeFunctions, type DestinationStream, type LogFn } from 'pino';

import { redactFields } from './redact.ts';
import { StandardOutput } from './standard-output.ts';

/** What LOG_LEVEL may be, from most to least talkative. */
export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

export type LogLevel = (typeof logLevels)[number];

/** Writes one JSON line per call: `logger.info({ resendId }, 'Resend settled')`. */
export interface Logger {
  readonly trace: LogFn;
  readonly debug: LogFn;
  readonly info: LogFn;
  readonly warn: LogFn;
  readonly error: LogFn;
  readonly fatal: LogFn;
  /** A logger that adds fields to every line. */
  readonly child: (fields: Readonly<Record<string, unknown>>) => Logger;
}

/** Who logs, how much, and where to. */
export interface LoggerOptions {
  /** Name of the app. */
  readonly name: string;
  readonly level: LogLevel;
  /** Standard output by default. */
  readonly destination?: DestinationStream;
}

/** A logger whose fields never show secrets, tokens or payloads; messages are the caller's care. */
export function createLogger({ name, level, destination }: LoggerOptions): Logger {
  const base = { app: name, pid: process.pid };
  const options = {
    level,
    base,
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }), log: redactFields },
    // Errors are described by redactFields already.
    serializers: { err: (described: unknown) => described },
  };
  const describeLoss = (lostLines: number): string => {
    const time = new Date().toISOString();
    return JSON.stringify({ level: 'warn', time, ...base, lostLines, msg: 'Log lines were lost' });
  };
  const root: Logger = pino(options, destination ?? new StandardOutput(describeLoss));
  const pinoChild = root.child;
  // Pino formats the fields of a call but not those of a child; children inherit this method.
  return Object.assign(root, {
    child(this: Logger, fields: object): Logger {
      return pinoChild.call(this, redactFields(fields));
    },
  });
}
