import { createLogger, type Logger } from '@webhooks/telemetry';

import { connectBus, type Bus } from '../src/index.ts';

/** A bus whose log lines can be read. */
export function testBus(url: string): Bus & { readonly logLines: readonly string[] } {
  const logLines: string[] = [];
  const bus = connectBus({ url, name: 'test', logger: capturingLogger(logLines) });
  return Object.defineProperty(bus, 'logLines', { value: logLines }) as never;
}

function capturingLogger(lines: string[]): Logger {
  return createLogger({
    name: 'test',
    level: 'debug',
    destination: { write: (line: string) => void lines.push(line) },
  });
}
