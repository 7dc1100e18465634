import { expect } from 'chai';

import { readAudit } from './audit.ts';

describe('readAudit', () => {
  it('fails from level high upwards', () => {
    expect(report({ koa: { severity: 'moderate' } }).outcome).to.equal('passed');
    const { outcome, text } = report({
      koa: { severity: 'low' },
      jose: { severity: 'high' },
      ajv: { severity: 'critical' },
    });
    expect(outcome).to.equal('failed');
    expect(text).to.equal('known vulnerabilities: jose (high), ajv (critical)');
  });

  it('is skipped, not passed, when the registry does not answer', () => {
    const refused = { message: 'connect ECONNREFUSED', error: { summary: '', detail: '' } };
    const { outcome, text } = readAudit(JSON.stringify(refused));
    expect(outcome).to.equal('skipped');
    expect(text).to.include('ECONNREFUSED');
  });

  it('fails when npm could not ask', () => {
    const noLock = { error: { code: 'ENOLOCK', summary: 'This command requires a lockfile.' } };
    expect(readAudit(JSON.stringify(noLock))).to.deep.equal({
      outcome: 'failed',
      text: 'This command requires a lockfile.',
    });
    expect(readAudit('').outcome).to.equal('failed');
    expect(readAudit('{}').outcome).to.equal('failed');
  });

  function report(vulnerabilities: object): ReturnType<typeof readAudit> {
    return readAudit(JSON.stringify({ auditReportVersion: 2, vulnerabilities }));
  }
});
