import { cpus, totalmem } from 'node:os';

/** Names what was measured on: absolute figures mean nothing without it. */
export function describeMachine(): string {
  const processors = cpus();
  const memoryGib = Math.round(totalmem() / 2 ** 30);
  const model = processors[0]?.model.trim() || 'unknown processor';
  return `${processors.length} × ${model}, ${memoryGib} GiB, Node ${process.versions.node}`;
}
