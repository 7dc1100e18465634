/** One way to get a running stack on a fresh clone. */
export interface Leg {
  readonly npm: string;
  readonly node: string;
  /** Whether npm runs install scripts. */
  readonly scripts: boolean;
  /** What the user does or has set, beside that. */
  readonly beside?: { readonly name: string; readonly env?: Env; readonly before?: Arguments };
}

type Env = Readonly<Record<string, string>>;
/** Of an npm command that runs first. */
type Arguments = readonly string[];

const NPM_11 = '11.21.2';
const NPM_12 = '12.2.2';
const NODE_20 = '20.20.2';
const NODE_22 = '22.23.5';
const NODE_24 = '24.21.0';

const pairs = [
  [NPM_11, NODE_20],
  [NPM_11, NODE_22],
  [NPM_11, NODE_24],
  [NPM_12, NODE_22],
  [NPM_12, NODE_24],
] as const;

const besides: readonly NonNullable<Leg['beside']>[] = [
  { name: 'NODE_ENV=production', env: { NODE_ENV: 'production' } },
  { name: 'NPM_CONFIG_OMIT=dev', env: { NPM_CONFIG_OMIT: 'dev' } },
  { name: 'after npm ci --omit=dev', before: ['ci', '--omit=dev'] },
  { name: 'after npm ci --omit=optional', before: ['ci', '--omit=optional'] },
];

/** Everything that `npm run try-installs` tries, in order. */
export const legs: readonly Leg[] = [
  ...pairs.flatMap(([npm, node]) => [true, false].map((scripts) => ({ npm, node, scripts }))),
  ...besides.map((beside) => ({ npm: NPM_12, node: NODE_24, scripts: false, beside })),
];

/** As in "npm 12.2.2, Node 24.21.0, scripts off". */
export function nameOf({ npm, node, scripts, beside }: Leg): string {
  const more = beside === undefined ? '' : `, ${beside.name}`;
  return `npm ${npm}, Node ${node}, scripts ${scripts ? 'on' : 'off'}${more}`;
}
