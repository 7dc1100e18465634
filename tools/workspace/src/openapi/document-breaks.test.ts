import { expect } from 'chai';

import { currentDocument, withoutTexts } from './current-document.ts';
import { documentBreaks } from './document-breaks.ts';
import type { JsonObject } from './json.ts';

const released = {
  paths: {
    '/things': {
      get: {
        operationId: 'listThings',
        parameters: [{ name: 'limit', in: 'query', schema: { type: 'integer', maximum: 100 } }],
        responses: { 200: answer('ThingPage'), 404: answer('Thing') },
      },
      post: {
        operationId: 'makeThing',
        requestBody: { content: { 'application/json': { schema: ref('NewThing') } } },
        responses: { 200: { headers: { Location: {} }, ...answer('Thing') } },
      },
    },
  },
  components: {
    schemas: {
      NewThing: {
        type: 'object',
        required: ['kind'],
        properties: {
          kind: { type: 'string', enum: ['A', 'B'] },
          name: { type: ['string', 'null'], minLength: 1, maxLength: 64 },
          parent: { anyOf: [ref('Thing'), { type: 'null' }] },
        },
      },
      Thing: {
        type: 'object',
        required: ['id', 'name'],
        properties: {
          id: { type: 'integer', format: 'int64' },
          name: { type: 'string' },
          parts: { type: 'array', items: ref('Thing') },
        },
      },
      ThingPage: {
        type: 'object',
        required: ['results'],
        properties: { results: { type: 'array', items: ref('Thing') } },
      },
    },
  },
};
type Released = typeof released;
const posts = (document: Released) => document.paths['/things'].post;
const gets = (document: Released) => document.paths['/things'].get;
const schemas = (document: Released) => document.components.schemas;

const BREAKING: Readonly<Record<string, readonly [(document: Released) => unknown, string]>> = {
  'a call that is gone': [
    (document) => Reflect.deleteProperty(document.paths['/things'], 'post'),
    'POST /things is gone',
  ],
  'another name of a call': [
    (document) => (gets(document).operationId = 'things'),
    'GET /things has another operationId',
  ],
  'a parameter that is gone': [
    (document) => (gets(document).parameters = []),
    'GET /things: limit in query is gone',
  ],
  'a parameter that has to be given': [
    (document) => Object.assign(gets(document).parameters[0] ?? {}, { required: true }),
    'GET /things: limit in query has to be given now',
  ],
  'a lower limit of a parameter': [
    (document) => Object.assign(gets(document).parameters[0]?.schema ?? {}, { maximum: 50 }),
    'GET /things: limit in query: maximum is stricter',
  ],
  'a body that has to be given': [
    (document) => Object.assign(posts(document).requestBody, { required: true }),
    'POST /things: a body has to be given now',
  ],
  'a value that is taken no more': [
    (document) => (schemas(document).NewThing.properties.kind.enum = ['A']),
    'POST /things body.kind: B is gone',
  ],
  'a field that has to be given': [
    (document) => schemas(document).NewThing.required.push('name'),
    'POST /things body.name has to be given now',
  ],
  'a null that is taken no more': [
    (document) => (schemas(document).NewThing.properties.name.type = ['string']),
    'POST /things body.name: type null is taken no more',
  ],
  'a longer text at least': [
    (document) => (schemas(document).NewThing.properties.name.minLength = 2),
    'POST /things body.name: minLength is stricter',
  ],
  'a pattern': [
    (document) => Object.assign(schemas(document).NewThing.properties.name, { pattern: '^a' }),
    'POST /things body.name: pattern is stricter',
  ],
  'an alternative that is gone': [
    (document) => schemas(document).NewThing.properties.parent.anyOf.pop(),
    'POST /things body.parent: {"type":"null"} fits no alternative',
  ],
  'a success that is gone': [
    (document) => Reflect.deleteProperty(posts(document).responses, '200'),
    'POST /things 200 is gone',
  ],
  'a header that is gone': [
    (document) => Reflect.deleteProperty(posts(document).responses['200'].headers, 'Location'),
    'POST /things 200 header Location is gone',
  ],
  'a field of an answer that is gone': [
    (document) => Reflect.deleteProperty(schemas(document).Thing.properties, 'parts'),
    'POST /things 200.parts is gone',
  ],
  'a field of a nested answer that may be absent': [
    (document) => (schemas(document).Thing.required = ['id']),
    'GET /things 200.results[].name may be absent now',
  ],
  'an answer that may be null': [
    (document) =>
      Object.assign(schemas(document).Thing.properties.name, { type: ['string', 'null'] }),
    'POST /things 200.name: type null is new, which callers do not expect',
  ],
  'another format': [
    (document) => (schemas(document).Thing.properties.id.format = 'int32'),
    'POST /things 200.id: another format',
  ],
  'another content type': [
    (document) => (posts(document).responses['200'].content = answer('Thing', 'text/csv').content),
    'POST /things 200: application/json is gone',
  ],
  'a schema that is gone': [
    (document) => Reflect.deleteProperty(schemas(document), 'ThingPage'),
    'the schema ThingPage is gone',
  ],
};

const HARMLESS: Readonly<Record<string, (document: Released) => unknown>> = {
  'a call': (document) => Object.assign(document.paths, { '/others': { get: {} } }),
  'a parameter': (document) =>
    gets(document).parameters.push({
      name: 'page',
      in: 'query',
      schema: { type: 'integer', maximum: 5 },
    }),
  'a value of requests': (document) => schemas(document).NewThing.properties.kind.enum.push('C'),
  'a wider limit': (document) => (schemas(document).NewThing.properties.name.maxLength = 128),
  'a field of requests': (document) =>
    Object.assign(schemas(document).NewThing.properties, { note: { type: 'string' } }),
  'a field of answers': (document) =>
    Object.assign(schemas(document).Thing.properties, { size: { type: 'integer' } }),
  'an error that is answered no more': (document) =>
    Reflect.deleteProperty(gets(document).responses, '404'),
  'a status': (document) => Object.assign(posts(document).responses, { 202: answer('Thing') }),
};

describe('documentBreaks', () => {
  for (const [what, [change, problem]] of Object.entries(BREAKING)) {
    it(`names ${what}`, () => {
      expect(breaksAfter(change)).to.include(problem);
    });
  }

  for (const [what, change] of Object.entries(HARMLESS)) {
    it(`lets ${what} be added`, () => {
      expect(breaksAfter(change)).to.deep.equal([]);
    });
  }

  it('finds nothing between the document of the facade and itself, and what is taken from it', async () => {
    const document = withoutTexts(await currentDocument()) as JsonObject;
    expect(documentBreaks(document, document)).to.deep.equal([]);
    const changed = structuredClone(document) as unknown as Released;
    Reflect.deleteProperty(changed.paths, '/v3/webhooks/resend/{id}');
    expect(documentBreaks(document, changed)).to.include('GET /v3/webhooks/resend/{id} is gone');
  });

  function breaksAfter(change: (document: Released) => unknown): string[] {
    const current = structuredClone(released);
    change(current);
    return documentBreaks(released, current);
  }
});

describe('withoutTexts', () => {
  it('leaves fields that are named like texts', () => {
    const schema = { description: 'A thing.', properties: { title: { type: 'string' } } };
    expect(withoutTexts(schema)).to.deep.equal({ properties: { title: { type: 'string' } } });
  });
});

function ref(name: string): JsonObject {
  return { $ref: `#/components/schemas/${name}` };
}

function answer(name: string, type = 'application/json') {
  return { content: { [type]: { schema: ref(name) } } };
}
