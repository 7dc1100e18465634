import type { DescMethod, DescService } from '@bufbuild/protobuf';

import type { ServiceScope } from '@webhooks/domain';

/**
 * What a call takes: "user" a user, or a service that acts for one; a scope a service token with
 * it; "public" nothing.
 */
export type Right = 'user' | Exclude<ServiceScope, 'resend:act-as-user'> | 'public';

/** The right of every method that a server offers. */
export type MethodRights = ReadonlyMap<DescMethod, Right>;

/** Every method of a service with its right; one that is forgotten does not compile. */
export type ServiceRights<S extends DescService> = { readonly [M in keyof S['method']]: Right };

/**
 * @example
 * new Map([...serviceRights(Health, { check: 'public', watch: 'public', list: 'public' })])
 */
export function serviceRights<S extends DescService>(
  service: S,
  rights: ServiceRights<S>,
): MethodRights {
  const table: Readonly<Record<string, Right>> = rights;
  return new Map(
    service.methods.map((method) => {
      const right = table[method.localName];
      if (right === undefined) throw new TypeError(`${method.name} has no right`);
      return [method, right];
    }),
  );
}
