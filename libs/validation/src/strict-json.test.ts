import { DomainError } from '@webhooks/domain';
import { expect } from 'chai';
import fc from 'fast-check';

import { parseStrictJson } from './strict-json.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

function refusalOf(bytes: Uint8Array): string {
  try {
    parseStrictJson(bytes);
  } catch (error) {
    expect(error).to.be.instanceOf(DomainError).with.property('code', 'validation_error');
    return (error as DomainError).message;
  }
  return 'accepted';
}

describe('parseStrictJson', () => {
  it('reads an object with every kind of value', () => {
    const text =
      ' {"a":"\\u00e9\\ud83d\\ude00é😀\\n","b":[1,-2,0],"c":{"a":true},"d":null,"":{}}\r\n';
    expect(parseStrictJson(utf8(text))).to.deep.equal(JSON.parse(text));
  });

  it('takes brackets and colons inside strings for text', () => {
    const text = '{"a":"}{][,:\\"","b\\"]":"1.5"}';
    expect(parseStrictJson(utf8(text))).to.deep.equal(JSON.parse(text));
  });

  it('takes a short fraction in a field that may have one, and nowhere else', () => {
    expect(parseStrictJson(utf8('{"rate":-0.5}'), { decimals: ['rate'] })).to.deep.equal({
      rate: -0.5,
    });
    for (const text of ['{"a":0.5}', '{"rate":1e-1}', '{"rate":0.1234567}']) {
      const read = () => parseStrictJson(utf8(text), { decimals: ['rate'] });
      expect(read, text).to.throw('without a fraction');
    }
  });

  it('lets the same key stand in different objects', () => {
    const text = '{"a":{"x":1},"b":{"x":1},"c":[{"x":1},{"x":2}]}';
    expect(parseStrictJson(utf8(text))).to.deep.equal(JSON.parse(text));
  });

  const refused: [string, string | Uint8Array, string][] = [
    ['nothing', '', 'the body is empty; it must be a JSON object'],
    ['blanks', ' \r\n\t', 'the body is empty; it must be a JSON object'],
    ['a byte order mark', '\uFEFF{}', 'the body must not start with a byte order mark'],
    ['UTF-16', new Uint8Array([0xff, 0xfe, 0x7b, 0, 0x7d, 0]), 'the body is not valid UTF-8'],
    ['overlong UTF-8', new Uint8Array([0x22, 0xc0, 0x80, 0x22]), 'the body is not valid UTF-8'],
    ['an encoded surrogate', new Uint8Array([0xed, 0xa0, 0x80]), 'the body is not valid UTF-8'],
    ['cut-off UTF-8', new Uint8Array([0x7b, 0x7d, 0xe2, 0x82]), 'the body is not valid UTF-8'],
    ['cut-off JSON', '{"a":', 'the body is not valid JSON'],
    ['two documents', '{}{}', 'the body is not valid JSON'],
    ['a comment', '{/**/}', 'the body is not valid JSON'],
    ['a trailing comma', '{"a":1,}', 'the body is not valid JSON'],
    ['single quotes', "{'a':1}", 'the body is not valid JSON'],
    ['a leading zero', '{"a":01}', 'the body is not valid JSON'],
    ['NaN', '{"a":NaN}', 'the body is not valid JSON'],
    ['a raw NUL', '{"a":"\0"}', 'the body is not valid JSON'],
    ['a NUL after the document', '{}\0', 'the body is not valid JSON'],
    ['null', 'null', 'the body must be a JSON object'],
    ['an array', '[{}]', 'the body must be a JSON object'],
    ['a string', '"{}"', 'the body must be a JSON object'],
    ['a number', '1', 'the body must be a JSON object'],
    ['a key given twice', '{"a":1,"a":1}', 'a is given more than once'],
    ['a key given twice by an escape', '{"a":1,"\\u0061":1}', 'a is given more than once'],
    [
      'a key given twice further in',
      '{"a":[{"b":{"c":1,"c":1}}]}',
      'a.b.c is given more than once',
    ],
    ['a key given twice after an object', '{"a":{"b":1},"a":1}', 'a is given more than once'],
    ['__proto__', '{"__proto__":1}', '__proto__ is not a known field'],
    ['an escaped __proto__', '{"a":{"__pr\\u006fto__":{}}}', 'a.__proto__ is not a known field'],
    [
      'half a surrogate pair',
      '{"a":"\\ud83d"}',
      'a must not contain NUL or half of a surrogate pair',
    ],
    ['an escaped NUL', '{"a":["\\u0000"]}', 'a must not contain NUL or half of a surrogate pair'],
    [
      'half a surrogate pair in a key',
      '{"\\udc00":1}',
      'a field name must not contain NUL or half of a surrogate pair',
    ],
    [
      'a fraction',
      '{"a":12345.0}',
      'a must be an integer, written without a fraction or an exponent',
    ],
    ['an exponent', '{"a":1e3}', 'a must be an integer, written without a fraction or an exponent'],
    [
      'an infinite number',
      '{"a":1e400}',
      'a must be an integer, written without a fraction or an exponent',
    ],
    ['2^53', '{"a":9007199254740992}', 'a must be within -9007199254740991 and 9007199254740991'],
    [
      'a number that rounds to 2^53-1',
      '{"a":{"b":-9007199254740993}}',
      'a.b must be within -9007199254740991 and 9007199254740991',
    ],
    [
      '17 levels',
      `${'{"a":'.repeat(17)}1${'}'.repeat(17)}`,
      'the body must not be nested deeper than 16 levels',
    ],
    [
      '129 elements',
      `{"a":[${Array(129).fill('1').join()}]}`,
      'a must not have more than 128 members',
    ],
    [
      '129 fields',
      `{${Array.from({ length: 129 }, (_, i) => `"k${i}":1`).join()}}`,
      'the body must not have more than 128 members',
    ],
  ];
  for (const [name, body, message] of refused) {
    it(`refuses ${name}`, () => {
      const bytes = typeof body === 'string' ? utf8(body) : body;
      expect(refusalOf(bytes)).to.equal(`Validation error: ${message}`);
    });
  }

  it('accepts 16 levels and 2^53-1', () => {
    const text = `${'{"a":'.repeat(16)}9007199254740991${'}'.repeat(16)}`;
    expect(parseStrictJson(utf8(text))).to.deep.equal(JSON.parse(text));
  });

  for (const [name, body] of [
    ['opening brackets', '['.repeat(65536)],
    ['opening objects', '{"a":'.repeat(13107)],
    ['nested arrays', `{"a":${'['.repeat(32700)}${']'.repeat(32700)}}`],
    ['nested objects', `${'{"a":'.repeat(10000)}1${'}'.repeat(10000)}`],
    ['escapes', `{"a":"${'\\"'.repeat(32700)}`],
    ['digits', `{"a":${'9'.repeat(65000)}}`],
    ['keys', `{${Array.from({ length: 7000 }, (_, i) => `"${i}":1`).join()}}`],
  ] as const) {
    it(`refuses 64 KiB of ${name} with a short message`, () => {
      const message = refusalOf(utf8(body));
      expect(message).to.match(/^Validation error: /);
      expect(message.length).to.be.lessThan(200);
    });
  }

  it('does not repeat long or unprintable names', () => {
    const name = `\\u0007\u202e${'x'.repeat(60000)}`;
    const message = refusalOf(utf8(`{"${name}":1,"${name}":1}`));
    expect(message).to.equal(
      `Validation error: \uFFFD\uFFFD${'x'.repeat(62)}… is given more than once`,
    );
  });

  it('lets the arrays of fields that are named be longer, and nothing else', () => {
    const ones = Array(129).fill(1);
    const read = (value: object) =>
      parseStrictJson(utf8(JSON.stringify(value)), { longArrays: ['ids'] });
    expect(read({ ids: ones })).to.deep.equal({ ids: ones });
    const other = read.bind(null, { ids: [1], others: ones });
    expect(other).to.throw('others must not have more than 128 members');
    const inside = read.bind(null, { ids: { ids: ones } });
    expect(inside).to.throw('ids.ids must not have more than 128 members');
  });

  it('agrees with JSON.parse on every document that keeps the rules', () => {
    const key = fc.string({ unit: 'grapheme' }).filter((text) => text !== '__proto__');
    const leaf = fc.oneof(fc.maxSafeInteger(), fc.boolean(), fc.constant(null), key);
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 6 },
        leaf,
        fc.array(tie('value'), { maxLength: 5 }),
        fc.dictionary(key, tie('value'), { maxKeys: 5 }),
      ),
    }));
    const document = fc.dictionary(key, value, { maxKeys: 5 });
    fc.assert(
      fc.property(document, fc.nat(3), (object, indent) => {
        const text = JSON.stringify(object, null, indent);
        if (text.includes('\\u0000')) return;
        expect(parseStrictJson(utf8(text))).to.deep.equal(JSON.parse(text));
      }),
    );
  });

  it('either answers an object or throws a validation error, whatever the bytes', () => {
    const soup = fc
      .array(fc.constantFrom('{', '}', '[', ']', ':', ',', '"', '\\', 'a', '1', '-', '.', 'e', ' '))
      .map((parts) => utf8(parts.join('')));
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array(), soup), (bytes) => {
        try {
          expect(parseStrictJson(bytes)).to.be.an('object');
        } catch (error) {
          expect(error).to.have.property('code', 'validation_error');
        }
      }),
    );
  });
});
