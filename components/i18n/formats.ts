/** Makes one of `Intl`'s formats for each locale that is asked for, once, because that takes long. */
export function perLocale<Format>(make: (locale: string | undefined) => Format) {
  const made = new Map<string | undefined, Format>();
  return (locale: string | undefined): Format => {
    const format = made.get(locale) ?? make(locale);
    made.set(locale, format);
    return format;
  };
}
