import type { SettingsReader } from '@webhooks/runtime';

/** Where an app sends its spans; null: nowhere, and tracing costs nothing. */
export function readTraceEndpoint(read: SettingsReader): URL | null {
  const name = 'OTEL_EXPORTER_OTLP_ENDPOINT';
  return read.has(name) ? read.url(name) : null;
}
