import { DomainError } from '@webhooks/domain';

export interface GroupCommitOptions<Item, Result> {
  /** Makes a group durable; answers one result for each item, in their order. */
  readonly commit: (items: readonly Item[]) => Promise<readonly Result[]>;
  /** Items in one group. */
  readonly maxItems: number;
  /** Items that may wait; more are refused with service_unavailable. */
  readonly maxQueued: number;
  /** How long the first item of a group waits for others; 0 means the current turn of the loop. */
  readonly maxDelayMs?: number;
}

/** Lets items that come close together share one commit. */
export interface GroupCommit<Item, Result> {
  /** Resolves when the item is durable; rejects with what its group's commit threw. */
  readonly submit: (item: Item) => Promise<Result>;
  /** Resolves when nothing waits any more. Never rejects. */
  readonly drain: () => Promise<void>;
}

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

const retryAfterMs = 1_000;

/** Commits one group at a time; what comes meanwhile makes up the next ones. */
export function createGroupCommit<Item, Result>(
  options: GroupCommitOptions<Item, Result>,
): GroupCommit<Item, Result> {
  const { commit, maxItems, maxQueued, maxDelayMs = 0 } = options;
  const waiting: Waiting<Item, Result>[] = [];
  let running: Promise<void> | null = null;
  let hurry: () => void = () => undefined;

  async function commitGroup(): Promise<void> {
    const group = waiting.splice(0, maxItems);
    try {
      const results = await commit(group.map(({ item }) => item));
      group.forEach(({ resolve }, index) => resolve(results[index] as Result));
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }

  async function run(): Promise<void> {
    while (waiting.length > 0) {
      if (waiting.length < maxItems) await pause();
      await commitGroup();
    }
    running = null;
  }

  /** Ends after the delay, or as soon as a group is full. */
  function pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = maxDelayMs === 0 ? setImmediate(resolve) : setTimeout(resolve, maxDelayMs);
      hurry = () => {
        clearImmediate(timer as NodeJS.Immediate);
        clearTimeout(timer as NodeJS.Timeout);
        resolve();
      };
    });
  }

  return {
    submit(item) {
      if (waiting.length >= maxQueued) {
        const message = 'Too many requests wait to be written';
        return Promise.reject(new DomainError('service_unavailable', message, { retryAfterMs }));
      }
      return new Promise((resolve, reject) => {
        waiting.push({ item, resolve, reject });
        running ??= run();
        if (waiting.length >= maxItems) hurry();
      });
    },
    drain: async () => running ?? undefined,
  };
}
