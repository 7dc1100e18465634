import { components } from '../openapi/components.ts';
import { introduction } from '../openapi/introduction.ts';
import { OPERATIONS } from '../openapi/operations/index.ts';
import { CONTROL, ENDPOINTS, EVENTS, OUTCOMES, RESENDS } from '../openapi/operations/shared.ts';
import { deliverySection } from './delivery-section.ts';
import { type Html, html } from './html.ts';
import { markdown } from './markdown.ts';
import { operationSection } from './operation-section.ts';
import { quickStart } from './quick-start.ts';
import { type Schemas, schemaTable } from './schema-table.ts';

const TAGS = [RESENDS, OUTCOMES, CONTROL, ENDPOINTS, EVENTS];

/** The API reference as one page, whole without its script. baseUrl: where callers reach the API. */
export function referencePage(baseUrl: string): string {
  const schemas = components()['schemas'] as Schemas;
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>Webhook resend: API reference</title>
        <link rel="stylesheet" href="docs/style.css" />
        <link rel="icon" href="data:," />
        <script src="docs/script.js" defer></script>
      </head>
      <body>
        <a class="skip" href="#content">Skip to the content</a>
        <nav aria-label="Reference">
          <div class="search" hidden>
            <label for="search">Search</label>
            <input id="search" type="search" autocomplete="off" />
            <span id="found" role="status"></span>
          </div>
          ${navigation(schemas)}
        </nav>
        <main id="content">
          <h1>Webhook resend</h1>
          <p>
            The same as a document for programs: <a href="openapi.json">openapi.json</a>
            (OpenAPI 3.1).
          </p>
          ${quickStart(baseUrl)}
          <h2 id="basics">Basics</h2>
          ${markdown(introduction())} ${TAGS.map((tag) => group(tag, baseUrl))}
          <h2 id="deliveries">Deliveries</h2>
          ${deliverySection()}
          <h2 id="schemas">Schemas</h2>
          ${Object.entries(schemas).map(
            ([name, schema]) =>
              html`<article id="schema-${name}" aria-labelledby="schema-${name}-title">
                <h3 id="schema-${name}-title">${name}</h3>
                ${schemaTable(name, schema, schemas)}
              </article>`,
          )}
        </main>
      </body>
    </html>`;
  return page.text;
}

function group(tag: string, baseUrl: string): Html {
  return html`<h2 id="${tag.toLowerCase()}">${tag}</h2>
    ${OPERATIONS.filter((operation) => operation.tag === tag).map((operation) =>
      operationSection(operation, baseUrl),
    )}`;
}

function navigation(schemas: Schemas): Html {
  const link = (id: string, text: string): Html => html`<li><a href="#${id}">${text}</a></li>`;
  return html`<ul>
    ${link('quick-start', 'Quick start')} ${link('basics', 'Basics and errors')}
    ${TAGS.map((tag) => [
      html`<li class="tag">${tag}</li>`,
      OPERATIONS.filter((operation) => operation.tag === tag).map(({ operationId, summary }) =>
        link(operationId, summary),
      ),
    ])}
    <li class="tag">Deliveries</li>
    ${link('receiveDelivery', 'What your endpoint receives')}
    <li class="tag">Schemas</li>
    ${Object.keys(schemas).map((name) => link(`schema-${name}`, name))}
  </ul>`;
}
