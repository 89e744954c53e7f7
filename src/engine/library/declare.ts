/** How a built-in is declared: name, signature and behaviour in one place. `5-check` reads the signature, `6-evaluate` calls the behaviour.
 *  Argument rule of the real engine: for each parameter the keyword wins over the position, surplus arguments are ignored at run time
 *  (`spec/kcl-runtime.md` E). */
import type { EngineHost } from '../host.ts'
import type { FunctionValue, Keywords, Value } from '../model/value.ts'

export interface BuiltinParameter {
  readonly name: string
  /** KCL type text: `str`, `[any]`, `str|{:}|[]`. */
  readonly type: string
  readonly optional: boolean
}

export interface Builtin {
  readonly name: string
  readonly parameters: readonly BuiltinParameter[]
  /** Takes any number of further positional and keyword arguments, unchecked (`print`, `format`). */
  readonly variadic: boolean
  /** KCL type text of the result. */
  readonly returns: string
  readonly call: (context: LibraryContext, args: Arguments) => Value
}

/** Arguments as given; `at` applies the keyword-wins rule. */
export interface Arguments {
  readonly positional: readonly Value[]
  readonly keywords: Keywords | undefined
  /** The value of parameter `index`, called `name`: keyword first, then position; Undefined when absent. */
  readonly at: (index: number, name: string) => Value
  readonly has: (index: number, name: string) => boolean
}

/** What a built-in may use beside its arguments. */
export interface LibraryContext {
  readonly host: EngineHost
  readonly options: LibraryOptions
  /** Folder of the file that contains the call: `file.*` is confined to it (0.13 changes B.11). */
  readonly callerFile: () => string
  /** Folder with `kcl.mod`, or the program root. */
  readonly moduleRoot: string
  /** Calls a KCL function value (`sorted`, `reduce` …). */
  readonly callFunction: (callee: FunctionValue, args: readonly Value[]) => Value
  /** `-D` and `kcl_options` values, already interpreted. */
  readonly argument: (key: string) => { readonly value: Value } | undefined
  /** `manifests.yaml_stream` replaces the program's output; the last call wins. */
  readonly setOutput: (yamlText: string) => void
}

export interface LibraryOptions {
  readonly strictRange: boolean
  readonly disableNone: boolean
  readonly debug: boolean
}

/** What a built-in does with its arguments. */
export type Behaviour = (context: LibraryContext, args: Arguments) => Value

/** A built-in from its signature as KCL's documentation writes it: `count(sub: str, start?: int, end?: int) -> int`; `?` marks an optional parameter,
 *  `...` further arguments. */
export function declare(signature: string, call: Behaviour): Builtin {
  const open = signature.indexOf('(')
  const arrow = signature.lastIndexOf(') -> ')
  const pieces = splitParameters(signature.slice(open + 1, arrow))
  return {
    name: signature.slice(0, open),
    parameters: pieces.filter((piece) => piece !== '...').map(parseParameter),
    variadic: pieces.includes('...'),
    returns: signature.slice(arrow + 5),
    call,
  }
}

function parseParameter(text: string): BuiltinParameter {
  const colon = text.indexOf(':')
  const name = text.slice(0, colon)
  const optional = name.endsWith('?')
  return { name: optional ? name.slice(0, -1) : name, type: text.slice(colon + 1).trim(), optional }
}

/** Splits at commas outside brackets. */
function splitParameters(text: string): string[] {
  const pieces: string[] = []
  let depth = 0
  let start = 0
  for (let index = 0; index <= text.length; index++) {
    const character = text.charAt(index)
    if ('([{'.includes(character) && character !== '') depth++
    else if (')]}'.includes(character) && character !== '') depth--
    else if ((character === ',' && depth === 0) || character === '') {
      const piece = text.slice(start, index).trim()
      if (piece !== '') pieces.push(piece)
      start = index + 1
    }
  }
  return pieces
}

/** Arguments of one call. */
export class CallArguments implements Arguments {
  readonly positional: readonly Value[]
  readonly keywords: Keywords | undefined
  constructor(positional: readonly Value[], keywords: Keywords | undefined) {
    this.positional = positional
    this.keywords = keywords
  }
  at(index: number, name: string): Value {
    const keywords = this.keywords
    if (keywords !== undefined && keywords.has(name)) return keywords.get(name)
    return this.positional[index]
  }
  has(index: number, name: string): boolean {
    return this.positional.length > index || this.keywords?.has(name) === true
  }
}

/** A built-in as a value. For a method `receiver` is the text it belongs to; it becomes the first positional argument. Two values of the same
 *  built-in or method are equal. */
export function functionValue(builtin: Builtin, context: LibraryContext, identity: string, receiver?: string): FunctionValue {
  return {
    kind: 'function',
    name: builtin.name,
    identity,
    call: (args, keywords) => builtin.call(context, new CallArguments(receiver === undefined ? args : [receiver, ...args], keywords)),
  }
}
