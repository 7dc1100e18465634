/** How the test files of a project share the machine; stands in its test/lanes.json. */
export interface LaneSettings {
  /** What takes longest, longest first: begun before all others, so that no lane ends much later. */
  readonly longestFirst: readonly string[];
  /** What measures time, or loads the machine: run by itself, when the lanes are empty. */
  readonly alone: readonly string[];
}

export interface LanePlan {
  /** In the order in which lanes take them. */
  readonly together: readonly string[];
  readonly alone: readonly string[];
}

/** @throws Error that names files of the settings that do not exist. */
export function planLanes(files: readonly string[], settings: LaneSettings): LanePlan {
  const named = [...settings.longestFirst, ...settings.alone];
  const unknown = named.filter((file) => !files.includes(file));
  if (unknown.length > 0) throw new Error(`lanes.json: there is no ${unknown.join(', ')}`);
  const rest = files.filter((file) => !named.includes(file));
  return { together: [...settings.longestFirst, ...rest], alone: settings.alone };
}
