import { DomainError, resendNotFound } from '@webhooks/domain';
import { expect } from 'chai';

import { createOutageLog } from './outage-log.ts';

describe('createOutageLog', () => {
  it('writes one line when the service is lost and one when it is back', () => {
    const lines: string[] = [];
    const log = createOutageLog({
      warn: (fields: object, message?: string) =>
        lines.push(`warn: ${message} ${JSON.stringify(fields)}`),
      info: (message: string) => lines.push(`info: ${message}`),
    } as Parameters<typeof createOutageLog>[0]);
    const away = new DomainError('service_unavailable', 'away', { cause: new Error('refused') });

    log.succeeded();
    log.failed(resendNotFound());
    expect(lines).to.deep.equal([]);
    for (let call = 0; call < 3; call += 1) log.failed(away);
    expect(lines).to.deep.equal(['warn: The service does not answer {"reason":"refused"}']);
    log.failed(resendNotFound());
    log.succeeded();
    expect(lines).to.deep.equal([
      'warn: The service does not answer {"reason":"refused"}',
      'info: The service answers again',
    ]);
  });
});
