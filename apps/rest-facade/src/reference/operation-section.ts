import { bodyOf } from '../openapi/error-answers.ts';
import { commonRefusals, refusalsOf } from '../openapi/operation/common-refusals.ts';
import {
  type Example,
  type Operation,
  type Parameter,
  requestOf,
} from '../openapi/operation/operation.ts';
import { MEANINGS, type RefusalCode, refusalOf } from '../openapi/operation/refusals.ts';
import { curl } from './curl.ts';
import { type Html, html } from './html.ts';
import { inline, markdown } from './markdown.ts';
import { limits, typeOf } from './schema-table.ts';

/** Everything about one call. */
export function operationSection(operation: Operation, baseUrl: string): Html {
  const { operationId, method, path, summary, description = '', parameters = [], body } = operation;
  return html`<article id="${operationId}" aria-labelledby="${operationId}-title">
    <h3 id="${operationId}-title">${summary}</h3>
    <p class="route"><span class="method">${method.toUpperCase()}</span> <code>${path}</code></p>
    ${markdown(description)} ${parameters.length > 0 ? parameterTable(operationId, parameters) : ''}
    ${body === undefined ? '' : html`<p>Body: <a href="#schema-${body}">${body}</a></p>`}
    <h4>Answers</h4>
    <dl class="answers">${successes(operation)} ${refusals(operation)}</dl>
    <p>And <a href="#basics">what any call may answer</a>.</p>
    <h4>Examples</h4>
    ${examples(operation, baseUrl)}
  </article>`;
}

function parameterTable(operationId: string, parameters: readonly Parameter[]): Html {
  return html`<div
    class="scroll"
    tabindex="0"
    role="group"
    aria-label="Parameters of ${operationId}"
  >
    <table>
      <thead>
        <tr>
          <th scope="col">parameter</th>
          <th scope="col">in</th>
          <th scope="col">type</th>
          <th scope="col">meaning</th>
        </tr>
      </thead>
      <tbody>
        ${parameters.map(
          ({ name, in: place, schema, description }) =>
            html`<tr>
              <th scope="row"><code>${name}</code></th>
              <td>${place}</td>
              <td>${typeOf(schema)}</td>
              <td>${inline(description)} ${limits(schema)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function successes({ successes: all }: Operation): Html[] {
  return Object.entries(all).map(([status, { description, schema, isEventStream, whole }]) => {
    const what = isEventStream ? 'Events with a ' : '';
    const link = schema && html`${what}<a href="#schema-${schema}">${schema}</a>`;
    const forms = whole && inline(`Whole, by \`Accept\`: ${whole.types.join(', ')}.`);
    return html`<dt>${status}</dt>
      <dd>${inline(description)} ${link} ${forms}</dd>`;
  });
}

/** What any call may answer stands once, at the beginning of the page. */
function refusals(operation: Operation): Html[] {
  const named = Object.values(refusalsOf(operation)).map(({ code }) => code);
  const common = commonRefusals();
  const codes = [...new Set<RefusalCode>(named)].filter((code) => !common.has(code));
  return codes
    .map((code) => ({ code, status: refusalOf(code).status }))
    .sort((one, other) => one.status - other.status)
    .map(
      ({ code, status }) =>
        html`<dt>${status}</dt>
          <dd><code>${code}</code> ${inline(MEANINGS[code])}</dd>`,
    );
}

function examples(operation: Operation, baseUrl: string): Html[] {
  const own = Object.values(operation.examples).map((example, place) =>
    details(example.summary, place === 0, [
      curl(operation, requestOf(operation, example.request), baseUrl),
      answerText(example),
    ]),
  );
  const refused = Object.values(operation.refusals).map((refusal) => {
    const { status } = refusalOf(refusal.code, refusal.hasKey);
    return details(`${refusal.summary} (${status})`, false, [
      curl(operation, requestOf(operation, refusal.request), baseUrl),
      JSON.stringify(bodyOf(refusal), null, 2),
    ]);
  });
  return [...own, ...refused];
}

function answerText({ status, answer }: Example): string {
  if (answer === undefined) return `HTTP ${status}, without a body`;
  return typeof answer === 'string' ? answer : JSON.stringify(answer, null, 2);
}

function details(summary: string, isOpen: boolean, [request = '', answer = '']: string[]): Html {
  return html`<details ${isOpen ? 'open' : ''}>
    <summary>${summary}</summary>
    <pre tabindex="0" role="group" aria-label="Request: ${summary}"><code>${request}</code></pre>
    <pre tabindex="0" role="group" aria-label="Answer: ${summary}"><code>${answer}</code></pre>
  </details>`;
}
