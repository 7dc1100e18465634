import { spawn } from 'node:child_process';
import path from 'node:path';

import { startSystem } from '../system/system.ts';
import { usageOf } from '../system/process-usage.ts';
import { createWorkDirectory } from '../benchmark/work-directory.ts';

const program = path.resolve(import.meta.dirname, '../../../../tools/import/src/main.ts');
const SAMPLE_MS = 20;

/** What an import took. */
export interface ImportFigures {
  /** From the start of the tool to its end. */
  readonly seconds: number;
  readonly toolPeakMb: number;
  readonly servicePeakMb: number;
}

/** Imports a file into a new system with the tool, as a person does. */
export async function runImport(file: string, profiling: boolean): Promise<ImportFigures> {
  using directory = createWorkDirectory('import');
  await using system = await startSystem(directory.path, { dispatching: false, profiling });
  const startedMs = performance.now();
  const toolPeakMb = await runTool(file, {
    DATA_DIR: directory.path,
    RPC_PORT: `${system.rpcPort}`,
  });
  const seconds = (performance.now() - startedMs) / 1000;
  return { seconds, toolPeakMb, servicePeakMb: system.usage('resend-service').peakRssMb };
}

/** Answers the most memory that was seen; rejects when a line was bad. */
async function runTool(file: string, env: Record<string, string>): Promise<number> {
  const tool = spawn(process.execPath, [program, file], { env, stdio: 'ignore' });
  let peakMb = 0;
  const sampling = setInterval(() => {
    if (tool.exitCode === null) peakMb = Math.max(peakMb, peakOf(tool.pid ?? 0));
  }, SAMPLE_MS);
  try {
    const code = await new Promise((resolve, reject) => {
      tool.once('error', reject);
      tool.once('exit', resolve);
    });
    if (code !== 0) throw new Error(`the import ended with exit code ${String(code)}`);
    return peakMb;
  } finally {
    clearInterval(sampling);
  }
}

/** 0 for a process that has just ended. */
function peakOf(pid: number): number {
  try {
    return usageOf(pid).peakRssMb || 0;
  } catch {
    return 0;
  }
}
