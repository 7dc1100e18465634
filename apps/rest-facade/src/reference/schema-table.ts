import type { JsonSchema } from '../v3/schemas/json-schema.ts';
import { type Html, html } from './html.ts';
import { inline } from './markdown.ts';

/** A schema: what it is, the words it may be, and its fields, one row each. */
export function schemaTable(name: string, schema: JsonSchema, schemas: Schemas): Html {
  const { description = '' } = schema;
  const fields = fieldsOf(schema);
  return html`<p>${inline(description)} ${limits(schema)}</p>
    ${fields.length === 0 ? '' : table(name, fields, schemas)}`;
}

function table(name: string, fields: readonly Field[], schemas: Schemas): Html {
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
        ${fields.map((field) => row(field, schemas))}
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

/** A reference is described where it leads to. */
function row({ name, schema, isRequired }: Field, schemas: Schemas): Html {
  const { description = schemas[referenced(schema) ?? '']?.description ?? '' } = schema;
  return html`<tr>
    <th scope="row"><code>${name}</code></th>
    <td>${typeOf(schema)}${isRequired ? '' : html` <small>optional</small>`}</td>
    <td>${inline(description)} ${limits(schema)}</td>
  </tr>`;
}

function fieldsOf(schema: JsonSchema): Field[] {
  const properties = (schema['properties'] ?? {}) as Schemas;
  const required = (schema['required'] ?? []) as readonly string[];
  return Object.entries(properties).map(([name, property]) => ({
    ...{ name, schema: property, isRequired: required.includes(name) },
  }));
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
  const choices = schema['anyOf'] as readonly JsonSchema[] | undefined;
  if (choices !== undefined && schema['type'] === undefined) {
    return html`${choices.map((choice, place) => [place === 0 ? '' : ' or ', typeOf(choice)])}`;
  }
  const items = schema['items'] as JsonSchema | undefined;
  const types = [schema['type'] ?? 'any type'].flat().map(String);
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
