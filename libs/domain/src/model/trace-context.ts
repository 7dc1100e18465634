const TRACEPARENT = /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;
/** Printable characters of lists that others wrote: `vendor=value,…`. */
const TRACESTATE = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/;
/** As much as everybody has to pass on; the last entries of what is longer are left out. */
const MAX_STATE_LENGTH = 512;

type Header = string | readonly string[] | undefined;

/**
 * W3C Trace Context (version 00) as one text, which is stored and carried as it is: `traceparent`,
 * and `tracestate` behind a space where there is one. Empty where the headers name no trace.
 */
export function readTraceContext(traceparent: Header, tracestate: Header): string {
  if (typeof traceparent !== 'string' || !TRACEPARENT.test(traceparent)) return '';
  const state = boundedState(tracestate);
  return state === '' ? traceparent : `${traceparent} ${state}`;
}

/** A context that another process of ours carried; empty where it is none. */
export function checkTraceContext(context: string): string {
  const { traceparent, tracestate } = splitTraceContext(context);
  return readTraceContext(traceparent, tracestate);
}

/** Both of its parts; empty ones where there is no trace, or nothing beside it. */
export function splitTraceContext(context: string): {
  readonly traceparent: string;
  readonly tracestate: string;
} {
  const [traceparent = '', ...state] = context.split(' ');
  return { traceparent, tracestate: state.join(' ') };
}

/** The headers that carry it on. */
export function traceHeaders(context: string): Readonly<Record<string, string>> {
  const { traceparent, tracestate } = splitTraceContext(context);
  return {
    ...(traceparent === '' ? {} : { traceparent }),
    ...(tracestate === '' ? {} : { tracestate }),
  };
}

/** A state that is no such list is left out; the trace stays. */
function boundedState(header: Header): string {
  const text = typeof header === 'object' ? header.join(',') : (header ?? '');
  if (!TRACESTATE.test(text)) return '';
  const entries = text.split(',').map((entry) => entry.trim());
  if (!entries.every((entry) => entry === '' || /^[^=]+=[^=]+$/.test(entry))) return '';
  let kept = '';
  for (const entry of entries.filter((entry) => entry !== '')) {
    const longer = kept === '' ? entry : `${kept},${entry}`;
    if (longer.length > MAX_STATE_LENGTH) break;
    kept = longer;
  }
  return kept;
}
