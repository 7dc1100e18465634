import { StartupError, type Environment } from '@webhooks/runtime';
import { mintServiceToken, readRpcUrl, readStackSecret } from '@webhooks/tool-kit';

import { createCatalogSender } from './catalog-sender.ts';
import { importRecords } from './import-records.ts';
import { openInput } from './open-input.ts';
import { ProblemCounts } from './problem-counts.ts';
import { Progress } from './progress.ts';

/** The command line in one line. */
export const USAGE = 'usage: npm run import -- FILE.ndjson   (or - for standard input)';
/** Longer than any import takes. */
const TOKEN_TTL_S = 86_400;

/**
 * Imports the file that the command line names into the running service; false when a line was bad.
 *
 * @throws StartupError when it cannot begin or continue.
 */
export async function importFile(args: readonly string[], env: Environment): Promise<boolean> {
  const [name] = args;
  if (name === undefined || args.length > 1) throw new StartupError(USAGE);
  const input = await openInput(name, env['INIT_CWD'] || '.');
  using sender = createCatalogSender({
    rpcUrl: readRpcUrl(env),
    token: await mintServiceToken({
      secret: readStackSecret(env, 'AUTH_SERVICE_HS256_SECRET'),
      service: 'import',
      scope: 'catalog:write',
      ttlS: TOKEN_TTL_S,
    }),
  });
  const progress = new Progress(process.stderr, input.totalBytes);
  const problems = new ProblemCounts();
  let readBytes = 0;
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const chunk of input.chunks) {
      readBytes += chunk.length;
      yield chunk;
    }
  }
  const { accepted, bad } = await importRecords(counted(), sender.send, {
    badLine: (line, problem) => {
      problems.add(problem);
      progress.note(`line ${line}: ${problem}`);
    },
    progress: (durable, badSoFar) => progress.update(durable, badSoFar, readBytes),
  });
  progress.note(progress.summary(accepted, bad));
  for (const line of problems.lines()) progress.note(line);
  return bad === 0;
}
