/** Whole numbers with their thousands apart. */
export function formatCount(count: number): string {
  return count.toLocaleString('en-US');
}

/** A moment of the API, which is UTC, down to the second: "2026-05-12 10:30:00". */
export function formatTime(iso: string | null): string | null {
  return iso === null ? null : iso.slice(0, 19).replace('T', ' ');
}

/** "1 delivery", "2 deliveries". */
export function counted(count: number, one: string, many: string): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** Seconds as "0:07", "12:30" or "1:02:03". */
export function formatSeconds(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [hours, minutes, rest] = [
    Math.floor(whole / 3_600),
    Math.floor(whole / 60) % 60,
    whole % 60,
  ];
  const end = `${minutes}:${String(rest).padStart(2, '0')}`;
  return hours === 0 ? end : `${hours}:${end.padStart(5, '0')}`;
}
