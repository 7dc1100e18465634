import type { ChangedEndpoint, EndpointChange } from '@webhooks/client';
import { readSecretText } from '@webhooks/runtime';
import { printable } from '@webhooks/tool-kit';

import { usageError } from '../cli/cli-error.ts';
import type { Command } from '../cli/command.ts';
import { hint, type Session, writeJson } from '../cli/session.ts';
import { clientOf } from './client-of.ts';

/** A change of one endpoint that is done in a moment. */
interface Change {
  readonly name: string;
  readonly summary: string;
  /** What follows the ID. */
  readonly operand?: string;
  readonly about?: readonly string[];
  readonly example: readonly [operands: string, about: string];
  readonly change: (operand: string, env: Session['env']) => EndpointChange;
  /** What to do next; null: nothing. */
  readonly next: string | null;
  /** What is said of the endpoint after the change; without it, where it is and whether it is enabled. */
  readonly tell?: (endpoint: ChangedEndpoint['endpoint']) => string;
}

function changeOf(change: Change): Command {
  const { name, summary, operand, about, example, next, tell } = change;
  const count = operand === undefined ? 1 : 2;
  return {
    name,
    summary,
    operands: operand === undefined ? 'ENDPOINT' : `ENDPOINT ${operand}`,
    codeStands: true,
    arity: [count, count],
    options: {},
    about: [...(about ?? []), 'ENDPOINT is the ID in the list of endpoints.'],
    examples: [[`${name} ${example[0]}`, example[1]]],
    run: async (args, session) => {
      const [id = '', value = ''] = args.positionals;
      checkEndpointId(id);
      const { signal } = session;
      const changes = change.change(value, session.env);
      const answer = await clientOf(args, session).updateEndpoint(id, changes, { signal });
      if (args.has('json')) {
        writeJson(session, answer);
        return 'ok';
      }
      if (tell === undefined) tellChange(session, answer);
      else session.out.line(tell(answer.endpoint));
      tellLosses(session, answer);
      if (next !== null) hint(session, next);
      return 'ok';
    },
  };
}

/** @throws CliError for what is no ID of an endpoint. */
export function checkEndpointId(id: string): void {
  if (id.trim() === '') throw usageError('ENDPOINT must be the ID of an endpoint');
}

/** Says what came of a change. */
export function tellChange({ out }: Session, { endpoint }: ChangedEndpoint): void {
  const state = endpoint.enabled ? 'enabled' : 'disabled';
  out.line(`${printable(endpoint.id)} is ${state}: ${printable(endpoint.url)}`);
}

function tellLosses(
  { out }: Session,
  { credentials_dropped: isDropped, signing_secret: secret }: ChangedEndpoint,
): void {
  if (isDropped) out.line('What was given for the URL before is dropped.');
  if (secret !== null) out.line(`New signing secret, shown this once: ${printable(secret)}`);
}

/** A new secret of an endpoint from a variable; nothing when that is not set. */
function given<Name extends keyof EndpointChange>(
  name: Name,
  env: Session['env'],
  variable: string,
) {
  const { text, problem } = readSecretText(env[variable] ?? '');
  if (problem !== null) throw usageError(`${variable} ${problem}`);
  return text === '' ? {} : { [name]: text };
}

/** Token and key for a URL, from variables, so that they stand in no list of processes. */
export function givenCredentials(env: Session['env']) {
  return {
    ...given('authorization_token', env, 'RESEND_AUTHORIZATION_TOKEN'),
    ...given('x_functions_key', env, 'RESEND_X_FUNCTIONS_KEY'),
  };
}

const RETRY = 'Send what it missed: resendctl retry-failed ID, with the ID of a finished resend';

export const disable = changeOf({
  name: 'disable',
  summary: 'deliver nothing to an endpoint until it is enabled',
  about: ['What waits for it is not sent, and can be retried when it is enabled again.'],
  example: ['ep_17_in', 'nothing goes to it any more'],
  change: () => ({ enabled: false }),
  next: null,
});

export const move = changeOf({
  name: 'move',
  summary: 'send what is for an endpoint to another URL',
  operand: 'URL',
  about: [
    'Token and key belong to one URL: an endpoint that moves without new ones loses the old ones. ' +
      'Its signing secret is replaced then, and the new one is printed, this once.',
    'The new ones are read from RESEND_AUTHORIZATION_TOKEN and RESEND_X_FUNCTIONS_KEY, so ' +
      'that they stand in no list of processes.',
  ],
  example: ['ep_17_in https://hooks.example.com/v2/pix', 'from the next attempt on'],
  change: (url, env) => ({
    url,
    ...givenCredentials(env),
  }),
  next: RETRY,
});

export const autoRecover = changeOf({
  name: 'auto-recover',
  summary: 'let an endpoint get by itself what it misses in an outage',
  operand: 'on|off',
  about: [
    'When an endpoint works again after it was failing for ten minutes or more, what it missed ' +
      'meanwhile is resent without anybody asking for it. After a 410 that is left to you: enable ID --recover.',
  ],
  example: ['ep_17_in on', 'from its next outage on'],
  change: (text) => ({ recover_automatically: isOn(text) }),
  next: null,
  tell: ({ id, recover_automatically: recovers }) =>
    recovers
      ? `${printable(id)}: what it misses in an outage is resent by itself.`
      : `${printable(id)}: nothing is resent by itself.`,
});

function isOn(text: string): boolean {
  if (text !== 'on' && text !== 'off') throw usageError('what follows ENDPOINT must be on or off');
  return text === 'on';
}
