import { getEvent } from '../api/events-api.ts';

/** One a line; what is no text in base64. */
export async function bodiesOf(ids: readonly string[]): Promise<string> {
  const bodies: string[] = [];
  const signal = AbortSignal.timeout(60_000);
  // One after the other: nobody else should have to wait for it.
  for (const id of ids) {
    const { payload, payload_text: text } = await getEvent(id, '', signal);
    bodies.push(text ?? payload);
  }
  return bodies.join('\n');
}
