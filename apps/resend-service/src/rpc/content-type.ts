const UTF_8 = /^utf-?8$/;

/**
 * A content type in small letters and without its parameters, which say nothing here: every protocol
 * is UTF-8. One that asks for another character set is left as it is, and nobody takes it.
 */
export function plainContentType(contentType: string): string {
  const [type = '', ...parameters] = contentType.toLowerCase().split(';');
  const charsets = parameters
    .map((parameter) => parameter.trim().split('='))
    .filter(([name]) => name === 'charset')
    .map(([, value = '']) => value.replaceAll('"', ''));
  return charsets.every((charset) => UTF_8.test(charset)) ? type.trim() : contentType;
}
