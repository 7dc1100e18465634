import { startHttpReceiver } from '@webhooks/testing';

/** A span as OTLP brings it in JSON, with the app that it came from. */
export interface CollectedSpan {
  readonly app: string;
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** A collector for spans, as an operator would have one. */
export interface SpanCollector extends AsyncDisposable {
  readonly url: string;
  /** Everything received so far. */
  readonly spans: readonly CollectedSpan[];
}

/** Takes spans by OTLP over HTTP. */
export async function startSpanCollector(): Promise<SpanCollector> {
  const spans: CollectedSpan[] = [];
  const receiver = await startHttpReceiver(({ url, body }, response) => {
    if (url === '/v1/traces') spans.push(...spansIn(JSON.parse(body.toString()) as Export));
    response.setHeader('content-type', 'application/json').end('{}');
  });
  return { url: receiver.url, spans, [Symbol.asyncDispose]: () => receiver[Symbol.asyncDispose]() };
}

interface Attribute {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}

interface Export {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly Attribute[] };
    readonly scopeSpans: readonly {
      readonly spans: readonly (Omit<CollectedSpan, 'app' | 'attributes'> & {
        readonly attributes: readonly Attribute[];
      })[];
    }[];
  }[];
}

function spansIn({ resourceSpans }: Export): CollectedSpan[] {
  return resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const app = String(valuesOf(resource.attributes)['service.name']);
    return scopeSpans.flatMap(({ spans }) =>
      spans.map((span) => ({ ...span, app, attributes: valuesOf(span.attributes) })),
    );
  });
}

function valuesOf(attributes: readonly Attribute[]): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
}
