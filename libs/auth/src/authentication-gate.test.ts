import type { DescMethodUnary, DescService } from '@bufbuild/protobuf';
import { createContextValues } from '@connectrpc/connect';
import { expect } from 'chai';

import { DomainError, type Principal } from '@webhooks/domain';

import { actingUser } from './acting-user.ts';
import { authenticationGate } from './authentication-gate.ts';
import { serviceRights, type Right } from './method-rights.ts';
import { unauthorized } from './refusal.ts';
import type { TokenVerifier } from './token-verifier.ts';

const principals: Record<string, Principal> = {
  user: { kind: 'user', userId: 246, tokenId: 'a' },
  reader: service(['catalog:read']),
  writer: service(['catalog:write']),
  auditor: service(['audit:read']),
  'acting service': service([], 300),
  'service that names no user': service(['resend:act-as-user']),
};

function service(scopes: readonly string[], actingUserId: number | null = null): Principal {
  return { kind: 'service', subject: 's', scopes: new Set(scopes), tokenId: null, actingUserId };
}

const verifier: TokenVerifier = {
  verify: async (authorization) => {
    const principal = principals[authorization ?? ''];
    if (principal === undefined) throw unauthorized('unknown');
    return principal;
  },
};

const method = { name: 'Call', localName: 'call' } as DescMethodUnary;

/** The result of a call: the code of its refusal, or what its handler would see. */
async function call(right: Right, caller: string | null): Promise<string> {
  const values = createContextValues();
  const refusal = await refusalOf(right, caller, values);
  if (refusal !== null) return refusal.code;
  return right === 'user' ? `user ${actingUser({ values })}` : 'passed';
}

async function refusalOf(
  right: Right,
  caller: string | null,
  values = createContextValues(),
): Promise<DomainError | null> {
  const gate = authenticationGate(verifier, new Map([[method, right]]));
  const requestHeader = new Headers(caller === null ? {} : { authorization: caller });
  try {
    await gate({ method, requestHeader, values });
    return null;
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
}

describe('authenticationGate', () => {
  const cases: [right: Right, caller: string | null, outcome: string][] = [
    ['user', 'user', 'user 246'],
    ['user', 'acting service', 'user 300'],
    ['user', 'writer', 'permission_denied'],
    ['user', 'service that names no user', 'validation_error'],
    ['user', null, 'token_not_valid'],
    ['catalog:read', 'reader', 'passed'],
    ['catalog:read', 'writer', 'permission_denied'],
    ['catalog:read', 'user', 'permission_denied'],
    ['catalog:write', 'writer', 'passed'],
    ['catalog:write', 'reader', 'permission_denied'],
    ['catalog:write', 'acting service', 'permission_denied'],
    ['catalog:write', null, 'token_not_valid'],
    ['audit:read', 'auditor', 'passed'],
    ['audit:read', 'writer', 'permission_denied'],
    ['audit:read', 'user', 'permission_denied'],
    ['public', null, 'passed'],
    ['public', 'nonsense', 'passed'],
  ];
  for (const [right, caller, outcome] of cases) {
    it(`answers ${outcome} to ${caller ?? 'nobody'} for ${right}`, async () => {
      expect(await call(right, caller)).to.equal(outcome);
    });
  }
});

describe('a refusal of authenticationGate says what to do', () => {
  const cases: [right: Right, caller: string, message: RegExp][] = [
    ['user', 'service that names no user', /acting-user-id is missing: send the id of the user/],
    [
      'user',
      'writer',
      /the token of a user, or .* the scope resend:act-as-user and acting-user-id/,
    ],
    ['catalog:read', 'writer', /a service token with the scope catalog:read/],
  ];
  for (const [right, caller, message] of cases) {
    it(`to a ${caller} that calls what takes ${right}`, async () => {
      expect((await refusalOf(right, caller))?.message).to.match(message);
    });
  }

  it('by the field that is missing', async () => {
    const refusal = await refusalOf('user', 'service that names no user');
    expect(refusal?.violations.map(({ field }) => field)).to.deep.equal(['acting-user-id']);
  });
});

describe('serviceRights', () => {
  const service = { methods: [method] as DescMethodUnary[] } as DescService;

  it('gives each method its right', () => {
    expect(serviceRights(service, { call: 'user' }).get(method)).to.equal('user');
  });

  it('throws for a method without one', () => {
    expect(() => serviceRights(service, {})).to.throw('Call has no right');
  });
});
