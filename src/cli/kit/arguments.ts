/** Words of the command line → words that commander reads without doubt, by the rules of pflag, which today's `kcl` has: `-Da=1`, `-D=a=1`, `-nk`,
 *  `-nofile`, `--quiet=false`, `-n=true`; `_` and `-` are one in names of flags. As with today's `kpm`, a long flag may have a single dash (`-tag 1`).
 *  What is not understood stays as it is: commander then names it and suggests. */
import type { Command, Option } from 'commander'
import { invalidFlagValue } from './errors.ts'

export function normalizeArguments(words: readonly string[], command: Command): string[] {
  const flags = knownFlags(command)
  const normal: string[] = []
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? ''
    if (word === '--') return [...normal, ...words.slice(index)]
    const parsed = parseFlags(word, flags)
    if (parsed === undefined) {
      normal.push(word)
      continue
    }
    for (const { option, text } of parsed) {
      if (!option.required) normal.push(...formatSwitch(option, text))
      else if (text !== undefined) normal.push(`${option.long}=${text}`)
      else if (index + 1 < words.length) normal.push(`${option.long}=${words[++index]}`)
      else normal.push(option.long ?? word)
    }
  }
  return normal
}

interface ParsedFlag {
  readonly option: Option
  readonly text: string | undefined
}

interface KnownFlags {
  readonly long: ReadonlyMap<string, Option>
  readonly short: ReadonlyMap<string, Option>
}

function knownFlags(command: Command): KnownFlags {
  const long = new Map<string, Option>()
  const short = new Map<string, Option>()
  for (const option of [...command.options, command.createOption('-h, --help')]) {
    if (option.long) long.set(unified(option.long.slice(2)), option)
    if (option.short) short.set(option.short.slice(1), option)
  }
  return { long, short }
}

/** The flags in one word; undefined when it is none, or has one that is not known. */
function parseFlags(word: string, flags: KnownFlags): readonly ParsedFlag[] | undefined {
  if (!word.startsWith('-') || word === '-') return undefined
  const equals = word.indexOf('=')
  const name = unified((equals < 0 ? word : word.slice(0, equals)).replace(/^--?/, ''))
  const text = equals < 0 ? undefined : word.slice(equals + 1)
  const option = name.length > 1 ? flags.long.get(name) : undefined
  if (option !== undefined) return [{ option, text }]
  return word.startsWith('--') ? undefined : parseShortFlags(word.slice(1), flags)
}

function parseShortFlags(letters: string, flags: KnownFlags): readonly ParsedFlag[] | undefined {
  const parsed: ParsedFlag[] = []
  for (let index = 0; index < letters.length; index++) {
    const option = flags.short.get(letters[index] ?? '')
    if (option === undefined) return undefined
    const rest = letters.slice(index + 1)
    if (rest.startsWith('=')) return [...parsed, { option, text: rest.slice(1) }]
    if (option.required) return [...parsed, { option, text: rest === '' ? undefined : rest }]
    parsed.push({ option, text: undefined })
  }
  return parsed
}

function formatSwitch(option: Option, text: string | undefined): string[] {
  if (text === undefined || /^(1|t|true)$/i.test(text)) return [option.long ?? '']
  if (/^(0|f|false)$/i.test(text)) return []
  throw invalidFlagValue(option.long ?? '', text, 'true or false')
}

function unified(name: string): string {
  return name.replaceAll('_', '-')
}
