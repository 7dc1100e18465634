/** A page of 100 rows has some 100 KB; nothing of the API comes near this. */
const MAX_ANSWER_BYTES = 16 * 1024 * 1024;

/** The text of an answer; null when it is larger than anything that the API sends. */
export async function readText(response: Response): Promise<string | null> {
  if (response.body === null) return '';
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const decoder = new TextDecoder();
  let bytes = 0;
  let text = '';
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    bytes += part.value.length;
    if (bytes > MAX_ANSWER_BYTES) {
      await reader.cancel();
      return null;
    }
    text += decoder.decode(part.value, { stream: true });
  }
  return text + decoder.decode();
}
