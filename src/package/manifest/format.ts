/** A fresh `kcl.mod`, in the layout kpm writes (specification of kpm, §2.2). Existing files are edited in place, never formatted anew. */

export interface FreshManifest {
  readonly name: string
  readonly version: string
  readonly edition?: string
  readonly description?: string
}

export function formatManifest(manifest: FreshManifest): string {
  const { name, edition, version, description } = manifest
  const lines = Object.entries({ name, edition, version, description }).flatMap(([key, value]) =>
    value === undefined || value === '' ? [] : [`${key} = ${formatTomlString(value)}`],
  )
  return `[package]\n${lines.join('\n')}\n`
}

const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
  '"': '\\"',
  '\\': '\\\\',
}

/** A basic string; text outside ASCII stays as it is. */
function formatTomlString(text: string): string {
  const escaped = text.replaceAll(/["\\\p{Cc}]/gu, (it) => SHORT_ESCAPES[it] ?? `\\u${it.charCodeAt(0).toString(16).padStart(4, '0')}`)
  return `"${escaped}"`
}
