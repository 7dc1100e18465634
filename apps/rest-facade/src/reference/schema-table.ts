import type { JsonSchema } from '../v3/schemas/json-schema.ts';
import { type Html, html } from './html.ts';
import { inline } from './markdown.ts';

/** The fields of an object, one row each; those of objects inside it follow with their path. */
export function schemaTable(name: string, schema: JsonSchema, schemas: Schemas): Html {
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Fields of ${name}">
    <table>
      <thead>
        <tr>
          <th scope="col">field</th>
          <th scope="col">type</th>
          <th scope="col">meaning</th>
        </tr>
      </thead>
      <tbody>
        ${fieldsOf(schema, schemas).map(row)}
      </tbody>
    </table>
  </div>`;
}

/** The schemas of a document by their names. */
export type Schemas = Readonly<Record<string, JsonSchema>>;

interface Field {
  readonly name: string;
  readonly schema: JsonSchema;
  readonly isRequired: boolean;
}

function row({ name, schema, isRequired }: Field): Html {
  const { description = '' } = schema;
  return html`<tr>
    <th scope="row"><code>${name}</code></th>
    <td>${typeOf(schema)}${isRequired ? '' : html` <small>optional</small>`}</td>
    <td>${inline(description)} ${limits(schema)}</td>
  </tr>`;
}

function fieldsOf(schema: JsonSchema, schemas: Schemas, prefix = ''): Field[] {
  const properties = (schema['properties'] ?? {}) as Schemas;
  const required = (schema['required'] ?? []) as readonly string[];
  return Object.entries(properties).flatMap(([name, property]) => {
    const path = `${prefix}${name}`;
    const items = property['items'] as JsonSchema | undefined;
    const inner = items ?? property;
    const field = { name: path, schema: property, isRequired: required.includes(name) };
    const isPlain = referenced(inner) !== null || inner['properties'] === undefined;
    return [field, ...(isPlain ? [] : fieldsOf(inner, schemas, `${path}${items ? '[].' : '.'}`))];
  });
}

/** The name of the schema that is referred to; null: it stands here. */
export function referenced(schema: JsonSchema): string | null {
  const reference = schema['$ref'];
  return typeof reference === 'string' ? reference.slice(reference.lastIndexOf('/') + 1) : null;
}

/** A type in words, with a link where it has a place of its own. */
export function typeOf(schema: JsonSchema): Html {
  const name = referenced(schema);
  if (name !== null) return html`<a href="#schema-${name}">${name}</a>`;
  const items = schema['items'] as JsonSchema | undefined;
  const types = [schema['type']].flat().map(String);
  if (items !== undefined)
    return html`list of ${typeOf(items)}${types.includes('null') ? ' or null' : ''}`;
  return html`${types.join(' or ')}`;
}

/** What a value may be, beyond its type. */
export function limits(schema: JsonSchema): Html {
  const choices = schema['enum'] as readonly (string | null)[] | undefined;
  const words = choices?.filter((choice) => choice !== null) ?? [];
  const notes = [
    schema['format'] === 'date-time' ? 'ISO 8601.' : null,
    range(schema.minLength, schema.maxLength, 'characters'),
    range(schema.minItems, schema.maxItems, 'entries'),
    schema.default === undefined ? null : `Default ${schema.default}.`,
  ];
  return html`<small
    >${words.map((word) => html`<code>${word}</code> `)}${notes.filter(Boolean).join(' ')}</small
  >`;
}

function range(min: number | undefined, max: number | undefined, what: string): string | null {
  if (max === undefined) return null;
  return min === undefined ? `At most ${max} ${what}.` : `${min} to ${max} ${what}.`;
}
