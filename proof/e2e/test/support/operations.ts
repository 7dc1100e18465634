import { readFileSync } from 'node:fs';

import { parse } from 'yaml';

/** An alert as the rules file has it. */
export interface AlertRule {
  readonly alert: string;
  readonly expr: string;
  readonly annotations: { readonly summary: string; readonly runbook_url: string };
}

/** Where the files for operators lie. */
export function operationsFile(path: string): string {
  return new URL(`../../../../${path}`, import.meta.url).pathname;
}

/** Every alert of ops/prometheus/alerts.yml. */
export function readAlerts(): AlertRule[] {
  const { groups } = parse(readFileSync(operationsFile('ops/prometheus/alerts.yml'), 'utf8')) as {
    readonly groups: readonly { readonly rules: readonly AlertRule[] }[];
  };
  return groups.flatMap(({ rules }) => rules);
}

/** Every expression of the dashboard, by the title of its panel. */
export function readDashboard(): { readonly title: string; readonly expr: string }[] {
  const file = operationsFile('ops/grafana/webhook-resend.json');
  const { panels } = JSON.parse(readFileSync(file, 'utf8')) as {
    readonly panels: readonly {
      readonly title: string;
      readonly targets?: readonly { readonly expr: string }[];
    }[];
  };
  return panels.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => ({ title, expr })));
}
