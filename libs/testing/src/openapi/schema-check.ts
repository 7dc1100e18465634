import { Ajv2020 } from 'ajv/dist/2020.js';

/** RFC 3339, which the format date-time stands for. */
const RFC_3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

/** Makes a check of values against the named schemas of an OpenAPI document, as programs do it. */
export function createSchemaCheck(document: object): (name: string, value: unknown) => boolean {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  ajv.addFormat('int64', { type: 'number', validate: (value) => Number.isSafeInteger(value) });
  ajv.addFormat('date-time', RFC_3339);
  ajv.addFormat('uri', (text) => URL.canParse(text));
  ajv.addSchema(document, 'openapi');
  return (name, value) => {
    const check = ajv.getSchema(`openapi#/components/schemas/${name}`);
    if (check === undefined) throw new Error(`the document has no schema ${name}`);
    return check(value) as boolean;
  };
}
