/** The longest time that the thread was taken between two turns of its event loop. */
export function watchLoop(): Disposable & { readonly longestCpuMs: () => number } {
  let longestUs = 0;
  let isOver = false;
  let last = process.threadCpuUsage();
  const turn = (): void => {
    const { user, system } = process.threadCpuUsage(last);
    longestUs = Math.max(longestUs, user + system);
    last = process.threadCpuUsage();
    if (!isOver) setImmediate(turn);
  };
  setImmediate(turn);
  return {
    longestCpuMs: () => longestUs / 1_000,
    [Symbol.dispose]: () => {
      isOver = true;
    },
  };
}
