import type { Command } from '../cli/command.ts';
import { attempts } from './attempts.ts';
import { autoRecover, disable, move } from './change-endpoint.ts';
import { completionOf } from './completion.ts';
import { cancel, pause, resume } from './control.ts';
import { deliveries } from './deliveries.ts';
import { enable } from './enable.ts';
import { endpoints } from './endpoints.ts';
import { events } from './events.ts';
import { list } from './list.ts';
import { listen } from './listen.ts';
import { notices } from './notices.ts';
import { preview } from './preview.ts';
import { rate } from './rate.ts';
import { resend } from './resend.ts';
import { retryFailed } from './retry-failed.ts';
import { show } from './show.ts';
import { sourceIps } from './source-ips.ts';
import { testEndpoint } from './test-endpoint.ts';
import { watch } from './watch.ts';

const others: readonly Command[] = [
  resend,
  preview,
  list,
  show,
  watch,
  deliveries,
  attempts,
  notices,
  cancel,
  pause,
  resume,
  rate,
  retryFailed,
  events,
  endpoints,
  testEndpoint,
  enable,
  disable,
  move,
  autoRecover,
  sourceIps,
  listen,
];

/** Everything that can be done, in the order of the help. */
export const commands: readonly Command[] = [...others, completionOf(others)];
