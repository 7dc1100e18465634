import { expect } from 'chai';

import { checkTraceContext, readTraceContext, traceHeaders } from './trace-context.ts';

const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

describe('a trace context', () => {
  it('is carried as one text, and sent on as the two headers that it came by', () => {
    for (const tracestate of ['congo=t61rcWkgMzE', 'rojo=00f067aa0ba902b7,congo=a b']) {
      const context = readTraceContext(traceparent, tracestate);
      expect(checkTraceContext(context)).to.equal(context);
      expect(traceHeaders(context)).to.deep.equal({ traceparent, tracestate });
    }
    expect(traceHeaders(readTraceContext(traceparent, undefined))).to.deep.equal({ traceparent });
  });

  it('is none without a traceparent, whatever its state', () => {
    for (const header of [undefined, '', 'x', [traceparent, traceparent], `01${traceparent}`]) {
      expect(readTraceContext(header, 'congo=1')).to.equal('');
    }
    expect(traceHeaders('')).to.deep.equal({});
    expect(checkTraceContext('congo=1')).to.equal('');
  });

  it('stays without a state that is none', () => {
    for (const state of ['congo', '=', 'a=b=c', 'a=1\r\nx: y', 'a=é', ' ', 'a=1,b']) {
      expect(readTraceContext(traceparent, state), state).to.equal(traceparent);
    }
  });

  it('takes several headers for one list, and leaves out the last entries of a long one', () => {
    expect(readTraceContext(traceparent, ['a=1', 'b=2'])).to.equal(`${traceparent} a=1,b=2`);
    const long = Array.from({ length: 100 }, (_, index) => `vendor${index}=12345`);
    const [, state = ''] = readTraceContext(traceparent, long.join(', ')).split(' ');
    expect(state.length).to.be.within(490, 512);
    expect(long).to.include.members(state.split(','));
  });
});
