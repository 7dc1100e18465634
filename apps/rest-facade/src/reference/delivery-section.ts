import { deliveryWebhook } from '../openapi/deliveries.ts';
import { type Html, html } from './html.ts';
import { inline } from './markdown.ts';

interface Webhook {
  readonly post: {
    readonly summary: string;
    readonly description: string;
    readonly parameters: readonly {
      readonly name: string;
      readonly description: string;
      readonly example: string;
    }[];
    readonly responses: Readonly<Record<string, { readonly description: string }>>;
  };
}

/** The receiver's side. */
export function deliverySection(): Html {
  const { post } = deliveryWebhook() as unknown as Webhook;
  return html`<article id="receiveDelivery" aria-labelledby="receiveDelivery-title">
    <h3 id="receiveDelivery-title">${post.summary}</h3>
    <p class="route"><span class="method">POST</span> <code>the URL of your endpoint</code></p>
    <p>${inline(post.description)}</p>
    <div class="scroll" tabindex="0" role="group" aria-label="Headers of a delivery">
      <table>
        <thead>
          <tr>
            <th scope="col">header</th>
            <th scope="col">meaning</th>
            <th scope="col">such as</th>
          </tr>
        </thead>
        <tbody>
          ${post.parameters.map(
            ({ name, description, example }) =>
              html`<tr>
                <th scope="row"><code>${name}</code></th>
                <td>${inline(description)}</td>
                <td><code>${example}</code></td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    <h4>Your answer</h4>
    <dl class="answers">
      ${Object.entries(post.responses).map(
        ([status, { description }]) =>
          html`<dt>${status === 'default' ? 'else' : status}</dt>
            <dd>${inline(description)}</dd>`,
      )}
    </dl>
  </article>`;
}
