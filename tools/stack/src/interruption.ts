/** Aborts at the first SIGINT or SIGTERM; what a signal does otherwise stays as it is. */
export function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.prependOnceListener(signal, () => controller.abort());
  }
  return controller.signal;
}
