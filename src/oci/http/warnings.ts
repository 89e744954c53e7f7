/** What a registry wants its users to know: `Warning: 299 - "text"` (distribution specification 1.1, "Warnings"). Each text is passed on once; nothing
 *  else is done about it. */
import { printable } from './text.ts'
import type { Transport } from './transport.ts'

const MOST_WARNINGS = 20

export function withWarnings(transport: Transport, warn: (text: string) => void): Transport {
  const seen = new Set<string>()
  return async (request) => {
    const response = await transport(request)
    for (const text of parseWarnings(response.headers.get('warning') ?? [])) {
      if (seen.has(text) || seen.size >= MOST_WARNINGS) continue
      seen.add(text)
      warn(text)
    }
    return response
  }
}

/** Other codes and agents are left out, as the specification asks. */
export function parseWarnings(lines: readonly string[]): readonly string[] {
  const texts: string[] = []
  for (const line of lines) {
    for (const [, quoted = ''] of line.slice(0, 4096).matchAll(/(?:^|,)\s*299 - "((?:[^"\\]|\\.)*)"/g)) {
      const text = printable(quoted.replace(/\\(.)/g, '$1'))
      if (text !== '') texts.push(text)
    }
  }
  return texts
}
