import { request } from 'node:http';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';

import type { Note } from '../benchmark/benchmark.ts';
import type { CheckingProcess } from './checking-process.ts';
import { isClean, type CheckedDelivery, type CheckVerdict } from './delivery-checker.ts';

const PLAN = { endpoint: 0, objects: 20, eventsPerObject: 4 };
const RESEND = { resendId: 7, endpoints: [0] };
const OBJECT: CheckedDelivery = { resendId: 7, endpoint: 0, object: 3, ordinal: 1 };

const clean: readonly CheckedDelivery[] = Array.from({ length: 80 }, (_, at) => ({
  resendId: 7,
  endpoint: 0,
  object: (at % 20) + 1,
  ordinal: Math.floor(at / 20) + 1,
}));

/** What is planted, as groups of requests that are sent together. */
const streams: Readonly<
  Record<
    string,
    {
      readonly sends: readonly (readonly CheckedDelivery[])[];
      readonly finds: keyof CheckVerdict | null;
    }
  >
> = {
  'a clean stream': { sends: alone(clean), finds: null },
  'a lost delivery': { sends: alone(clean.toSpliced(41, 1)), finds: 'lost' },
  'a doubled delivery': { sends: alone([...clean, OBJECT]), finds: 'doubled' },
  'two swapped deliveries': { sends: alone(swapped()), finds: 'outOfOrder' },
  'a delivery of another resend': {
    sends: alone([...clean, { ...OBJECT, resendId: 8 }]),
    finds: 'foreign',
  },
  'two deliveries of an object at once': { sends: paired(), finds: 'together' },
};

/** Feeds the checking receiver streams with one defect each; true when it finds what it is to find. */
export async function runSelfTest(checking: CheckingProcess, note: Note): Promise<boolean> {
  let isAsExpected = true;
  for (const [name, { sends, finds }] of Object.entries(streams)) {
    await checking.plan([PLAN]);
    for (const group of sends) {
      await Promise.all(group.map((delivery) => send(checking.urlOf(0), delivery)));
    }
    const verdict = await checking.verdict([RESEND]);
    const isRight = finds === null ? isClean(verdict) : verdict[finds] > 0;
    note(`${name}: ${isRight ? 'judged rightly' : 'JUDGED WRONGLY'} ${JSON.stringify(verdict)}`);
    isAsExpected &&= isRight;
  }
  return isAsExpected;
}

function alone(stream: readonly CheckedDelivery[]): CheckedDelivery[][] {
  return stream.map((delivery) => [delivery]);
}

/** The first two events of the first object change places. */
function swapped(): CheckedDelivery[] {
  const [first, second] = [clean[0], clean[20]] as [CheckedDelivery, CheckedDelivery];
  return clean.with(0, second).with(20, first);
}

/**
 * The events of all objects but the first go two at a time. The one in front makes every eighth
 * request, whose answer is slow, the first of its pair.
 */
function paired(): CheckedDelivery[][] {
  const [first, ...others] = clean.filter(({ object }) => object === 1);
  const pairs = clean
    .filter(({ object, ordinal }) => object > 1 && ordinal % 2 === 1)
    .map((delivery) => [delivery, { ...delivery, ordinal: delivery.ordinal + 1 }]);
  return [...alone(first === undefined ? [] : [first]), ...pairs, ...alone(others)];
}

async function send(url: string, delivery: CheckedDelivery): Promise<void> {
  const { resendId, object, ordinal } = delivery;
  const call = request(url, {
    method: 'POST',
    headers: { 'webhook-id': `evt_1_${object}_${ordinal}`, 'webhook-resend-id': `${resendId}` },
  });
  call.end('{}');
  const [answer] = (await once(call, 'response')) as [IncomingMessage];
  answer.resume();
  await once(answer, 'end');
}
