const TRACEPARENT = /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** What a header says of the trace (W3C Trace Context, version 00); empty where it is none. */
export function readTraceparent(header: string | readonly string[] | undefined): string {
  return typeof header === 'string' && TRACEPARENT.test(header) ? header : '';
}
