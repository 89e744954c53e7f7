/** Flags that several commands share, declared once; and how a repeated flag gathers its values. */
import type { Command } from 'commander'

export interface OutputFlags {
  readonly quiet?: true
  readonly json?: true
}

export interface NetworkFlags {
  readonly plainHttp?: true
  readonly insecureSkipTlsVerify?: true
}

export function withOutputFlags(command: Command): Command {
  return command
    .option('-q, --quiet', 'no progress and no notices')
    .option('--json', 'the result as JSON on standard output, a failure as JSON on standard error')
}

export function withNetworkFlags(command: Command): Command {
  return command
    .option('--plain-http', 'speak HTTP instead of HTTPS (the default for this machine only)')
    .option('--insecure-skip-tls-verify', "do not verify the registry's certificate")
}

export function networkOptions(flags: NetworkFlags): { readonly plainHttp?: true; readonly insecureSkipTlsVerify?: true } {
  return {
    ...(flags.plainHttp === undefined ? {} : { plainHttp: flags.plainHttp }),
    ...(flags.insecureSkipTlsVerify === undefined ? {} : { insecureSkipTlsVerify: flags.insecureSkipTlsVerify }),
  }
}

/** One value each time the flag stands. */
export function collect(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, value]
}

/** The same, and a comma divides values unless it stands in brackets or quotes: `-S a,b` is two, `-S 'a.[0,1]'` one. */
export function collectList(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, ...splitList(value)]
}

function splitList(text: string): readonly string[] {
  const parts: string[] = []
  let depth = 0
  let quote = ''
  let start = 0
  for (const [index, character] of text.split('').entries()) {
    if (quote !== '') quote = character === quote ? '' : quote
    else if (character === '"' || character === "'") quote = character
    else if ('([{'.includes(character)) depth += 1
    else if (')]}'.includes(character)) depth -= 1
    else if (character === ',' && depth <= 0) {
      parts.push(text.slice(start, index))
      start = index + 1
    }
  }
  return [...parts, text.slice(start)].filter((part) => part !== '')
}
