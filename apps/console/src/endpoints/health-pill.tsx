import type { JSX } from 'preact';

import type { Endpoint } from '../api/endpoint-types.ts';
import { t } from '../i18n/locale.ts';
import { Pill } from '../ui/pill.tsx';
import { healthLooks, healthOf } from './endpoint-health.ts';

export function HealthPill({ endpoint }: { readonly endpoint: Endpoint }): JSX.Element {
  const { endpoints: texts, names } = t();
  const health = healthOf(endpoint);
  const words = {
    disabled: texts.disabled,
    open: names.breakers.OPEN.name,
    probing: names.breakers.HALF_OPEN.name,
    failing: texts.failing,
    healthy: texts.healthy,
    idle: texts.idle,
  };
  return <Pill {...healthLooks[health]}>{words[health]}</Pill>;
}
