/** Does in one go what can be done in steps. */
export function finish<T>(steps: Generator<unknown, T>): T {
  for (;;) {
    const {done, value} = steps.next();
    if (done) return value;
  }
}
