import {
  isSpanContextValid,
  ROOT_CONTEXT,
  SpanKind as ApiKind,
  SpanStatusCode,
  trace,
  TraceFlags,
  type Context,
  type Span as ApiSpan,
  type Tracer as ApiTracer,
} from '@opentelemetry/api';
import { ExportResultCode, parseTraceParent } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  TracerProvider,
  type SpanExporter,
} from '@opentelemetry/sdk-trace';
import { within } from '@webhooks/runtime';

import type { Logger } from '../logging/logger.ts';
import type { Span, SpanKind, SpanStart, Tracer } from './tracer.ts';

/** Spans that wait to be sent; more are dropped. */
const MAX_QUEUE = 8_192;
const BATCH = 512;
const SEND_EVERY_MS = 1_000;
const SEND_TIMEOUT_MS = 5_000;
/** How long the end of the process waits for the last spans. */
const STOP_MS = 1_000;

const kinds: Readonly<Record<SpanKind, ApiKind>> = {
  server: ApiKind.SERVER,
  client: ApiKind.CLIENT,
  producer: ApiKind.PRODUCER,
  consumer: ApiKind.CONSUMER,
  internal: ApiKind.INTERNAL,
};

/**
 * Sends spans by OTLP over HTTP, in batches beside the work. Whoever begins a trace decides whether
 * it is noted; a trace that begins here is. The exporter's own OTEL_* variables apply, as for headers.
 */
export class OtlpTracer implements Tracer {
  readonly isOn = true;
  readonly #provider: TracerProvider;
  readonly #tracer: ApiTracer;

  constructor(app: string, endpoint: URL, logger: Logger) {
    const url = `${endpoint.href.replace(/(?<!\/)\/+$/, '')}/v1/traces`;
    const exporter = new OTLPTraceExporter({ url, timeoutMillis: SEND_TIMEOUT_MS });
    this.#provider = new TracerProvider({
      resource: resourceFromAttributes({ 'service.name': app, 'service.namespace': 'webhooks' }),
      sampler: new ParentBasedSampler({ root: new AlwaysOnSampler() }),
      spanProcessors: [
        new BatchSpanProcessor({
          exporter: logOutages(exporter, logger),
          maxQueueSize: MAX_QUEUE,
          maxExportBatchSize: BATCH,
          scheduledDelayMillis: SEND_EVERY_MS,
          exportTimeoutMillis: SEND_TIMEOUT_MS,
        }),
      ],
    });
    this.#tracer = this.#provider.getTracer('webhooks');
  }

  start(name: string, { kind, parent, attributes }: SpanStart): Span {
    const options = { kind: kinds[kind], ...(attributes === undefined ? {} : { attributes }) };
    const span = this.#tracer.startSpan(name, options, contextOf(parent));
    return {
      traceparent: traceparentOf(span),
      end: (more, failure = null) => {
        if (more !== undefined) span.setAttributes(more);
        if (failure !== null) span.setStatus({ code: SpanStatusCode.ERROR, message: failure });
        span.end();
      },
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const stopped = this.#provider.shutdown().catch(() => undefined);
    await within(STOP_MS, stopped, () => undefined);
  }
}

function contextOf(traceparent: string): Context {
  const parent = parseTraceParent(traceparent);
  if (parent === null || !isSpanContextValid(parent)) return ROOT_CONTEXT;
  return trace.setSpanContext(ROOT_CONTEXT, { ...parent, isRemote: true });
}

function traceparentOf(span: ApiSpan): string {
  const { traceId, spanId, traceFlags } = span.spanContext();
  const flags = (traceFlags & TraceFlags.SAMPLED).toString(16).padStart(2, '0');
  return `00-${traceId}-${spanId}-${flags}`;
}

/** A collector that is away is worth one line, and one more when it is back. */
function logOutages(exporter: SpanExporter, logger: Logger): SpanExporter {
  let isAway = false;
  return {
    export: (spans, answer) => {
      exporter.export(spans, (result) => {
        const failed = result.code !== ExportResultCode.SUCCESS;
        if (failed && !isAway) logger.warn({ err: result.error }, 'Spans could not be sent');
        if (!failed && isAway) logger.info('Spans are sent again');
        isAway = failed;
        answer(result);
      });
    },
    shutdown: () => exporter.shutdown(),
    forceFlush: async () => exporter.forceFlush?.(),
  };
}
