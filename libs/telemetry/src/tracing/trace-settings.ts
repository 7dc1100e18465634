import type { SettingsReader } from '@webhooks/runtime';

/** By the names of OpenTelemetry; "parentbased" leaves the decision to whoever began the trace. */
const SAMPLERS = [
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
  'always_on',
  'always_off',
  'traceidratio',
] as const;

export type SamplerName = (typeof SAMPLERS)[number];

/** Which spans an app sends where. */
export interface TraceSettings {
  /** Takes OTLP over HTTP, the path of the signal included. */
  readonly url: string;
  readonly timeoutMs: number;
  readonly sampler: SamplerName;
  /** Share of the traces that a ratio notes, 0 to 1. */
  readonly samplerRatio: number;
  /** Spans that wait to be sent; more are dropped. */
  readonly maxQueue: number;
  readonly maxBatch: number;
  readonly sendEveryMs: number;
}

const MAX_MS = 600_000;
const MAX_SPANS = 65_536;

/** What the variables of OpenTelemetry say; null: no spans are made, and tracing costs nothing. */
export function readTraceSettings(read: SettingsReader): TraceSettings | null {
  const isOff = read.flag('OTEL_SDK_DISABLED', false);
  const exporter = read.oneOf('OTEL_TRACES_EXPORTER', ['otlp', 'none'], 'otlp');
  const url = readUrl(read);
  const settings = {
    timeoutMs: read.integer('OTEL_EXPORTER_OTLP_TIMEOUT', { default: 5_000, min: 1, max: MAX_MS }),
    sampler: read.oneOf('OTEL_TRACES_SAMPLER', SAMPLERS, 'parentbased_always_on'),
    samplerRatio: readRatio(read),
    maxQueue: read.integer('OTEL_BSP_MAX_QUEUE_SIZE', { default: 8_192, min: 1, max: MAX_SPANS }),
    maxBatch: read.integer('OTEL_BSP_MAX_EXPORT_BATCH_SIZE', {
      default: 512,
      min: 1,
      max: MAX_SPANS,
    }),
    sendEveryMs: read.integer('OTEL_BSP_SCHEDULE_DELAY', { default: 1_000, min: 1, max: MAX_MS }),
  };
  return isOff || exporter === 'none' || url === null ? null : { url, ...settings };
}

function readUrl(read: SettingsReader): string | null {
  const [own, common] = ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'OTEL_EXPORTER_OTLP_ENDPOINT'];
  const base = read.has(common) ? read.url(common) : null;
  if (read.has(own)) return read.url(own).href;
  return base === null ? null : `${base.href.replace(/(?<!\/)\/+$/, '')}/v1/traces`;
}

function readRatio(read: SettingsReader): number {
  const name = 'OTEL_TRACES_SAMPLER_ARG';
  const text = read.optionalText(name) ?? '1';
  const ratio = /^\d{1,3}(\.\d{1,15})?$/.test(text) ? Number(text) : NaN;
  if (ratio >= 0 && ratio <= 1) return ratio;
  read.problem(name, 'must be a number from 0 to 1');
  return 1;
}
