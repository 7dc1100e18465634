/** What Node goes by; the page itself has no such thing. */
const { env } = (globalThis as unknown as { process: { env: Record<string, string | undefined> } })
  .process;

const original = env['TZ'];

/** Sets the clocks of a test to a time zone. */
export function useZone(zone: string): void {
  env['TZ'] = zone;
}

/** Sets them as they were. */
export function restoreZone(): void {
  if (original === undefined) delete env['TZ'];
  else env['TZ'] = original;
}
