/**
 * The script of the reference: a search over the calls and schemas, and a button on each example that
 * copies it. The page says everything without it, too.
 */
export const REFERENCE_SCRIPT = `'use strict';
const field = document.querySelector('#search');
const found = document.querySelector('#found');
const parts = [...document.querySelectorAll('main article')].map((article) => ({
  article,
  link: document.querySelector('nav a[href="#' + article.id + '"]')?.parentElement,
  text: article.textContent.toLowerCase(),
}));

function search() {
  const words = field.value.toLowerCase().split(/\\s+/).filter(Boolean);
  let count = 0;
  for (const { article, link, text } of parts) {
    const matches = words.every((word) => text.includes(word));
    article.hidden = !matches;
    if (link) link.hidden = !matches;
    if (matches) count += 1;
  }
  found.textContent = words.length === 0 ? '' : count + ' of ' + parts.length + ' found';
}

function select(code) {
  const range = document.createRange();
  range.selectNodeContents(code);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}

async function copy(code, button) {
  try {
    await navigator.clipboard.writeText(code.textContent);
    button.textContent = 'Copied';
  } catch {
    // Without leave to write, what is selected is one key away.
    select(code);
    button.textContent = 'Selected';
  }
}

document.querySelector('.search').hidden = false;
field.addEventListener('input', search);
for (const pre of document.querySelectorAll('pre')) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'copy';
  button.textContent = 'Copy';
  button.setAttribute('aria-label', 'Copy: ' + (pre.getAttribute('aria-label') || 'example'));
  button.addEventListener('click', () => copy(pre.querySelector('code') || pre, button));
  pre.before(button);
}
`;
