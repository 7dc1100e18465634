import { waitFor } from './wait-for.ts';

/** Kinds of resources that a test has to end itself, as Node names them. */
const OWNED = new Set([
  'TCPServerWrap',
  'TCPSocketWrap',
  'PipeServerWrap',
  'UDPWrap',
  'ProcessWrap',
]);

/** Below the time that mocha gives a hook by default. */
const SETTLE_MS = 1_500;

/** Root hooks for mocha: a run fails that leaves servers, sockets or processes behind. */
export const mochaHooks = {
  async afterAll(): Promise<void> {
    await waitFor(() => ownedResources().length === 0, {
      deadlineMs: SETTLE_MS,
      what: () => `the tests to end what they started: ${ownedResources().join(', ')}`,
    });
  },
};

function ownedResources(): string[] {
  return process.getActiveResourcesInfo().filter((kind) => OWNED.has(kind));
}
