import { DomainError, resendNotFound } from '@webhooks/domain';
import { expect } from 'chai';

import { createOutageLog } from './outage-log.ts';

describe('createOutageLog', () => {
  it('writes one line when the core is lost and one when it is back', () => {
    const lines: string[] = [];
    const log = createOutageLog({
      warn: (_fields: object, message?: string) => lines.push(`warn: ${message}`),
      info: (message: string) => lines.push(`info: ${message}`),
    } as Parameters<typeof createOutageLog>[0]);
    const away = new DomainError('service_unavailable', 'away');

    log.succeeded();
    log.failed(resendNotFound());
    expect(lines).to.deep.equal([]);
    for (let call = 0; call < 3; call += 1) log.failed(away);
    expect(lines).to.deep.equal(['warn: The core does not answer']);
    log.failed(resendNotFound());
    log.succeeded();
    expect(lines).to.deep.equal(['warn: The core does not answer', 'info: The core answers again']);
  });
});
