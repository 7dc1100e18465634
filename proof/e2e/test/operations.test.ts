import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

import { expect } from 'chai';

import { freePort, startHttpReceiver, startProcess, waitFor } from '@webhooks/testing';
import { startSystem } from '@webhooks/proof-kit';

import { operationsFile, readAlerts, readDashboard } from './support/operations.ts';
import { findPrometheusTool } from './support/prometheus.ts';
import { parsePromql } from './support/promql.ts';
import { endpointRecord } from './support/records.ts';
import { scrape, type Scrape } from './support/scrape.ts';

/** What Prometheus itself adds. */
const TARGET_LABELS = ['job', 'instance'];
const TARGET_METRICS = ['up'];
/** Kinds of failure that are there only once they have happened; counters begin with a success. */
const OPEN_LABELS = ['error_class', 'status', 'code'];

/** Where alerts lead to; whoever takes the rules puts the home of their copy there. */
const RUNBOOK = 'https://git.example/owner/webhook-resend/blob/main/docs/runbook.md';

describe('dashboard and alerts', function () {
  this.timeout(120_000);

  let shown: Scrape;
  /** What each app answers, by its name. */
  const texts = new Map<string, string>();

  before(async () => {
    await using receiver = await startHttpReceiver();
    await using system = await startSystem();
    const { url } = receiver;
    await system.importSample([
      endpointRecord({ id: 'ep_ops', account_id: 17, url, type_webhook: 'CASHIN' }),
    ]);
    const canaryPort = `${await freePort()}`;
    await using canary = startProcess({
      file: operationsFile('tools/canary/src/main.ts'),
      env: { ...system.settings, CANARY_PORT: '0', CANARY_ADMIN_PORT: canaryPort },
    });
    const { SERVICE_ADMIN_PORT, DISPATCHER_PORT, FACADE_ADMIN_PORT } = system.settings;
    const id = await system.api.accept({ resend_type: 'CASHIN', object_reference_id: 12345 });
    await system.api.settled(id);
    await waitFor(
      async () => (await scrape([canaryPort])).sum('canary_total', { result: 'arrived' }) > 0,
      { deadlineMs: 20_000, what: () => `a canary to arrive: ${canary.lines.join('\n')}` },
    );
    shown = await scrape([SERVICE_ADMIN_PORT, DISPATCHER_PORT, FACADE_ADMIN_PORT, canaryPort]);
    for (const [app, port] of Object.entries({
      'resend-service': SERVICE_ADMIN_PORT,
      dispatcher: DISPATCHER_PORT,
      'rest-facade': FACADE_ADMIN_PORT,
      canary: canaryPort,
    })) {
      texts.set(app, await (await fetch(`http://127.0.0.1:${port}/metrics`)).text());
    }
  });

  const expressions = [
    ...readAlerts().map(({ alert, expr }) => ({ title: alert, expr })),
    ...readDashboard(),
  ].map(({ title, expr }) => ({
    title,
    // Grafana puts a duration in its place.
    ...parsePromql(expr.replaceAll('$__rate_interval', '1m')),
  }));

  const labelsOf = (metric: string): Map<string, Set<string>> => {
    const labels = new Map<string, Set<string>>();
    for (const sample of shown.samples.filter(({ name }) => name === metric)) {
      for (const [label, value] of Object.entries(sample.labels)) {
        labels.set(label, (labels.get(label) ?? new Set()).add(value));
      }
    }
    return labels;
  };

  it('are written in PromQL', () => {
    expect(expressions).to.have.length.above(40);
    const broken = expressions.filter(({ isValid }) => !isValid).map(({ title }) => title);
    expect(broken).to.deep.equal([]);
  });

  it('use only metrics, labels and values that the running apps show', () => {
    const problems = expressions.flatMap(({ title, selectors, groupedBy }) => {
      const known = new Set(TARGET_LABELS);
      const missing = selectors.flatMap(({ metric, matchers }) => {
        if (TARGET_METRICS.includes(metric)) return [];
        const labels = labelsOf(metric);
        for (const label of labels.keys()) known.add(label);
        if (labels.size === 0) return [`${title}: no metric ${metric}`];
        return matchers
          .filter(({ label, op, value }) => {
            const values = labels.get(label);
            const isOpen = op !== '=' || OPEN_LABELS.includes(label);
            return values === undefined || (!isOpen && !values.has(value));
          })
          .map(({ label, value }) => `${title}: ${metric} has no ${label}="${value}"`);
      });
      const unknown = groupedBy.filter((label) => !known.has(label));
      return [...missing, ...unknown.map((label) => `${title}: groups by ${label}`)];
    });
    expect(problems).to.deep.equal([]);
  });

  it('leave no metric unseen', () => {
    const used = new Set(
      expressions.flatMap(({ selectors }) => selectors.map(({ metric }) => familyOf(metric))),
    );
    // What every process has, and what has names of conventions, is known without our dashboard.
    const known = /^(?:process|nodejs|http_server|http_client|rpc_server)_/;
    const own = shown.samples.filter(({ name }) => !known.test(name));
    const families = new Set(own.map(({ name }) => familyOf(name)));
    expect([...families].filter((family) => !used.has(family))).to.deep.equal([]);
  });

  it('name for each alert its part of the runbook, and for each part an alert', () => {
    const runbook = readFileSync(operationsFile('docs/runbook.md'), 'utf8');
    const headings = [...runbook.matchAll(/^## (Webhook\w+)$/gm)].map(([, heading]) => heading);
    const alerts = readAlerts();
    expect(headings.sort()).to.deep.equal(alerts.map(({ alert }) => alert).sort());
    for (const { alert, annotations } of alerts) {
      expect(annotations.runbook_url).to.equal(`${RUNBOOK}#${alert.toLowerCase()}`);
      expect(annotations.summary).not.to.equal('');
    }
  });

  for (const app of ['resend-service', 'dispatcher', 'rest-facade', 'canary']) {
    it(`stand on metrics of ${app} that Prometheus finds nothing wrong with`, function () {
      const promtool = findPrometheusTool('promtool');
      if (promtool === null) return this.skip();
      const { status, stderr } = spawnSync(promtool, ['check', 'metrics'], {
        input: texts.get(app),
        encoding: 'utf8',
      });
      expect({ status, stderr }).to.deep.equal({ status: 0, stderr: '' });
    });
  }

  for (const [what, args] of [
    ['are rules that Prometheus takes', ['check', 'rules', 'ops/prometheus/alerts.yml']],
    [
      'are scraped by a configuration that Prometheus takes',
      ['check', 'config', 'ops/prometheus/prometheus.yml'],
    ],
    [
      'fire when they should and not otherwise',
      ['test', 'rules', 'ops/prometheus/alerts.test.yml'],
    ],
  ] as const) {
    it(what, function () {
      const promtool = findPrometheusTool('promtool');
      if (promtool === null) return this.skip();
      execFileSync(promtool, args, { cwd: operationsFile('.'), stdio: 'pipe' });
    });
  }
});

/** A histogram has three names. */
function familyOf(metric: string): string {
  return metric.replace(/_(bucket|sum|count)$/, '');
}
