/** Resolves when the promise is settled, or after so many milliseconds. */
export async function within(limit: number, promise: Promise<unknown>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<void>((resolve) => (timer = setTimeout(resolve, limit)));
  await Promise.race([promise, timeout]).catch(() => undefined);
  clearTimeout(timer);
}
