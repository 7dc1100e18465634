import type { ServiceImpl } from '@connectrpc/connect';

import type { IdentityService } from '@webhooks/contracts';
import { identityNotFound } from '@webhooks/domain';

import { identityToProto } from '../mapping/client-identity.ts';
import { RequestReader } from '../mapping/request-reader.ts';
import { acceptedIdentity } from './accepted-identity.ts';
import { identityChange } from './identity-change.ts';
import type { IdentityServiceParts } from './identity-service-parts.ts';
import { putCertificate } from './put-certificate.ts';
import { requestSignature } from './request-signature.ts';

/** The calls of webhooks.identity.v1. */
export function identityService(parts: IdentityServiceParts): ServiceImpl<typeof IdentityService> {
  const { identities, clock } = parts;
  return {
    createSigningRequest: requestSignature(parts),
    putCertificate: putCertificate(parts),
    async getIdentity({ name }) {
      const identity = await identities.get(name);
      if (identity === null) throw identityNotFound();
      return { identity: identityToProto(identity) };
    },
    async listIdentities(request) {
      const read = new RequestReader();
      const pageSize = read.pageSize('page_size', request.pageSize);
      read.finish();
      // One more than asked for tells whether another page follows.
      const found = await identities.list(request.pageToken, pageSize + 1);
      const page = found.slice(0, pageSize);
      const last = found.length > pageSize ? page.at(-1) : undefined;
      return { identities: page.map(identityToProto), nextPageToken: last?.name ?? '' };
    },
    async setDefaultIdentity({ name, isDefault }, context) {
      const change = identityChange(context, clock);
      const identity = acceptedIdentity(await identities.setDefault(name, isDefault, change));
      return { identity: identityToProto(identity) };
    },
    async deleteIdentity({ name }, context) {
      acceptedIdentity(await identities.remove(name, identityChange(context, clock)));
      return {};
    },
  };
}
