import type { ProcessHandle } from '@webhooks/testing';

/** Settings under which an app can be asked what it holds: the inspector, on a free port. */
export const watchable = { NODE_OPTIONS: '--inspect=127.0.0.1:0' } as const;

const ADDRESS = /Debugger listening on (ws:\S+)/;

/** MiB that an app can still reach, on the heap and beside it, once its garbage is collected. */
export async function reachableMib(app: ProcessHandle): Promise<number> {
  const [, address = ''] = ADDRESS.exec(await app.line(ADDRESS)) ?? [];
  const inspector = new WebSocket(address);
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  inspector.addEventListener('open', () => {
    commands.forEach((command, id) => inspector.send(JSON.stringify({ id, ...command })));
  });
  inspector.addEventListener('message', ({ data }) => {
    const { id, result } = JSON.parse(String(data)) as Answer;
    if (id === commands.length - 1) resolve(Number(result?.result?.value) / 2 ** 20);
  });
  inspector.addEventListener('error', () => reject(new Error(`${address} cannot be reached`)));
  inspector.addEventListener('close', () => reject(new Error('the app has ended')));
  try {
    return await promise;
  } finally {
    inspector.close();
  }
}

/** The first collection frees handles of streams, the second what only they held. */
const commands = [
  { method: 'HeapProfiler.collectGarbage' },
  { method: 'HeapProfiler.collectGarbage' },
  {
    method: 'Runtime.evaluate',
    params: {
      expression: '(({ heapUsed, external }) => heapUsed + external)(process.memoryUsage())',
    },
  },
] as const;

interface Answer {
  readonly id?: number;
  readonly result?: { readonly result?: { readonly value?: unknown } };
}
