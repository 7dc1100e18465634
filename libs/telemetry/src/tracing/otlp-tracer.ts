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
import { ExportResultCode, parseTraceParent, TraceState } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider, type SpanExporter } from '@opentelemetry/sdk-trace';
import { splitTraceContext } from '@webhooks/domain';
import { buildInfo, within } from '@webhooks/runtime';

import type { Logger } from '../logging/logger.ts';
import { samplerOf } from './sampler.ts';
import type { TraceSettings } from './trace-settings.ts';
import type { Span, SpanKind, SpanStart, Tracer } from './tracer.ts';

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
 * Sends spans by OTLP over HTTP, in batches beside the work. Unless a setting says otherwise, whoever
 * begins a trace decides whether it is noted; a trace that begins here is. Of the variables of
 * OpenTelemetry the exporter reads its headers, certificates and compression itself, and the resource
 * its name and attributes.
 */
export class OtlpTracer implements Tracer {
  readonly isOn = true;
  readonly #provider: TracerProvider;
  readonly #tracer: ApiTracer;

  constructor(app: string, settings: TraceSettings, logger: Logger) {
    const { url, timeoutMs } = settings;
    const exporter = new OTLPTraceExporter({ url, timeoutMillis: timeoutMs });
    const { version } = buildInfo();
    const own = {
      ...{ 'service.name': app, 'service.namespace': 'webhooks', 'service.version': version },
    };
    this.#provider = new TracerProvider({
      resource: resourceFromAttributes(own).merge(detectResources({ detectors: [envDetector] })),
      sampler: samplerOf(settings),
      spanProcessors: [
        new BatchSpanProcessor({
          exporter: logOutages(exporter, logger),
          maxQueueSize: settings.maxQueue,
          maxExportBatchSize: Math.min(settings.maxBatch, settings.maxQueue),
          scheduledDelayMillis: settings.sendEveryMs,
          exportTimeoutMillis: timeoutMs,
        }),
      ],
    });
    this.#tracer = this.#provider.getTracer('webhooks');
  }

  start(first: string, { kind, parent, attributes }: SpanStart): Span {
    const options = { kind: kinds[kind], ...(attributes === undefined ? {} : { attributes }) };
    const span = this.#tracer.startSpan(first, options, contextOf(parent));
    return {
      traceparent: traceContextOf(span),
      rename: (name) => void span.updateName(name),
      end: (more, failure = null) => {
        if (more !== undefined) span.setAttributes(more);
        if (failure !== null) {
          span.setAttribute('error.type', failure);
          span.setStatus({ code: SpanStatusCode.ERROR, message: failure });
        }
        span.end();
      },
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const stopped = this.#provider.shutdown().catch(() => undefined);
    await within(STOP_MS, stopped, () => undefined);
  }
}

function contextOf(context: string): Context {
  const { traceparent, tracestate } = splitTraceContext(context);
  const parent = parseTraceParent(traceparent);
  if (parent === null || !isSpanContextValid(parent)) return ROOT_CONTEXT;
  const state = tracestate === '' ? {} : { traceState: new TraceState(tracestate) };
  return trace.setSpanContext(ROOT_CONTEXT, { ...parent, ...state, isRemote: true });
}

function traceContextOf(span: ApiSpan): string {
  const { traceId, spanId, traceFlags, traceState } = span.spanContext();
  const flags = (traceFlags & TraceFlags.SAMPLED).toString(16).padStart(2, '0');
  const state = traceState?.serialize() ?? '';
  return `00-${traceId}-${spanId}-${flags}${state === '' ? '' : ` ${state}`}`;
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
