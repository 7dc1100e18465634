/** What docs/languages.md has for one language. */
export interface LanguageRecipe {
  readonly language: string;
  /** Files by their paths. */
  readonly files: ReadonlyMap<string, string>;
  /** A script of sh that makes everything ready. */
  readonly setup: string;
  /** Commands of sh by what they do: "rest", "grpc" and "receiver". */
  readonly run: ReadonlyMap<string, string>;
}

/** What has to be on a machine for a language to be tried. */
export const COMPILERS: Readonly<Record<string, readonly string[]>> = {
  TypeScript: ['npm'],
  Python: ['python3'],
  Go: ['go', 'npx'],
  Java: ['java', 'mvn'],
  PHP: ['php'],
};

const SECTION = /^## (.+)$/m;
/** A block that says which file it is, or what it is for. */
const BLOCK = /^```\w+ (\S+)\n(.*?)^```$/gms;

/** Reads the recipes from the text of the page. */
export function readRecipes(page: string): LanguageRecipe[] {
  const [, ...parts] = page.split(SECTION);
  const recipes: LanguageRecipe[] = [];
  for (let index = 0; index < parts.length; index += 2) {
    const blocks = [...(parts[index + 1] ?? '').matchAll(BLOCK)];
    const named = new Map(blocks.map(([, name = '', text = '']) => [name, text]));
    const [setup = '', run = ''] = [named.get('setup'), named.get('run')];
    named.delete('setup');
    named.delete('run');
    recipes.push({ language: parts[index] ?? '', files: named, setup, run: commandsOf(run) });
  }
  return recipes;
}

/** Lines such as "rest: node rest.ts". */
function commandsOf(block: string): Map<string, string> {
  return new Map(
    [...block.matchAll(/^(\w+): (.+)$/gm)].map(([, what = '', command = '']) => [what, command]),
  );
}
