/** `\N{NAME}` escapes. The names of Unicode are a table of a megabyte, so only those whose character can be computed are known here. */

/** The character called `name`, whatever the case of its letters; undefined when there is none. */
export function unicodeByName(name: string): string | undefined {
  const match = /^(CJK (?:UNIFIED|COMPATIBILITY) IDEOGRAPH)-([0-9A-F]{4,5})$/i.exec(name)
  if (match?.[2] === undefined) return undefined
  return String.fromCodePoint(Number.parseInt(match[2], 16))
}
