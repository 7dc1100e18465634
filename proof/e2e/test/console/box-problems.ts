import type { Page } from 'playwright-core';

/**
 * Runs in the page. A box is a piece of text or a control. Left out is what is hidden from sight, what
 * scrolls by itself, and what is meant to lie above the rest.
 */
const FIND = `(() => {
  const wide = document.documentElement.clientWidth;
  const styleOf = (element) => getComputedStyle(element);
  const ancestors = (element) => {
    const found = [];
    for (let one = element; one !== null; one = one.parentElement) found.push(one);
    return found;
  };
  const isAside = (element) => ancestors(element).some((one) => {
    const { position, clipPath, visibility, opacity } = styleOf(one);
    return ['fixed', 'sticky'].includes(position) || clipPath.startsWith('inset') ||
      visibility === 'hidden' || opacity === '0' || one.localName === 'dialog' ||
      one.localName === 'option' || (one.localName === 'details' && !one.open &&
        !one.querySelector('summary').contains(element));
  });
  const scrolls = (element) => ancestors(element).some((one) =>
    ['auto', 'scroll'].includes(styleOf(one).overflowX));
  const named = (element) => element.localName + ' "' +
    (element.textContent || element.getAttribute('aria-label') || '').trim().slice(0, 40) + '"';
  const boxes = [];
  // What is scrolled out of sight lies over nothing.
  const seen = (element, rect) => ancestors(element)
    .filter((one) => ['auto', 'scroll'].includes(styleOf(one).overflowY))
    .map((one) => one.getBoundingClientRect())
    .reduce((part, box) => ({
      left: Math.max(part.left, box.left), right: Math.min(part.right, box.right),
      top: Math.max(part.top, box.top), bottom: Math.min(part.bottom, box.bottom),
    }), rect);
  const add = (element, rects) => {
    if (isAside(element) || element.closest('.chart-plot') !== null) return;
    for (const rect of rects) {
      const { left, top, right, bottom } = seen(element, rect);
      if (right - left > 1 && bottom - top > 1) {
        boxes.push({ element, left, top, right, bottom });
      }
    }
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { currentNode: text } = walker;
    if (text.data.trim() === '' || ['SCRIPT', 'STYLE'].includes(text.parentElement.tagName)) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    add(text.parentElement, range.getClientRects());
  }
  for (const control of document.querySelectorAll('button, input, select, textarea, .button, .pill')) {
    add(control, [control.getBoundingClientRect()]);
  }
  const problems = [];
  const surplus = document.documentElement.scrollWidth - wide;
  if (surplus > 0) problems.push('scrolls by ' + surplus + ' px');
  for (const { element, left, right } of boxes) {
    if ((left < -1 || right > wide + 1) && !scrolls(element)) problems.push('outside: ' + named(element));
  }
  for (const { element, left, right, top, bottom } of boxes) {
    const cut = ancestors(element).find((one) => {
      const { overflowX, overflowY } = styleOf(one);
      if (!['hidden', 'clip'].includes(overflowX) && !['hidden', 'clip'].includes(overflowY)) return false;
      const box = one.getBoundingClientRect();
      return right > box.right + 1 || left < box.left - 1 || bottom > box.bottom + 2 || top < box.top - 2;
    });
    if (cut !== undefined && !scrolls(element)) problems.push('clipped: ' + named(element));
  }
  boxes.sort((one, other) => one.top - other.top);
  for (const [index, one] of boxes.entries()) {
    for (const other of boxes.slice(index + 1)) {
      if (other.top >= one.bottom - 3) break;
      const width = Math.min(one.right, other.right) - Math.max(one.left, other.left);
      const height = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
      const isPart = one.element.contains(other.element) || other.element.contains(one.element) ||
        one.element.closest('label, .button, button') !== null &&
        one.element.closest('label, .button, button') === other.element.closest('label, .button, button');
      if (width > 3 && height > 3 && !isPart) {
        problems.push('overlap: ' + named(one.element) + ' and ' + named(other.element));
      }
    }
  }
  return [...new Set(problems)];
})()`;

/** What is too wide, cut off, or over something else on the screen now. */
export function boxProblems(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(FIND);
}
