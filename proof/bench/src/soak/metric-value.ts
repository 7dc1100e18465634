/**
 * The value of one sample in an app's metrics; where there are several, the one with this label.
 *
 * @throws Error when there is none: a figure that is missing must not look like a flat one.
 */
export function metricValue(text: string, name: string, label = ''): number {
  const line = text
    .split('\n')
    .find((each) => /^(?:webhooks_)?(\w+)/.exec(each)?.[1] === name && each.includes(label));
  const value = line === undefined ? Number.NaN : Number(line.slice(line.lastIndexOf(' ') + 1));
  if (Number.isNaN(value)) throw new Error(`no metric ${name} ${label}`.trim());
  return value;
}
