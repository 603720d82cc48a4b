/** Where records are kept. Values are anything that `structuredClone` takes; what is asked first is done first. */
export interface KeyValueStore {
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown): Promise<void>;
  /**
   * Puts what `change` makes of the stored value (undefined where there is none) in its place, and lets nobody in
   * between. It may be called again where the first attempt came to nothing.
   */
  update(key: string, change: (stored: unknown) => unknown): Promise<void>;
  delete(key: string): Promise<void>;
}

const pageRecords = new Map<string, unknown>();

/** The memory of this page: shared by all elements on it, gone with it. */
export function memoryStore(records = pageRecords): KeyValueStore {
  const set = (key: string, value: unknown) => void records.set(key, structuredClone(value));
  return {
    get: async (key) => records.get(key),
    set: async (key, value) => set(key, value),
    update: async (key, change) => set(key, change(records.get(key))),
    delete: async (key) => void records.delete(key),
  };
}
