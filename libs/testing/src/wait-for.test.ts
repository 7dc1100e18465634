import { expect } from 'chai';

import { waitFor } from './wait-for.ts';

describe('waitFor', () => {
  it('answers what the condition answered first that is truthy', async () => {
    const answers = [0, '', null, 'yes', 'more'];
    expect(await waitFor(() => answers.shift(), { what: 'an answer' })).to.equal('yes');
  });

  it('takes an error for "not yet" and shows the last one at the deadline', async () => {
    const failure = new Error('not there');
    let error: unknown;
    await waitFor(() => Promise.reject(failure), { deadlineMs: 20, what: () => 'it' }).catch(
      (reason: unknown) => (error = reason),
    );
    expect(error).to.have.property('message', 'waited 20 ms in vain for it');
    expect(error).to.have.property('cause', failure);
  });
});
