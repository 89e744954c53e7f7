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
