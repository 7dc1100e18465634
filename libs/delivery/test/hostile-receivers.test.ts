import { attack } from './hostile/attack.ts';
import { hostileKinds } from './hostile/hostile-kinds.ts';
import { hostileSender } from './hostile/hostile-sender.ts';
import { watchSockets } from './hostile/socket-watch.ts';

describe('a receiver that', () => {
  for (const kind of hostileKinds) {
    const { errorClass } = kind.expected;
    it(`${kind.name} ends as ${errorClass ?? 'success'} and frees its socket`, async () => {
      using watch = watchSockets();
      await using sender = hostileSender({ endsByDeadline: kind.endsByDeadline === true });
      await attack(kind, { sender, watch, times: 1 });
    });
  }
});
