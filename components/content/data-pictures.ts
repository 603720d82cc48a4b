/** The data of a picture in Markdown, where there is much of it. */
const LONG_DATA = /(!\[[^\]]{0,500}\]\([ \t\n]*<?)(data:image\/[a-z]{3,4}[;,][^\s()<>]{200,})/gi;

/** The text with something else in place of each, so that it is not longer than what there is to read. */
export function replacePictures(text: string, replace: (data: string) => string): string {
  return text.replace(LONG_DATA, (_, before: string, data: string) => before + replace(data));
}

/** The text without them. */
export const withoutPictures = (text: string): string => replacePictures(text, () => 'data:');
