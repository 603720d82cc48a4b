/** The one database of this package, on the origin of the page. */
export const DATABASE = 'captivate-chat';

/**
 * Of the database and of each record in it. What has a higher one was written by a newer release, perhaps in another
 * tab, and is left alone: whoever changes the shape of a record raises this.
 */
export const VERSION = 1;

/** Whether anything was ever stored on this origin. Looks without leaving a trace, such as an empty database. */
export async function hasDatabase(): Promise<boolean> {
  try {
    const databases = await indexedDB.databases();
    return databases.some(({name}) => name === DATABASE);
  } catch {
    // Storage that is out of reach holds nothing for us.
    return false;
  }
}
