const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const month = months.join('|');
const time = String.raw`(?<hour>\d\d):(?<minute>\d\d):(?<second>\d\d)`;

/** Sun, 06 Nov 1994 08:49:37 GMT */
const imfFixdate = new RegExp(
  String.raw`^(?:mon|tue|wed|thu|fri|sat|sun), (?<day>\d\d) (?<month>${month}) (?<year>\d{4}) ${time} GMT$`,
  'i',
);

/** Sunday, 06-Nov-94 08:49:37 GMT */
const rfc850Date = new RegExp(
  String.raw`^(?:mon|tues|wednes|thurs|fri|satur|sun)day, (?<day>\d\d)-(?<month>${month})-(?<year>\d\d) ${time} GMT$`,
  'i',
);

/** Sun Nov  6 08:49:37 1994 */
const asctimeDate = new RegExp(
  String.raw`^(?:mon|tue|wed|thu|fri|sat|sun) (?<month>${month}) (?<day>\d\d| \d) ${time} (?<year>\d{4})$`,
  'i',
);

/** Reads an HTTP-date in each of its three forms (RFC 9110, 5.6.7); null for anything else. */
export function parseHttpDate(text: string, nowMs: number): number | null {
  const match = imfFixdate.exec(text) ?? rfc850Date.exec(text) ?? asctimeDate.exec(text);
  const parts = match?.groups;
  if (parts === undefined) return null;
  const day = Number(parts['day']);
  const monthIndex = months.indexOf((parts['month'] ?? '').toLowerCase());
  const [hour, minute, second] = [parts['hour'], parts['minute'], parts['second']].map(Number);
  const year = fullYear(parts['year'] ?? '', nowMs);
  // 60 is a leap second.
  if (hour === undefined || hour > 23 || minute === undefined || minute > 59) return null;
  if (second === undefined || second > 60) return null;
  const date = new Date(0);
  date.setUTCFullYear(year, monthIndex, day);
  if (date.getUTCDate() !== day) return null;
  return date.setUTCHours(hour, minute, second);
}

/** Two digits mean the year that is not more than 50 years ahead. */
function fullYear(text: string, nowMs: number): number {
  const year = Number(text);
  if (text.length === 4) return year;
  const thisYear = new Date(nowMs).getUTCFullYear();
  const candidate = thisYear - (thisYear % 100) + year;
  return candidate > thisYear + 50 ? candidate - 100 : candidate;
}
