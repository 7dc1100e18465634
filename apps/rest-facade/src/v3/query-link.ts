/** An absolute URL with a query; parameters that are null are left out. */
export function queryLink(
  url: string,
  parameters: Readonly<Record<string, string | number | null>>,
): string {
  const pairs = Object.entries(parameters)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name}=${encodeValue(String(value))}`);
  return `${url}?${pairs.join('&')}`;
}

/** A colon stands for itself in a query, which keeps times readable. */
function encodeValue(text: string): string {
  return encodeURIComponent(text).replaceAll('%3A', ':');
}
