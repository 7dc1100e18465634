/** A sample as Prometheus reads it. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** What one or several apps show at a moment. */
export class Scrape {
  readonly text: string;
  readonly samples: readonly Sample[];

  constructor(text: string) {
    this.text = text;
    this.samples = text.split('\n').flatMap(readSample);
  }

  /** The sum of the samples that have these labels; 0 when there are none. */
  sum(name: string, labels: Readonly<Record<string, string>> = {}): number {
    return this.samples
      .filter((sample) => sample.name === fullName(name))
      .filter((sample) =>
        Object.entries(labels).every(([key, value]) => sample.labels[key] === value),
      )
      .reduce((sum, { value }) => sum + value, 0);
  }
}

/** Reads the metrics at these admin ports; those that do not answer show nothing. */
export async function scrape(ports: readonly (string | undefined)[]): Promise<Scrape> {
  const texts = ports.map(async (port) => {
    try {
      return await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    } catch {
      return '';
    }
  });
  return new Scrape((await Promise.all(texts)).join('\n'));
}

/** What every process has stands under its usual name. */
function fullName(name: string): string {
  return /^(?:process|nodejs|http_server|http_client|rpc_server)_/.test(name)
    ? name
    : `webhooks_${name}`;
}

function readSample(line: string): Sample[] {
  const [, name, labels = '', value] = /^([a-z0-9_]+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
  if (name === undefined) return [];
  const pairs = [...labels.matchAll(/(?<![a-z_])([a-z_]+)="([^"]*)"/g)].map(([, key, text]) => [
    key,
    text,
  ]);
  return [{ name, labels: Object.fromEntries(pairs), value: Number(value) }];
}
