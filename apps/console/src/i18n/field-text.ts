import type { Language } from './locale.ts';

/** What the API says about fields, in Portuguese; it says it in English itself. */
const portuguese: readonly (readonly [RegExp, string])[] = [
  [/^must be CASHIN or CASHOUT$/, 'deve ser CASHIN ou CASHOUT'],
  [/^must be an integer from 1 to (\d+)$/, 'deve ser um número inteiro de 1 a $1'],
  [
    /^must be a string of 1 to (\d+) printable characters$/,
    'deve ter de 1 a $1 caracteres imprimíveis',
  ],
  [
    /^must be an existing ISO 8601 date and time from (\d+) to (\d+), such as .*$/,
    'deve ser uma data e hora existente, de $1 a $2',
  ],
  [
    /^must be ALL, FAILED, NEVER_ATTEMPTED or UNDELIVERED$/,
    'deve ser ALL, FAILED, NEVER_ATTEMPTED ou UNDELIVERED',
  ],
  [/^must be a number from ([\d.]+) to (\d+)(, or null)?$/, 'deve ser um número de $1 a $2'],
  [/^is not for a single object$/, 'não serve para um único objeto'],
  [/^(\S+) is not an endpoint of the account$/, '$1 não é um endpoint da conta'],
  [/^(\S+) is not marked as a test endpoint$/, '$1 não está marcado como endpoint de teste'],
  [/^(\S+) is disabled$/, '$1 está desativado'],
  [
    /^(\S+) is a test endpoint: only deliver_to can name it$/,
    '$1 é um endpoint de teste: só deliver_to pode indicá-lo',
  ],
  [
    /^must be an endpoint id of 1 to (\d+) characters A-Z a-z 0-9 _ - \.$/,
    'deve ser o ID de um endpoint, de 1 a $1 caracteres A-Z a-z 0-9 _ - .',
  ],
  [/^must be at most 30 days ahead$/, 'deve ser no máximo daqui a 30 dias'],
  [/^must be true or false$/, 'deve ser true ou false'],
  [/^needs delivery_state UNDELIVERED$/, 'exige delivery_state UNDELIVERED'],
  [
    /^must be a list of 1 to (\d+) event types, each of 1 to (\d+) characters A-Z 0-9 _$/,
    'deve ter de 1 a $1 tipos de evento, cada um de 1 a $2 caracteres A-Z 0-9 _',
  ],
  [
    /^must be a list of 1 to (\d+) endpoint ids, each of 1 to (\d+) characters A-Z a-z 0-9 _ - \.$/,
    'deve ter de 1 a $1 IDs de endpoints, cada um de 1 a $2 caracteres A-Z a-z 0-9 _ - .',
  ],
  [/^must not be after end_datetime$/, 'não pode ser depois do fim'],
  [/^is required( .*)?$/, 'é obrigatório'],
  [/^must be 1 to (\d+) printable ASCII characters$/, 'deve ter de 1 a $1 caracteres ASCII'],
  [
    /^must be an? (https|https or http) URL of at most (\d+) .*$/,
    'deve ser uma URL $1 de até $2 caracteres, sem usuário',
  ],
  [/^must be a URL of at most (\d+) characters$/, 'deve ser uma URL de até $1 caracteres'],
  [/^must not be called: .*$/, 'não pode ser chamada: o endereço não é permitido'],
];

/** The message of a field in a language, or as the API said it. */
export function fieldText(message: string, language: Language): string {
  if (language === 'en') return message;
  const known = portuguese.find(([pattern]) => pattern.test(message));
  return known === undefined ? message : message.replace(known[0], known[1]);
}
