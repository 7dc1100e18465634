import { waitFor } from '@webhooks/testing';
import { expect } from 'chai';

import { Metrics } from './metrics.ts';

describe('Metrics', () => {
  let metrics: Metrics;
  beforeEach(() => {
    metrics = new Metrics('demo');
  });
  afterEach(() => metrics[Symbol.dispose]());

  /** The samples of one metric, as they are written. */
  async function samples(name: string): Promise<string[]> {
    const text = await metrics.text();
    const full = name.startsWith('nodejs_') ? name : `webhooks_${name}`;
    return text.split('\n').filter((line) => line.startsWith(full));
  }

  it('counts by labels', async () => {
    const counter = metrics.counter('calls_total', 'Calls', ['method', 'code']);
    counter.of('Get', 'ok').add();
    counter.of('Get', 'ok').add(2);
    counter.of('Get', 'not_found').add();
    expect(await samples('calls_total')).to.deep.equal([
      'webhooks_calls_total{method="Get",code="ok",app="demo"} 3',
      'webhooks_calls_total{method="Get",code="not_found",app="demo"} 1',
    ]);
  });

  it('shows a bounded number of series, whatever is counted', async () => {
    const counter = metrics.counter('calls_total', 'Calls', ['method', 'code']);
    for (let call = 0; call < 1_000; call += 1) counter.of(`method ${call}`, 'ok').add();
    const lines = await samples('calls_total');
    expect(lines).to.have.length(501);
    expect(lines.at(-1)).to.equal(
      'webhooks_calls_total{method="other",code="other",app="demo"} 500',
    );
  });

  it('has durations by several labels, bounded as well, under the names of conventions', async () => {
    const name = 'http_server_request_duration_seconds';
    const durations = metrics.histograms(name, 'Requests', ['http_route', 'code'], [1]);
    durations.of('/a', '200').observe(0.5);
    expect(await metrics.text()).to.include(
      'http_server_request_duration_seconds_count{app="demo",http_route="/a",code="200"} 1',
    );
    for (let route = 0; route < 1_000; route += 1) durations.of(`/${route}`, '200').observe(0.5);
    const counts = (await metrics.text())
      .split('\n')
      .filter((it) => it.startsWith(`${name}_count`));
    expect(counts).to.have.length(201);
    expect(counts.at(-1)).to.match(/http_route="other",code="other"\} 801$/);
  });

  it('asks for a gauge when it is read, and leaves out what is not known', async () => {
    let value: number | null = 1;
    metrics.gauge('level', 'Level', () => value);
    expect(await samples('level')).to.deep.equal(['webhooks_level{app="demo"} 1']);
    value = null;
    expect(await samples('level')).to.deep.equal([]);
  });

  it('leaves out a gauge that cannot be read, and answers all the same', async () => {
    metrics.gauges('broken', 'Broken', [], () => Promise.reject(new Error('no')));
    metrics.gauge('level', 'Level', () => 1);
    expect(await samples('broken')).to.deep.equal([]);
    expect(await samples('level')).to.have.length(1);
  });

  it('drops series that a gauge no longer has, also when it is read twice at once', async () => {
    let states = ['open', 'closed'];
    metrics.gauges('states', 'States', ['state'], async () =>
      states.map((state) => [{ state }, 1] as const),
    );
    expect(await samples('states')).to.have.length(2);
    states = ['open'];
    for (const lines of await Promise.all([samples('states'), samples('states')])) {
      expect(lines).to.deep.equal(['webhooks_states{state="open",app="demo"} 1']);
    }
  });

  it('puts what it observes into buckets', async () => {
    const seconds = metrics.histograms('step_seconds', 'Steps', 'step', [1, 2]);
    seconds.of('read').observe(1.5);
    seconds.of('write');
    const lines = await samples('step_seconds');
    expect(lines).to.include('webhooks_step_seconds_bucket{le="2",app="demo",step="read"} 1');
    expect(lines).to.include('webhooks_step_seconds_count{app="demo",step="write"} 0');
  });

  it('keeps a bounded number of histograms', async () => {
    const seconds = metrics.histograms('step_seconds', 'Steps', 'step', [1]);
    for (let step = 0; step < 100; step += 1) seconds.of(`step ${step}`).observe(1);
    const counts = await samples('step_seconds_count');
    expect(counts).to.have.length(51);
    expect(counts.at(-1)).to.equal('webhooks_step_seconds_count{app="demo",step="other"} 50');
  });

  it('says what runs, and tells of the process under the usual names', async () => {
    expect(await samples('build_info')).to.deep.equal([
      'webhooks_build_info{version="source",commit="unknown",app="demo"} 1',
    ]);
    const text = await metrics.text();
    for (const name of ['process_cpu_seconds_total', 'process_resident_memory_bytes']) {
      expect(text).to.match(new RegExp(`^${name}\\{app="demo"\\} \\d`, 'm'));
    }
    expect(await samples('nodejs_version_info')).to.have.length(1);
  });

  it('tells of a blocked event loop', async () => {
    await samples('nodejs_eventloop_lag');
    // The monitor measures from one of its timers to the next, which come in between.
    let blocks = 0;
    const block = (): boolean => {
      const blockedUntil = performance.now() + 100;
      while (performance.now() < blockedUntil);
      return (blocks += 1) === 3;
    };
    await waitFor(block, { what: 'three blocks' });
    const [, value] = (await samples('nodejs_eventloop_lag_max_seconds'))[0]?.split('} ') ?? [];
    expect(Number(value)).to.be.within(0.05, 10);
  });
});
