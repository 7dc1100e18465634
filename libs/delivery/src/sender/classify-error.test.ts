import { BlockedAddressError } from '@webhooks/address-guard';
import type { ErrorClass } from '@webhooks/domain';
import { expect } from 'chai';

import { classifyError, classifyLateness, describeFailure } from './classify-error.ts';
import type { ConnectPhase } from './open-socket.ts';
import { InvalidRequestError } from './request-headers.ts';

const codesByPhase: Readonly<Record<ConnectPhase, Readonly<Record<string, ErrorClass>>>> = {
  waiting: { ECONNREFUSED: 'connect_refused' },
  resolving: {
    ENOTFOUND: 'dns',
    EAI_AGAIN: 'dns',
    EAI_FAIL: 'dns',
    ENODATA: 'dns',
    ESERVFAIL: 'dns',
    ETIMEOUT: 'dns',
    ECONNREFUSED: 'dns',
    ECONNRESET: 'dns',
    ETIMEDOUT: 'dns',
  },
  tunnelling: { ECONNREFUSED: 'connect_refused' },
  connecting: {
    ECONNREFUSED: 'connect_refused',
    EHOSTUNREACH: 'connect_refused',
    ENETUNREACH: 'connect_refused',
    EADDRNOTAVAIL: 'connect_refused',
    EACCES: 'connect_refused',
    EMFILE: 'connect_refused',
    ETIMEDOUT: 'connect_timeout',
    ECONNRESET: 'reset',
  },
  handshaking: {
    ECONNRESET: 'tls',
    EPROTO: 'tls',
    ETIMEDOUT: 'tls',
    CERT_HAS_EXPIRED: 'tls',
    ERR_TLS_CERT_ALTNAME_INVALID: 'tls',
    ERR_SSL_WRONG_VERSION_NUMBER: 'tls',
    'ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE': 'tls',
    'ERR_SSL_SSL/TLS_ALERT_BAD_CERTIFICATE': 'client_certificate_refused',
    ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: 'client_certificate_refused',
  },
  established: {
    ECONNRESET: 'reset',
    ECONNABORTED: 'reset',
    EPIPE: 'reset',
    ENOTCONN: 'reset',
    ETIMEDOUT: 'reset',
    EHOSTUNREACH: 'reset',
    EHOSTDOWN: 'reset',
    ENETUNREACH: 'reset',
    ENETDOWN: 'reset',
    ENETRESET: 'reset',
    ERR_CONNECTION_CLOSED: 'reset',
    ERR_STREAM_DESTROYED: 'reset',
    EPROTO: 'tls',
    ERR_SSL_SSLV3_ALERT_BAD_RECORD_MAC: 'tls',
    ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: 'client_certificate_refused',
    ERR_SSL_TLSV1_ALERT_ACCESS_DENIED: 'client_certificate_refused',
    'ERR_SSL_SSL/TLS_ALERT_CERTIFICATE_EXPIRED': 'client_certificate_refused',
    'ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE': 'client_certificate_refused',
    ERR_TLS_RENEGOTIATION_DISABLED: 'tls',
    UND_ERR_SOCKET: 'reset',
    HPE_INVALID_EOF_STATE: 'reset',
    UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'reset',
    UND_ERR_HEADERS_OVERFLOW: 'protocol',
    HPE_INVALID_HEADER_TOKEN: 'protocol',
    ANYTHING_ELSE: 'protocol',
  },
};

describe('classifyError', () => {
  for (const phase of Object.keys(codesByPhase) as ConnectPhase[]) {
    for (const [code, errorClass] of Object.entries(codesByPhase[phase])) {
      it(`takes ${code} while ${phase} as ${errorClass}`, () => {
        const failure = classifyError(Object.assign(new Error('x'), { code }), phase);
        expect(failure.errorClass).to.equal(errorClass);
        expect(failure.message).to.include(`(${code})`);
      });
    }
  }

  for (const phase of Object.keys(codesByPhase) as ConnectPhase[]) {
    it(`takes a blocked address while ${phase} as that, with its reason`, () => {
      const failure = classifyError(new BlockedAddressError('not a public address'), phase);
      expect(failure.errorClass).to.equal('blocked_address');
      expect(failure.message).to.include('(not a public address)');
    });
  }

  it('takes a request that cannot be written as protocol, however far it came', () => {
    for (const phase of Object.keys(codesByPhase) as ConnectPhase[]) {
      const failure = classifyError(new InvalidRequestError('x'), phase);
      expect(failure.errorClass).to.equal('protocol');
    }
  });

  it('takes an error without a code as protocol once a connection stands', () => {
    const failure = classifyError(new Error('secret'), 'established');
    expect(failure.errorClass).to.equal('protocol');
    expect(failure.message).to.not.include('secret');
  });

  it('ignores a code that is no text', () => {
    const failure = classifyError(Object.assign(new Error('x'), { code: 20 }), 'connecting');
    expect(failure).to.deep.equal(describeFailure('connect_refused', null));
  });
});

describe('classifyLateness', () => {
  for (const [phase, errorClass] of [
    ['waiting', 'connect_timeout'],
    ['resolving', 'dns'],
    ['connecting', 'connect_timeout'],
    ['handshaking', 'tls'],
    ['established', 'timeout'],
  ] as const) {
    it(`takes a deadline while ${phase} as ${errorClass}`, () => {
      expect(classifyLateness(phase)).to.equal(errorClass);
    });
  }
});

describe('describeFailure', () => {
  it('appends its detail', () => {
    expect(describeFailure('timeout', 'not within 5 ms').message).to.match(
      /^\w.* \(not within 5 ms\)$/,
    );
    expect(describeFailure('timeout', null).message).to.not.include('(');
  });

  it('has words of its own for every class', () => {
    const classes = Object.values(codesByPhase).flatMap((codes) => Object.values(codes));
    const all = new Set<ErrorClass>([
      ...classes,
      'timeout',
      'blocked_address',
      'http_status',
      'closed_before_answer',
    ]);
    const messages = [...all].map((errorClass) => describeFailure(errorClass, null).message);
    expect(new Set(messages).size).to.equal(11);
    expect(messages.every((message) => message !== '')).to.equal(true);
  });
});
