const SECONDS = { s: 1, m: 60, h: 3_600, d: 86_400 } as const;

/** Reads "45s", "30m", "1h" or "7d" as seconds; null for anything else. */
export function parseDurationS(text: string): number | null {
  const match = /^([1-9]\d{0,6})([smhd])$/.exec(text);
  if (match === null) return null;
  return Number(match[1]) * SECONDS[match[2] as keyof typeof SECONDS];
}
