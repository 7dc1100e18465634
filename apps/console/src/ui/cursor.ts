/** The cursor of a page's link, without the filters, which the page's own address has. */
export function cursorOf(link: string): Record<string, string> {
  const query = new URL(link, 'http://console.invalid').searchParams;
  return Object.fromEntries([...query].filter(([name]) => name.startsWith('cursor_')));
}
