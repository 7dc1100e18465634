/**
 * Keeps the page live while a browser translates it: that puts an element in the place of each text,
 * and what is drawn later would go into a text that nobody sees. The text returns, empty, beside the
 * element, and takes its place when there is something new to say, which is translated in its turn.
 */
export function keepTextsLive(root: Node): void {
  const standIns = new WeakMap<Node, Element>();
  const taken = new WeakSet<Node>();
  const onRemoved = (text: Node, candidates: readonly (Node | null)[]): void => {
    const old = standIns.get(text);
    if (old !== undefined) {
      standIns.delete(text);
      old.remove();
      return;
    }
    const standIn = candidates.find((node) => isTranslation(node) && !taken.has(node));
    if (!isTranslation(standIn) || text.nodeValue === '') return;
    standIns.set(text, standIn);
    taken.add(standIn);
    text.nodeValue = '';
    standIn.before(text);
  };
  const onChanged = (text: Node): void => {
    const standIn = standIns.get(text);
    if (standIn === undefined || text.nodeValue === '') return;
    standIns.delete(text);
    standIn.remove();
  };
  new MutationObserver((records) => {
    for (const {
      type,
      target,
      removedNodes,
      addedNodes,
      previousSibling,
      nextSibling,
    } of records) {
      if (type === 'characterData') onChanged(target);
      for (const node of removedNodes) {
        if (node.nodeType !== Node.TEXT_NODE || node.isConnected) continue;
        onRemoved(node, [...addedNodes, previousSibling, nextSibling]);
      }
    }
  }).observe(root, { subtree: true, childList: true, characterData: true });
}

/** Browsers that translate mark what is theirs by an element that is otherwise long out of use. */
function isTranslation(node: Node | null | undefined): node is Element {
  return node instanceof Element && node.localName === 'font' && node.isConnected;
}
