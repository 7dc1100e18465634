import { expect } from 'chai';
import fc from 'fast-check';

import type { EndpointSecrets } from './secret-needles.ts';
import { SnippetMasker } from './snippet-masker.ts';

const TOKEN = 'Bearer s3cr"t\\tok/en+v_alue-1&<9>';
const PART = TOKEN.slice('Bearer '.length);
const KEY = 'functions-key/of+them==';
const SIGNING = `whsec_${Buffer.from('0123456789abcdefghijklmnop~\u00ff?>').toString('base64')}`;
const endpoint: EndpointSecrets = {
  url: 'https://merchant.example/hook?code=code-of-the-function',
  authorizationToken: TOKEN,
  xFunctionsKey: KEY,
  signingSecrets: [{ secret: SIGNING, expiresAtMs: null }],
};
const values = {
  token: TOKEN,
  'part of a token': PART,
  key: KEY,
  'signing secret': SIGNING,
  'key of a signing secret': SIGNING.slice('whsec_'.length),
  'code of the URL': 'code-of-the-function',
};

const each = (value: string, escape: (character: string, code: number) => string): string =>
  [...value].map((character) => escape(character, character.charCodeAt(0))).join('');
const hex = (code: number, digits: number) => code.toString(16).padStart(digits, '0');
const json = (value: string) => JSON.stringify(value).slice(1, -1);
const forms: Readonly<Record<string, (value: string) => string>> = {
  raw: (value) => value,
  JSON: json,
  'JSON with slashes escaped': (value) => json(value).replaceAll('/', '\\/'),
  'JSON in JSON': (value) => json(json(value)),
  'JSON in JSON in a query': (value) => encodeURIComponent(json(json(value))),
  'JSON, all of it escaped': (value) => each(value, (_, code) => `\\u${hex(code, 4)}`),
  'JSON, escaped in capitals': (value) =>
    each(value, (_, code) => `\\u${hex(code, 4).toUpperCase()}`),
  'a query': encodeURIComponent,
  'a form': (value) => new URLSearchParams({ value }).toString().slice('value='.length),
  'a query in small letters': (value) =>
    encodeURIComponent(value).replace(/%../g, (escape) => escape.toLowerCase()),
  'a query, all of it escaped': (value) => each(value, (_, code) => `%${hex(code, 2)}`),
  'a query in a query': (value) => encodeURIComponent(encodeURIComponent(value)),
  HTML: (value) => each(value, (one, code) => (/[&<>"'/+]/.test(one) ? `&#${code};` : one)),
  'HTML in hex': (value) => each(value, (_, code) => `&#x${hex(code, 2)};`),
  'HTML by name': (value) =>
    value
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;'),
  hex: (value) => Buffer.from(value).toString('hex'),
  'hex in capitals': (value) => Buffer.from(value).toString('hex').toUpperCase(),
  ...Object.fromEntries(
    ['', 'a', 'ab', 'Authorization: '].flatMap((before) =>
      (['base64', 'base64url'] as const).map((encoding) => [
        `${encoding} behind "${before}"`,
        (value: string) => Buffer.from(`${before}${value}~~`).toString(encoding),
      ]),
    ),
  ),
  'base64 in lines': (value) =>
    Buffer.from(`a: ${value}`).toString('base64').replace(/.{7}/g, '$&\r\n'),
  'base64 in a query': (value) => encodeURIComponent(Buffer.from(value).toString('base64')),
  'UTF-16, little end first': (value) => Buffer.from(value, 'utf16le').toString('latin1'),
  'UTF-16, big end first': (value) => Buffer.from(value, 'utf16le').swap16().toString('latin1'),
};

describe('SnippetMasker', () => {
  const masker = new SnippetMasker();
  const mask = (text: string, of: EndpointSecrets = endpoint): string | null => {
    const masked = masker.mask(Buffer.from(text, 'latin1'), of);
    return masked === null ? null : Buffer.from(masked).toString('latin1');
  };

  for (const [what, value] of Object.entries(values)) {
    for (const [how, form] of Object.entries(forms)) {
      it(`takes out the ${what} as ${how}`, () => {
        const echoed = form(value);
        const masked = mask(`{"before":"${echoed}","after":1}`) ?? '';
        expect(masked).to.match(/^\{"before":".{0,24}\*\*\*.{0,16}","after":1\}$/s);
        for (let at = 0; at + 8 <= echoed.length; at += 1) {
          if (
            /^[\w+/=-]{8}$/.test(echoed.slice(at, at + 8)) &&
            at > 24 &&
            at < echoed.length - 24
          ) {
            expect(masked).to.not.include(echoed.slice(at, at + 8));
          }
        }
      });
    }
  }

  it('takes out what is encoded by a receiver that decodes "Basic"', () => {
    const basic = { ...endpoint, authorizationToken: `Basic ${btoa('merchant:pass-word')}` };
    expect(mask('user merchant:pass-word', basic)).to.equal('user ***');
  });

  it('takes out every occurrence, and what stands side by side once', () => {
    expect(mask(`${KEY} and ${KEY}${PART}!`)).to.equal('*** and ***!');
  });

  it('leaves other text as it is, byte for byte', () => {
    for (const text of [
      '',
      'ok',
      '{"a":"%41\\u0042&amp;+-_/"}',
      '\0\u00ff%',
      'Bearer abcdefgh x',
    ]) {
      expect(mask(text)).to.equal(text);
    }
    expect(masker.mask(null, endpoint)).to.equal(null);
  });

  for (const how of ['raw', 'JSON', 'a query', 'a query, all of it escaped', 'HTML in hex']) {
    it(`takes out what the end of the snippet leaves of a value as ${how}`, () => {
      const whole = forms[how]?.(KEY) ?? '';
      for (let length = 1; length < whole.length; length += 1) {
        const masked = mask(`x=${whole.slice(0, length)}`) ?? '';
        const left = masked.replace('***', '').slice('x='.length);
        expect(left.length, masked).to.be.lessThan(4 * (forms['HTML in hex']?.('f').length ?? 1));
        if (how === 'raw') expect(left.length, masked).to.be.lessThan(4);
      }
    });
  }

  it('keeps nothing where a value is too short to be told from other text', () => {
    for (const short of [
      { authorizationToken: '1234567' },
      { xFunctionsKey: 'a' },
      { authorizationToken: 'Bearer 1234567' },
    ]) {
      expect(mask('ok', { ...endpoint, ...short })).to.equal(null);
    }
    expect(mask('ok', { ...endpoint, authorizationToken: '12345678' })).to.equal('ok');
  });

  it('leaves no trace of a value, wherever it stands among bytes of any kind', () => {
    const bytes = fc.uint8Array({ maxLength: 200 });
    const value = fc.string({ unit: 'grapheme-ascii', minLength: 8, maxLength: 255 });
    const form = fc.constantFrom(...Object.keys(forms));
    fc.assert(
      fc.property(bytes, value, form, bytes, (before, authorizationToken, how, after) => {
        const echoed = forms[how]?.(authorizationToken) ?? '';
        if (authorizationToken.trim().length < 8 || /\s/.test(authorizationToken)) return;
        const snippet = Buffer.concat([before, Buffer.from(` ${echoed} `, 'latin1'), after]);
        const of = { ...endpoint, authorizationToken };
        const masked = Buffer.from(masker.mask(snippet, of) ?? '').toString('latin1');
        expect(masked.includes(echoed)).to.equal(false);
      }),
      { numRuns: 300 },
    );
  });

  it('takes some milliseconds at most, whatever is answered', () => {
    const secrets = Array.from({ length: 4 }, (_, index) => ({
      secret: `whsec_${Buffer.alloc(64, index).toString('base64')}`,
      expiresAtMs: null,
    }));
    const worst = { ...endpoint, authorizationToken: 'a'.repeat(255), signingSecrets: secrets };
    for (const unit of [
      'a',
      '%',
      '\\',
      '&',
      '%61',
      '\\u0061',
      '&#x61;',
      'aaab',
      '\\\\\\\\"',
      'A',
    ]) {
      const snippet = Buffer.from(unit.repeat(4096).slice(0, 4096));
      masker.mask(snippet, worst);
      const times = Array.from({ length: 5 }, () => {
        const start = process.cpuUsage();
        masker.mask(snippet, worst);
        const { user, system } = process.cpuUsage(start);
        return (user + system) / 1000;
      });
      expect(Math.min(...times), unit).to.be.lessThan(10);
    }
  });
});
