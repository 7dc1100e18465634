export { startAdminServer, type AdminServer, type AdminServerOptions } from './admin-server.ts';
export {
  createLogger,
  logLevels,
  type Logger,
  type LoggerOptions,
  type LogLevel,
} from './logging/logger.ts';
export { atMostEvery } from './metrics/at-most-every.ts';
export type { Count, Counter, Labels, Sample } from './metrics/counter.ts';
export type { Histogram, Histograms } from './metrics/histograms.ts';
export { durationBuckets, Metrics, rowBuckets } from './metrics/metrics.ts';
export type { Checks, Readiness } from './readiness-probe.ts';
export { RecurringReasons, type RecurringReasonsOptions } from './recurring-reasons.ts';
export { readTraceSettings, type TraceSettings } from './tracing/trace-settings.ts';
export {
  createTracer,
  noTracer,
  type Span,
  type SpanAttributes,
  type SpanKind,
  type SpanStart,
  type Tracer,
  type TracerOptions,
} from './tracing/tracer.ts';
