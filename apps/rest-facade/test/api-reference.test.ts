import { Validator } from '@seriousme/openapi-schema-validator';
import { createAnswerCheck, type OpenApiDocument } from '@webhooks/testing';
import { MAX_BODY_BYTES } from '../src/http/http-problem.ts';
import {
  validateEndpointChange,
  validateNewEndpoint,
  validateResendBody,
  validateResendChange,
} from '@webhooks/validation';
import { expect } from 'chai';

import { restRoutes } from '../src/routes.ts';
import { openApiDocument } from '../src/openapi/document.ts';
import { OPERATIONS } from '../src/openapi/operations/index.ts';
import { HTTP_PROBLEMS, MEANINGS, refusalOf } from '../src/openapi/operation/refusals.ts';
import { domainAnswers } from '../src/http/domain-answers.ts';
import { defaultRestLimits } from '../src/server/rest-limits.ts';
import { exchange } from './raw-client.ts';
import { assertNoStore, type RestHarness, startHarness } from './rest-harness.ts';

/** Served to people and programs, but no part of the API. */
const PAGES = ['/openapi.json', '/docs', '/docs/style.css', '/docs/script.js'];

describe('the API reference', () => {
  const document = openApiDocument('https://api.example.com/eu');
  const paths = document['paths'] as OpenApiDocument['paths'];
  let rest: RestHarness;
  before(async () => {
    rest = await startHarness({ settings: { publicBaseUrl: 'https://api.example.com/eu' } });
  });
  after(() => rest[Symbol.asyncDispose]());

  it('is valid OpenAPI 3.1', async () => {
    const validator = new Validator();
    const result = await validator.validate(structuredClone(document));
    expect(result.errors ?? []).to.deep.equal([]);
    expect(result.valid).to.equal(true);
    expect(validator.version).to.equal('3.1');
  });

  it('lists exactly the routes that there are', () => {
    // Handlers are not called, so they need nothing to work with.
    const parts = { limits: defaultRestLimits, publicBaseUrl: '', service: {} };
    const router = restRoutes(parts as unknown as Parameters<typeof restRoutes>[0]);
    const routed = router.stack
      .filter(({ path }) => !PAGES.includes(String(path)))
      .flatMap(({ path, methods }) =>
        methods
          .filter((method) => method !== 'HEAD')
          .map((method) => `${method} ${templateOf(String(path))}`),
      );
    const documented = Object.entries(paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(documented.sort()).to.deep.equal(routed.sort());
  });

  it('knows every code that an error can have, and no other', () => {
    const codes = [
      ...Object.keys(domainAnswers),
      ...HTTP_PROBLEMS.map(({ code }) => code),
      'internal_error',
    ];
    expect(Object.keys(MEANINGS).sort()).to.deep.equal(codes.sort());
  });

  it('has examples that are as its schemas say', () => {
    const check = createAnswerCheck(document as unknown as OpenApiDocument);
    const headers = headersForAll();
    let count = 0;
    for (const [path, operations] of Object.entries(paths)) {
      for (const [method, { responses }] of Object.entries(operations)) {
        for (const [status, { content = {} }] of Object.entries(responses)) {
          for (const [type, { examples = {} }] of Object.entries(content)) {
            headers.set('content-type', type);
            for (const { value } of Object.values(examples)) {
              const text = typeof value === 'string' ? value : JSON.stringify(value);
              check({ method, path, status: Number(status), headers, text });
              count += 1;
            }
          }
        }
      }
    }
    expect(count).to.be.above(100);
  });

  it('has requests that are taken where it says so', () => {
    const validate: Readonly<Record<string, (body: Record<string, unknown>) => unknown>> = {
      ResendRequest: validateResendBody,
      ResendChange: validateResendChange,
      EndpointChange: validateEndpointChange,
      EndpointRegistration: validateNewEndpoint,
    };
    for (const { body = '', examples } of OPERATIONS) {
      const bodies = Object.values(examples).flatMap(({ request }) => request?.body ?? []);
      for (const value of bodies) validate[body]?.(value as Record<string, unknown>);
      expect(bodies.length > 0, body).to.equal(body in validate);
    }
  });

  it('tells the same limit of a body as the one that holds', () => {
    expect(refusalOf('body_too_large').detail).to.contain(String(MAX_BODY_BYTES));
  });

  it('is served as a document, to anybody, and again only when it has changed', async () => {
    const response = await fetch(`${rest.baseUrl}/openapi.json`);
    expect(response.status).to.equal(200);
    expect(response.headers.get('content-type')).to.equal('application/json; charset=utf-8');
    assertNoStore(response.headers);
    expect(await response.json()).to.deep.equal(JSON.parse(JSON.stringify(document)));
    const etag = response.headers.get('etag') ?? '';
    // fetch would ask caches not to answer.
    const request = `GET /openapi.json HTTP/1.1\r\nHost: a\r\nIf-None-Match: ${etag}\r\n\r\n`;
    const again = await exchange(rest.facade.port, request);
    expect(again.answers[0]).to.include({ status: 304, body: '' });
  });

  it('is served as a page that needs nothing from elsewhere, and runs no script but its own', async () => {
    const response = await fetch(`${rest.baseUrl}/docs`);
    const page = await response.text();
    expect(response.headers.get('content-security-policy')).to.contain("default-src 'none'");
    expect(page).to.not.match(/<script>|\son\w+=|style=|undefined|\[object/);
    const loaded = [...page.matchAll(/<(?:link|img|script)[^>]+(?:href|src)="([^"]+)"/g)];
    const files = ['docs/style.css', 'data:,', 'docs/script.js'];
    expect(loaded.map(([, url]) => url)).to.deep.equal(files);
    for (const file of ['docs/style.css', 'docs/script.js']) {
      expect((await fetch(`${rest.baseUrl}/${file}`)).status).to.equal(200);
    }
  });

  it('begins with ten lines that work, and says once what any call may answer', async () => {
    const page = await (await fetch(`${rest.baseUrl}/docs`)).text();
    const [, lines = ''] = /aria-label="Quick start"\s*><code>(.*?)<\/code>/s.exec(page) ?? [];
    expect(lines.split('\n')).to.have.length(10);
    expect(page.split('<code>service_unavailable</code>')).to.have.length(3);
    const articles = page.split('<article').slice(1);
    expect(articles.length).to.be.above(20);
    for (const article of articles.slice(0, OPERATIONS.length)) {
      expect(article).to.not.include('service_unavailable');
      expect(article).to.include('href="#basics"');
    }
  });

  it('shows every call on the page, and has no link that leads nowhere', async () => {
    const page = await (await fetch(`${rest.baseUrl}/docs`)).text();
    const ids = [...page.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size, 'ids that are given once').to.equal(ids.length);
    for (const { operationId } of OPERATIONS) expect(ids).to.include(operationId);
    const targets = [...page.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
    expect(targets.filter((target) => !ids.includes(target))).to.deep.equal([]);
  });
});

/** ":deliveryId" of the router is "{delivery_id}" of the document. */
function templateOf(path: string): string {
  return path.replace(
    /:(\w+)/g,
    (_, name: string) => `{${name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}}`,
  );
}

/** Headers that satisfy every response: the examples are about bodies. */
function headersForAll(): Headers {
  return new Headers({
    'x-request-id': 'example',
    location: '/v3/webhooks/resend/7890',
    'retry-after': '1',
    'www-authenticate': 'Bearer',
    allow: 'GET',
  });
}
