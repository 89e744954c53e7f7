/** `key=value`, as `-D` and `-E` take it. */

/** At the first `=`, with something on both sides; undefined otherwise. */
export function splitPair(text: string): readonly [string, string] | undefined {
  const equals = text.indexOf('=')
  const left = text.slice(0, Math.max(equals, 0))
  const right = text.slice(equals + 1)
  return equals < 0 || left.trim() === '' || right.trim() === '' ? undefined : [left, right]
}
