import type { Logger } from '../logging/logger.ts';
import type { TraceSettings } from './trace-settings.ts';

/** What a span says about itself: ids, counts and codes, never a secret or a payload. */
export type SpanAttributes = Readonly<Record<string, string | number>>;

/** Which side of which border a span stands on, as OpenTelemetry has it. */
export type SpanKind = 'server' | 'client' | 'producer' | 'consumer' | 'internal';

/** A step of the way of a resend, from its start to its end. */
export interface Span {
  /**
   * W3C trace context for whatever comes of this step, the state behind a space. Without tracing it is that of the step before,
   * passed on as it came; empty when there is none.
   */
  readonly traceparent: string;
  /** What it turned out to be; a name of few. */
  rename(name: string): void;
  /** failure: why it went wrong, in a word; null when it did not. */
  end(attributes?: SpanAttributes, failure?: string | null): void;
}

export interface SpanStart {
  readonly kind: SpanKind;
  /** Trace context of the step before; empty when this is the first. */
  readonly parent: string;
  readonly attributes?: SpanAttributes;
}

/** Notes the steps of resends, if a setting asks for it. */
export interface Tracer extends AsyncDisposable {
  /** False: nothing is noted, so that what a span would say need not be put together. */
  readonly isOn: boolean;
  start(name: string, options: SpanStart): Span;
}

export interface TracerOptions {
  /** Name of the app. */
  readonly app: string;
  /** Which spans are sent where, and how; null: none. */
  readonly settings: TraceSettings | null;
  readonly logger: Logger;
}

const untraced = (): void => undefined;

/** Passes trace contexts on and notes nothing. */
export const noTracer: Tracer = {
  isOn: false,
  start: (_name, { parent }) => ({ traceparent: parent, rename: untraced, end: untraced }),
  [Symbol.asyncDispose]: async () => undefined,
};

/** Loads what exports spans only when there is somebody to export them to. */
export async function createTracer({ app, settings, logger }: TracerOptions): Promise<Tracer> {
  if (settings === null) return noTracer;
  const { OtlpTracer } = await import('./otlp-tracer.ts');
  return new OtlpTracer(app, settings, logger);
}
