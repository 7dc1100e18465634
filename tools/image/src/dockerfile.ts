/** One line of a Dockerfile, continued lines joined. */
export interface Instruction {
  readonly name: string;
  readonly text: string;
}

/** What leads to one image. */
export interface Stage {
  readonly name: string;
  /** An image, or an earlier stage. */
  readonly from: string;
  readonly instructions: readonly Instruction[];
}

/** Reads the stages of a Dockerfile. As much of the language as ours uses. */
export function readStages(dockerfile: string): Stage[] {
  const stages: { name: string; from: string; instructions: Instruction[] }[] = [];
  for (const line of dockerfile.replaceAll('\\\n', ' ').split('\n')) {
    const [, name = '', rest = ''] = /^([A-Z]+)\s(.*)$/.exec(line) ?? [];
    const text = rest.trimStart();
    if (name === 'FROM') {
      const [, from = '', stage = ''] = /^(\S+) AS (\S+)$/.exec(text) ?? [];
      if (stage === '') throw new Error(`a stage without a name: ${line}`);
      stages.push({ name: stage, from, instructions: [] });
    } else if (name !== '') {
      const stage = stages.at(-1);
      if (stage === undefined) throw new Error(`nothing to add to: ${line}`);
      stage.instructions.push({ name, text });
    }
  }
  return stages;
}

/** All instructions of a stage, those of the stages that it begins with first. */
export function allInstructions(stages: readonly Stage[], name: string): Instruction[] {
  const stage = stages.find((candidate) => candidate.name === name);
  if (stage === undefined) return [];
  return [...allInstructions(stages, stage.from), ...stage.instructions];
}

/** The last value of an instruction; empty when there is none. */
export function lastOf(instructions: readonly Instruction[], name: string): string {
  return instructions.findLast((instruction) => instruction.name === name)?.text ?? '';
}

/** The words of a command in its JSON form. */
export function commandOf(text: string): string[] {
  return JSON.parse(text.slice(text.indexOf('['))) as string[];
}

/** Variables by their names, as ENV sets them. */
export function environmentOf(instructions: readonly Instruction[]): Record<string, string> {
  const pairs = instructions
    .filter(({ name }) => name === 'ENV')
    .flatMap(({ text }) => text.split(/\s+/))
    .map((pair): [string, string] => {
      const equals = pair.indexOf('=');
      return [pair.slice(0, equals), pair.slice(equals + 1)];
    });
  return Object.fromEntries(pairs);
}
