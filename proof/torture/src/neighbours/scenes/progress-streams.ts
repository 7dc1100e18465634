import { askForResends, type Asking } from '../scene/asked-resends.ts';
import { Repetition } from '../scene/many.ts';
import { recordsOf, singleOf } from '../scene/records.ts';
import type { RestUser } from '../scene/rest-user.ts';
import type { Scene } from '../scene/scene.ts';
import { everything, fewThenMore } from '../scene/scene-defaults.ts';

const USERS = 12;
/** As many as one user may have. */
const STREAMS = 20;
const ANSWER_LIMIT_MS = 10_000;
/** Before a stream that ended or was refused is opened again. */
const AGAIN_MS = 200;
const accountOf = (attacker: number): number => 400 + attacker;
const usersOf = (attacker: number): number[] =>
  Array.from({ length: USERS }, (_, at) => 4_000 + attacker * USERS + at);

/** Streams of progress of resends that do not end. */
export const progressStreams: Scene = {
  name: 'progress-streams',
  about: `${USERS} users with ${STREAMS} streams of progress each`,
  crowds: fewThenMore,
  judged: everything,
  records: (attacker, receiverUrl) =>
    recordsOf({
      id: accountOf(attacker),
      userIds: usersOf(attacker),
      endpointUrls: [`${receiverUrl}/status/503/${attacker}`],
      events: USERS,
    }),
  async attack({ number, user }) {
    const account = accountOf(number);
    const askings = usersOf(number).map((userId, at): Asking => {
      return { user: user(userId), bodies: [singleOf(account, at + 1)] };
    });
    const opened = { streams: 0 };
    await using ending = new AsyncDisposableStack();
    for (const asking of askings) {
      const asked = ending.use(await askForResends([asking]));
      const [id] = asked.ids;
      if (id !== undefined) ending.use(watchAgainAndAgain(asking.user, id, opened));
    }
    await new Promise((resolve) => setTimeout(resolve, 5 * AGAIN_MS));
    const attack = ending.move();
    return {
      held: `${opened.streams} streams opened`,
      [Symbol.asyncDispose]: () => attack.disposeAsync(),
    };
  },
};

function watchAgainAndAgain(user: RestUser, id: number, opened: { streams: number }): Repetition {
  const watch = async (isOver: () => boolean): Promise<void> => {
    const { promise: ended, resolve } = Promise.withResolvers<void>();
    if ((await user.watch(id, ANSWER_LIMIT_MS, resolve)) === 200) opened.streams += 1;
    const poll = setInterval(() => isOver() && resolve(), AGAIN_MS);
    await ended;
    clearInterval(poll);
  };
  return new Repetition(STREAMS, watch, AGAIN_MS);
}
