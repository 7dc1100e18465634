import { ResendConnectionError } from '../errors/errors.ts';
import { connectionFailure } from '../http/connection-failure.ts';

/** One event of a stream. */
export interface ServerSentEvent {
  readonly type: string;
  /** The id that the stream has reached; empty when it names none. */
  readonly id: string;
  readonly data: string;
}

/** No event of the API comes near this; what does not end is no event. */
const MAX_EVENT_CHARACTERS = 1024 * 1024;

/** Called when a stream is waited for, and when something came: events, comments, or its end. */
export interface Wait {
  begin(): void;
  end(): void;
}

const NO_WAIT: Wait = { begin: () => {}, end: () => {} };

/** Reads the events of a stream as they come. */
export async function* serverSentEvents(
  stream: ReadableStream<Uint8Array>,
  wait: Wait = NO_WAIT,
): AsyncGenerator<ServerSentEvent, void> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  const read = async () => {
    wait.begin();
    try {
      return await reader.read();
    } catch (error) {
      throw connectionFailure(error);
    } finally {
      wait.end();
    }
  };
  try {
    for (let part = await read(); !part.done; part = await read()) {
      rest = (rest + decoder.decode(part.value, { stream: true })).replaceAll('\r\n', '\n');
      const blocks = rest.split('\n\n');
      rest = blocks.pop() ?? '';
      if (rest.length > MAX_EVENT_CHARACTERS) throw endless();
      for (const block of blocks) {
        const event = parseEvent(block);
        if (event !== null) yield event;
      }
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

function endless(): ResendConnectionError {
  const message = `An event of the stream has no end after ${MAX_EVENT_CHARACTERS} characters`;
  return new ResendConnectionError('connection_failed', message);
}

/** Null for a block without data: a comment, or a hint. */
function parseEvent(block: string): ServerSentEvent | null {
  const event = { type: 'message', id: '', data: [] as string[] };
  for (const line of block.split('\n')) {
    const [name = '', ...rest] = line.split(':');
    const value = rest.join(':').replace(/^ /, '');
    if (name === 'event') event.type = value;
    else if (name === 'id') event.id = value;
    else if (name === 'data') event.data.push(value);
  }
  return event.data.length === 0 ? null : { ...event, data: event.data.join('\n') };
}
