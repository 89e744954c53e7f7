/** Entry files → program: follows imports breadth-first and parses only what is reached (frontend D.1, D.2, D.5.1). Packages are known by path,
 *  not by alias; each is loaded once. */
import { namesCharacters, preloadCharacterNames } from '../1-lex/unicode-name.ts'
import { normalizeText, parseModule } from '../2-parse/parse.ts'
import {
  ABSENT,
  downloadSuggestions,
  emptyModule,
  FORBIDDEN,
  loadErrors,
  loadFailure,
  missingModule,
  missingPlugin,
  NOT_UTF8,
  recursiveLoad,
  tooLarge,
  unreadableFile,
} from '../faults/load.ts'
import type { EngineHost } from '../host.ts'
import type { ImportStatement, Module } from '../model/ast.ts'
import type { Diagnostic, Outcome } from '../model/diagnostic.ts'
import { type ImportTarget, MAIN_PACKAGE, type PackageUnit, type Program } from '../model/program.ts'
import { type Entry, findEntries } from './entry.ts'
import { type FoundPackage, type Home, resolveImport } from './import-path.ts'
import { orderFiles } from './order.ts'

/** Parsed files of earlier programs. Kept by the caller; a file with faults is never put in. */
export interface ModuleCache {
  readonly get: (path: string, text: string) => Module | undefined
  readonly set: (module: Module) => void
}

export interface LoadOptions {
  readonly cache?: ModuleCache
}

export interface LoadOutcome extends Outcome<Program> {
  /** Cyclic imports and missing plugins: shown only when nothing else is wrong (frontend F.4). */
  readonly loadErrors: readonly Diagnostic[]
  /** Some text is nested too deeply for the host's stack, or all are more than it can work on. */
  readonly isHostTooSmall: boolean
}

/** Never throws for what it finds in files: what is missing is a diagnostic and a smaller program. */
export function loadProgram(host: EngineHost, entries: readonly Entry[], options: LoadOptions = {}): LoadOutcome {
  const { root, files, failure } = findEntries(host, entries)
  const loader = new Loader(host, root, options.cache)
  const main: FoundPackage = {
    packagePath: MAIN_PACKAGE,
    location: root,
    files: files.map(({ path }) => path),
    home: { root, packageName: '' },
  }
  loader.load(main, new Map(files.map(({ path, text }) => [path, text])))
  const outcome = loader.finish()
  return failure === undefined ? outcome : { ...outcome, diagnostics: [failure] }
}

/** `loadProgram`, and once more when texts name characters whose names have to be loaded first (`\N{BULLET}`): those are faults before. */
export async function loadProgramWithNames(host: EngineHost, entries: readonly Entry[]): Promise<LoadOutcome> {
  const loaded = loadProgram(host, entries)
  const modules = [...loaded.value.packages.values()].flatMap((unit) => unit.modules)
  const mayLackNames = loaded.diagnostics.length > 0 && modules.some(({ text }) => namesCharacters(text))
  return mayLackNames && (await preloadCharacterNames()) ? loadProgram(host, entries) : loaded
}

interface LoadedFile {
  readonly module: Module
  readonly packagePath: string
  readonly home: Home
}

/** Holds what has been found while the imports are followed. */
class Loader {
  private readonly host: EngineHost
  private readonly root: string
  private readonly cache: ModuleCache | undefined
  private readonly packages = new Map<string, FoundPackage>()
  private readonly files: LoadedFile[] = []
  private readonly paths = new Set<string>()
  private readonly dependencies = new Map<string, string[]>()
  private readonly imports = new Map<ImportStatement, ImportTarget>()
  private readonly resolved = new Map<string, ReturnType<typeof resolveImport>>()
  private readonly syntaxFaults: Diagnostic[] = []
  private readonly importFaults: Diagnostic[] = []
  private readonly reported = new Set<string>()
  private readonly failures: Diagnostic[] = []
  private readonly pluginFaults: Diagnostic[] = []
  private size = 0
  /** UTF-8 bytes of the files so far. */
  private sourceOffset = 0
  private isHostTooSmall = false

  constructor(host: EngineHost, root: string, cache: ModuleCache | undefined) {
    this.host = host
    this.root = root
    this.cache = cache
  }

  load(main: FoundPackage, texts: ReadonlyMap<string, string | undefined>): void {
    this.packages.set(main.packagePath, main)
    for (const path of main.files) this.loadFile(path, main, texts.get(path))
    // Grows while it is walked.
    for (let index = 0; index < this.files.length; index++) {
      const file = this.files[index]
      if (file !== undefined) this.followImports(file)
    }
  }

  finish(): LoadOutcome {
    const { positions, cycle } = orderFiles({ files: [...this.paths], dependencies: this.dependencies })
    const units = new Map<string, PackageUnit>()
    const position = (module: Module): number => positions.get(module.path) ?? 0
    for (const [packagePath, { location }] of this.packages) {
      const modules = this.files.filter((file) => file.packagePath === packagePath).map((file) => file.module)
      units.set(packagePath, { packagePath, location, modules: modules.toSorted((left, right) => position(left) - position(right)) })
    }
    const causes = [...this.pluginFaults, ...(cycle === undefined ? [] : [recursiveLoad(cycle)])]
    const [failure] = this.failures
    return {
      value: { root: this.root, packages: units, imports: this.imports },
      diagnostics: failure === undefined ? [...this.syntaxFaults, ...this.importFaults] : [failure],
      loadErrors: causes.length === 0 ? [] : [loadErrors(causes)],
      isHostTooSmall: this.isHostTooSmall,
    }
  }

  private loadFile(path: string, found: FoundPackage, given: string | undefined): void {
    const { sourceOffset } = this
    const text = given ?? this.read(path)
    if (text === undefined || this.isRefused(text.length)) return
    // A file may be in two packages, for instance in the entry package and imported: each has a tree of its own.
    const cache = this.paths.has(path) ? undefined : this.cache
    const known = cache?.get(path, text)
    const module = known ?? this.parse(path, text, { cache, sourceOffset })
    this.paths.add(path)
    this.files.push({ module, packagePath: found.packagePath, home: found.home })
  }

  private parse(path: string, text: string, options: { readonly cache: ModuleCache | undefined; readonly sourceOffset: number }): Module {
    const { cache, sourceOffset } = options
    const { value, diagnostics, isHostTooSmall } = parseModule(path, text, { sourceOffset })
    if (isHostTooSmall) this.isHostTooSmall = true
    if (diagnostics.length === 0) cache?.set(value)
    else if (!this.paths.has(path)) for (const fault of diagnostics) this.syntaxFaults.push(fault)
    return value
  }

  /** With this text the program is more than the host can work on: that is all there is to say then. */
  private isRefused(length: number): boolean {
    this.size += length
    if (this.host.isTooLarge?.(this.size) !== true) return false
    this.isHostTooSmall = true
    this.failures.unshift(loadFailure(tooLarge(this.size)))
    return true
  }

  private read(path: string): string | undefined {
    const bytes = this.host.readFile(path)
    if (bytes === undefined) {
      this.failures.push(loadFailure(unreadableFile(path, this.host.stat(path) === undefined ? ABSENT : FORBIDDEN)))
      return undefined
    }
    try {
      const text = normalizeText(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
      this.sourceOffset += bytes.length + 1
      return text
    } catch {
      this.failures.push(loadFailure(unreadableFile(path, NOT_UTF8)))
      return undefined
    }
  }

  private followImports({ module, home }: LoadedFile): void {
    for (const statement of module.body) {
      if (statement.kind !== 'import') continue
      const { target, found } = this.resolve(statement.rawPath, module.path, home)
      this.imports.set(statement, target)
      if (target.kind === 'missing') this.reportMissing(statement, target.packagePath, module.path)
      if (found !== undefined) this.depend(module.path, found)
    }
  }

  /** A relative path means the same for all files of a folder, an absolute one for all files of a package. */
  private resolve(rawPath: string, importer: string, home: Home): ReturnType<typeof resolveImport> {
    const folder = rawPath.startsWith('.') ? importer.slice(0, importer.lastIndexOf('/')) : home.root
    const key = `${folder}\n${rawPath}`
    const known = this.resolved.get(key)
    if (known !== undefined) return known
    const resolution = resolveImport(this.host, rawPath, importer, home)
    this.resolved.set(key, resolution)
    return resolution
  }

  private depend(path: string, found: FoundPackage): void {
    if (!this.packages.has(found.packagePath)) {
      this.packages.set(found.packagePath, found)
      for (const file of found.files) this.loadFile(file, found, undefined)
    }
    const dependencies = this.dependencies.get(path) ?? []
    this.dependencies.set(path, dependencies)
    dependencies.push(...found.files)
  }

  private reportMissing(statement: ImportStatement, path: string, file: string): void {
    const place = { path: file, start: statement.start, end: statement.end }
    if (path.startsWith('kcl_plugin.')) {
      this.pluginFaults.push(missingPlugin(path, place))
      return
    }
    const folder = `${this.root}/${path.replaceAll(/\.+/g, '/')}`
    if (this.host.stat(path === '' ? this.root : folder) !== undefined)
      this.addImportFaults([emptyModule(statement.rawPath, folder, place)])
    else this.addImportFaults([missingModule(statement.rawPath, folder, place), ...downloadSuggestions(path.split('.')[0] ?? '')])
  }

  /** What was said before is not said again: the same advice, the same statement of a file in two packages. */
  private addImportFaults(faults: readonly Diagnostic[]): void {
    for (const fault of faults) {
      const [message] = fault.messages
      const key = `${fault.title} ${message?.text} ${message?.place?.path} ${message?.place?.start}`
      if (!this.reported.has(key)) this.importFaults.push(fault)
      this.reported.add(key)
    }
  }
}
