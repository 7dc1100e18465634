import { expect } from 'chai';

import { openApiDocument } from '../src/openapi/document.ts';

type Node = Readonly<Record<string, unknown>>;

/** A part of the document that is an object, and the names that lead to it. */
interface Part {
  readonly path: readonly string[];
  readonly node: Node;
}

/** Data of callers, which may hold anything. */
const DATA = ['example', 'examples', 'value', 'x-request', 'x-examples'];

/** The words of a condition belong to the schema around it. */
const CONDITIONS = ['if', 'then', 'else'];

function* partsOf(value: unknown, path: readonly string[] = []): Generator<Part> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield { path, node: value as Node };
  for (const [name, member] of Object.entries(value)) {
    if (!DATA.includes(name)) yield* partsOf(member, [...path, name]);
  }
}

describe('the document for programs', () => {
  const document = JSON.parse(JSON.stringify(openApiDocument('https://api.example.com'))) as Node;
  const parts = [...partsOf(document)];

  const isComponent = ({ path }: Part): boolean =>
    path.length === 3 && path[0] === 'components' && path[1] === 'schemas';
  const inCondition = ({ path }: Part): boolean => path.some((name) => CONDITIONS.includes(name));
  /** A member of properties is a schema of that name, whatever the name is. */
  const isKeywords = ({ path }: Part): boolean => path.at(-1) !== 'properties';
  const where = ({ path }: Part): string => path.join('/');
  const found = (isWrong: (part: Part) => boolean): string[] =>
    parts.filter((part) => isKeywords(part) && isWrong(part)).map(where);
  const typesOf = ({ node }: Part): unknown[] => [node['type']].flat();

  it('is looked at in full', () => {
    expect(parts).to.have.length.above(1_500);
    expect(found(({ node }) => 'pattern' in node)).to.have.length.above(15);
    expect(found((part) => typesOf(part).includes('integer'))).to.have.length.above(60);
  });

  it('names no schema as generators name the constructor of another', () => {
    const names = new Set(parts.filter(isComponent).map(({ path }) => path.at(-1)));
    const taken = [...names].filter((name) => names.has(`New${name}`));
    expect(taken).to.deep.equal([]);
  });

  it('has no constants: generators make enumerations of one word of them', () => {
    expect(found(({ node }) => 'const' in node)).to.deep.equal([]);
    const single = found(({ node }) => (node['enum'] as unknown[] | undefined)?.length === 1);
    expect(single).to.deep.equal([]);
  });

  it('says of every integer that it has 64 bits', () => {
    const narrow = found(
      (part) => typesOf(part).includes('integer') && part.node['format'] !== 'int64',
    );
    expect(narrow).to.deep.equal([]);
  });

  it('has nothing beside a reference, and references to what is there', () => {
    for (const part of parts.filter(({ node }) => '$ref' in node)) {
      expect(Object.keys(part.node), where(part)).to.deep.equal(['$ref']);
      const names = String(part.node['$ref']).split('/').slice(1);
      const target = names.reduce<unknown>(
        (at, name) => (at as Node | undefined)?.[name],
        document,
      );
      expect(target, `${where(part)} leads to ${names.join('/')}`).to.be.an('object');
    }
  });

  it('has nothing that is only ever null: generators make a class of it that there is not', () => {
    const isChoice = ({ path }: Part): boolean => path.at(-2) === 'anyOf';
    const isNull = (part: Part): boolean => typesOf(part).every((type) => type === 'null');
    expect(found((part) => isNull(part) && !isChoice(part) && !inCondition(part))).to.deep.equal(
      [],
    );
  });

  it('has patterns that every language reads', () => {
    for (const part of parts.filter(({ node }) => typeof node['pattern'] === 'string')) {
      const pattern = String(part.node['pattern']);
      expect(pattern, where(part)).to.not.match(/\\[pPuUkKAzZG]|\(\?|\[\[|&&/);
      expect(() => new RegExp(pattern, 'u'), where(part)).to.not.throw();
    }
  });

  it('gives every object and every enumeration a name', () => {
    const isObject = (part: Part): boolean =>
      typesOf(part).includes('object') || ('properties' in part.node && !inCondition(part));
    expect(found((part) => isObject(part) && !isComponent(part))).to.deep.equal([]);
    expect(found((part) => 'enum' in part.node && !isComponent(part))).to.deep.equal([]);
  });

  it('lets a name be null by a choice, and composes nothing else', () => {
    const choices = parts.filter((part) => 'anyOf' in part.node && !inCondition(part));
    expect(choices).to.have.length.above(5);
    for (const part of choices) {
      const [named, none, ...rest] = part.node['anyOf'] as Node[];
      expect(Object.keys(named ?? {}), where(part)).to.deep.equal(['$ref']);
      expect([none, ...rest], where(part)).to.deep.equal([{ type: 'null' }]);
    }
    expect(found(({ node }) => 'allOf' in node || 'oneOf' in node || 'not' in node)).to.deep.equal(
      [],
    );
    const nulls = found(
      ({ node }) => (node['enum'] as unknown[] | undefined)?.includes(null) ?? false,
    );
    expect(nulls).to.deep.equal([]);
  });

  it('tells every error as Error, and its codes beside it', () => {
    const errors = parts.filter(
      ({ path }) =>
        path.at(-2) === 'responses' && /^[45]|NotFound|MethodNot/.test(path.at(-1) ?? ''),
    );
    const own = errors.filter(({ path }) => path[0] !== 'webhooks');
    expect(own).to.have.length.above(100);
    for (const part of own) {
      const content = part.node['content'] as { 'application/json': { schema: Node } };
      const { schema } = content['application/json'];
      expect(schema, where(part)).to.deep.equal({ $ref: '#/components/schemas/Error' });
      expect(part.node['x-codes'], where(part)).to.be.an('array').that.is.not.empty;
    }
  });

  it('keeps what is no call of clients from their generators', () => {
    const { post } = (document['webhooks'] as { readonly delivery: { readonly post: Node } })
      .delivery;
    expect(post['x-internal']).to.equal(true);
    const inWebhooks = parts.filter(({ path, node }) => path[0] === 'webhooks' && '$ref' in node);
    expect(inWebhooks.map(where), 'types that only they lead to').to.deep.equal([]);
  });

  it('has no two constants of one name, for languages that put all into one space', () => {
    const names = parts
      .filter((part) => 'enum' in part.node)
      .flatMap(({ node }) => (node['x-enum-varnames'] ?? node['enum']) as string[])
      .map((name) => name.toUpperCase());
    expect(names).to.have.length.above(40);
    expect(new Set(names).size).to.equal(names.length);
  });
});
