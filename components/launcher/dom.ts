/** Elements without templates, as long as the code for those has not been fetched: it comes with the panel. */

type Attributes = Readonly<Record<string, string>>;

/** Whether templates can be parsed: in XHTML, what they are written in is an error. */
export const isHtml = () => document.contentType === 'text/html';

/** A new element with these attributes and this content. */
export function create<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes,
  ...content: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  assign(element, attributes);
  element.append(...content);
  return element;
}

/** Gives the element these attributes. What is as it should be stays untouched. */
export function assign(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (element.getAttribute(name) !== value) element.setAttribute(name, value);
  }
}

/** Has exactly these elements after the node. One that stays is not moved, because it would lose the focus. */
export function placeAfter(node: ChildNode, elements: readonly Element[]): void {
  const isWanted = (each: ChildNode) => elements.includes(each as Element);
  while (node.nextSibling && !isWanted(node.nextSibling)) node.nextSibling.remove();
  if (elements.length === 0) return;
  const [next, ...others] = elements;
  if (node.nextSibling !== next) node.after(next!);
  placeAfter(next!, others);
}
