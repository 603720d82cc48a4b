/** Stands before the page's title, which itself is left as it is: whatever the page does with it, it can be undone. */
let mark: Text | undefined;

/** How much is unread, and in which conversation, for each element on the page. */
const counts = new Map<object, readonly [conversationId: string | undefined, count: number]>();

let observer: MutationObserver | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Shows in the title of a page that is hidden how many messages are unread. With 0, nothing is left of it. */
export function showInTitle(element: object, conversationId: string | undefined, count: number) {
  if (count > 0) counts.set(element, [conversationId, count]);
  else if (!counts.delete(element)) return;
  document.removeEventListener('visibilitychange', update);
  if (counts.size > 0) document.addEventListener('visibilitychange', update);
  update();
}

function update(): void {
  clearTimeout(timer);
  // Two elements with one conversation have the same messages.
  const unread = [...new Map(counts.values()).values()].reduce((sum, count) => sum + count, 0);
  const title = document.head?.querySelector('title');
  if (unread === 0 || !document.hidden || !title) return takeAway();
  place(title, `(${unread}) `);
  observer ??= new MutationObserver(() => {
    // At once, we and a page that watches its title might go on changing it for ever.
    clearTimeout(timer);
    timer = setTimeout(update, 200);
  });
  observer.observe(document.head, {childList: true, characterData: true, subtree: true});
  observer.takeRecords();
}

function place(title: HTMLTitleElement, text: string): void {
  const before = mark?.data;
  mark ??= document.createTextNode('');
  if (title.firstChild !== mark) {
    const {firstChild} = title;
    // The page made a new title of the one that it found.
    if (before && firstChild instanceof Text && firstChild.data.startsWith(before)) {
      firstChild.data = firstChild.data.slice(before.length);
    }
    title.prepend(mark);
  }
  if (mark.data !== text) mark.data = text;
}

function takeAway(): void {
  observer?.disconnect();
  mark?.remove();
  mark = undefined;
}
