import { parser } from '@prometheus-io/lezer-promql';

/** A metric that an expression reads, and what it asks of its labels. */
export interface Selector {
  readonly metric: string;
  readonly matchers: readonly {
    readonly label: string;
    readonly op: string;
    readonly value: string;
  }[];
}

/** What an expression in PromQL depends on. */
export interface Expression {
  readonly isValid: boolean;
  readonly selectors: readonly Selector[];
  /** Labels that it groups by. */
  readonly groupedBy: readonly string[];
}

/** Parses as Prometheus' own editor does. */
export function parsePromql(text: string): Expression {
  let isValid = true;
  const selectors: { metric: string; matchers: Selector['matchers'][number][] }[] = [];
  const groupedBy: string[] = [];
  parser.parse(text).iterate({
    enter: ({ type, from, to, node }) => {
      const source = text.slice(from, to);
      if (type.isError) isValid = false;
      if (type.name === 'VectorSelector') {
        const metric = node.getChild('Identifier');
        selectors.push({
          metric: metric === null ? '' : text.slice(metric.from, metric.to),
          matchers: [],
        });
      }
      if (type.name === 'UnquotedLabelMatcher') {
        const [, label = '', op = '', value = ''] =
          /^(\w+)\s*(=~|!~|!=|=)\s*"(.*)"$/.exec(source) ?? [];
        selectors.at(-1)?.matchers.push({ label, op, value });
      }
      if (type.name === 'GroupingLabels') groupedBy.push(...(source.match(/\w+/g) ?? []));
    },
  });
  return { isValid, selectors, groupedBy };
}
