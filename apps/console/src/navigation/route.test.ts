import { expect } from 'chai';

import { hrefs, parseRoute } from './route.ts';

describe('parseRoute', () => {
  it('reads what the links say', () => {
    const resend = parseRoute(hrefs.resend(7890, { state: 'FAILED' }));
    expect(resend).to.include({ page: 'resend', id: 7890 });
    expect(resend.page === 'resend' && resend.query.get('state')).to.equal('FAILED');
    expect(parseRoute(hrefs.endpoints()).page).to.equal('endpoints');
    const id = 'ep/17?#%';
    expect(parseRoute(hrefs.endpoint(id))).to.deep.equal({ page: 'endpoint', id });
    expect(parseRoute(hrefs.event(id))).to.deep.equal({ page: 'event', id });
    const events = parseRoute(hrefs.events({ tag: 'a&b' }));
    expect(events.page === 'events' && events.query.get('tag')).to.equal('a&b');
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
