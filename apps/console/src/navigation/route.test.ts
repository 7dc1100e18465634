import { expect } from 'chai';

import { hrefs, parseRoute } from './route.ts';

describe('parseRoute', () => {
  it('reads what the links say', () => {
    expect(parseRoute(hrefs.resend(7890))).to.deep.equal({ page: 'resend', id: 7890 });
    expect(parseRoute(hrefs.endpoints())).to.deep.equal({ page: 'endpoints' });
    const id = 'ep/17?#%';
    expect(parseRoute(hrefs.endpoint(id))).to.deep.equal({ page: 'endpoint', id });
    const list = parseRoute(hrefs.resends({ status: 'FAILED', account_mirror_id: '' }));
    expect(list.page === 'resends' && list.query.toString()).to.equal('status=FAILED');
    const form = parseRoute(hrefs.newResend({ endpoint: id }));
    expect(form.page === 'new' && form.query.get('endpoint')).to.equal(id);
  });

  it('starts at the list', () => {
    for (const hash of ['', '#', '#/']) expect(parseRoute(hash).page).to.equal('resends');
  });

  it('knows what is no page', () => {
    for (const hash of ['#/x', '#/resends/0', '#/resends/1e3', '#/resends/1/2', '#/endpoints/%']) {
      expect(parseRoute(hash).page, hash).to.equal('unknown');
    }
  });
});
