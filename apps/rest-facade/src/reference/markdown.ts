import { type Html, html } from './html.ts';

/** As much of Markdown as the reference uses: paragraphs, tables, code. */
export function markdown(text: string): Html {
  const blocks = text.trim().split(/\n{2,}/);
  return html`${blocks.map((block) => (block.startsWith('|') ? table(block) : paragraph(block)))}`;
}

/** Code and nothing else. */
export function inline(text: string): Html {
  const parts = text.split('`');
  return html`${parts.map((part, place) => (place % 2 === 1 ? html`<code>${part}</code>` : part))}`;
}

function paragraph(block: string): Html {
  return html`<p>${inline(block)}</p>`;
}

function table(block: string): Html {
  const [head = '', , ...rows] = block.split('\n');
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Table">
    <table>
      <thead>
        <tr>
          ${cellsOf(head).map((cell) => html`<th scope="col">${inline(cell)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${cellsOf(row).map((cell) => html`<td>${inline(cell)}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function cellsOf(row: string): string[] {
  return row
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
}
