/** The domain's name for a value of a message. Throws when it has none. */
export function nameOf<Name extends string>(
  names: Readonly<Record<Name, number>>,
  value: number,
): Name {
  for (const name in names) if (names[name] === value) return name;
  throw new Error(`The service sent the unknown enum value ${value}`);
}
