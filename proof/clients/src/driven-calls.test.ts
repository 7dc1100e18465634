import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

import type { OpenApiDocument } from '@webhooks/testing';
import { expect } from 'chai';

import { DRIVEN_ERRORS, DRIVEN_WAYS } from './driven-calls.ts';
import { GENERATED_CLIENTS } from './generated-clients.ts';

const DRIVERS = path.resolve(import.meta.dirname, '../drivers');
const DOCUMENT = path.resolve(
  import.meta.dirname,
  '../../../apps/rest-facade/src/openapi/document.ts',
);

interface DocumentModule {
  readonly openApiDocument: (publicBaseUrl: string) => OpenApiDocument;
}

/** The programs run where their toolchains are; that none of them lacks a call is seen everywhere. */
describe('the driver of a generated client', () => {
  const files = readdirSync(DRIVERS, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => path.join(parentPath, name));

  it('is there for each client', () => {
    expect(files).to.have.length(GENERATED_CLIENTS.length);
  });

  for (const file of files) {
    it(`makes every call of the document: ${path.relative(DRIVERS, file)}`, async () => {
      const { openApiDocument } = (await import(pathToFileURL(DOCUMENT).href)) as DocumentModule;
      const { paths } = openApiDocument('http://127.0.0.1:8080');
      const operations = Object.values(paths).flatMap((methods) =>
        Object.values(methods).map(({ operationId }) => operationId),
      );
      const text = readFileSync(file, 'utf8');
      const named = new Set([...text.matchAll(/["'](\w+)["']/g)].map(([, name]) => name));
      const missing = [...operations, ...DRIVEN_ERRORS, ...DRIVEN_WAYS].filter(
        (name) => !named.has(name),
      );
      expect(operations.length).to.be.greaterThan(10);
      expect(missing).to.deep.equal([]);
    });
  }
});
