/** Resolves when the element comes into view, or nearly: who never scrolls there needs nothing of it. */
export function whenSeen(element: Element): Promise<void> {
  return new Promise((resolve) => {
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some(({isIntersecting}) => isIntersecting)) return;
        observer.disconnect();
        resolve();
      },
      {rootMargin: '200px'},
    );
    observer.observe(element);
  });
}
