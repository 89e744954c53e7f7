/** Runs a program: packages in the order of their first import, the entry package last. `prepareProgram` compiles nothing yet; each piece is compiled
 *  when it first runs and kept for later runs with other arguments. Faults of the program become diagnostics, never exceptions. */
import { EvaluationFault, faultText, hostLimit, packageNotFound } from '../faults/evaluation.ts'
import { deepestPlace } from '../faults/stack.ts'
import type { EngineHost } from '../host.ts'
import type { Diagnostic, Message, Place } from '../model/diagnostic.ts'
import { MAIN_PACKAGE, type Program } from '../model/program.ts'
import type { Value } from '../model/value.ts'
import type { Type } from '../types/type.ts'
import { Context, type EvaluateOptions, type Limits, NOWHERE } from './context.ts'
import { createLibraryContext } from './library-context.ts'
import { compileExpression } from './expression.ts'
import { evaluationOrder, type EvaluationStep } from './package-order.ts'
import { PackageScope } from './package.ts'
import type { Compilers } from './scope.ts'
import { compileBlock, compileStatement } from './statement.ts'

export interface Prepared {
  readonly context: Context
  readonly program: Program
  readonly packages: ReadonlyMap<string, PackageScope>
  readonly steps: readonly EvaluationStep[]
  /** Some text asks for `.instances`: they are recorded. */
  readonly recordsInstances: boolean
  /** Some text prints. */
  readonly prints: boolean
}

export interface EvaluationInput {
  /** `-D` and settings options, already interpreted. */
  readonly arguments: ReadonlyMap<string, Value>
  /** For this run, instead of those the program was prepared with. */
  readonly limits?: Limits
}

export interface Evaluation {
  /** The variables of the entry package in the order of output; private ones and functions included. */
  readonly globals: readonly (readonly [string, Value])[]
  /** Values standing alone at the top of the entry package. */
  readonly scalars: readonly Value[]
  /** YAML text that replaces the output (`manifests.yaml_stream`). */
  readonly output: string | undefined
  /** Where the program stood last: faults of planning its output are reported there. */
  readonly position: Place
  /** With `-d`: the calls that led to it. */
  readonly backtrace: string | undefined
  /** The host's stack was too small: with a larger one the program may come to an end. */
  readonly isHostTooSmall: boolean
  readonly diagnostics: readonly Diagnostic[]
}

const COMPILERS: Compilers = { expression: compileExpression, statement: compileStatement, block: compileBlock }

/** What the checker found, by package. */
export interface Findings {
  /** Variables that are written as types. */
  readonly variableTypes: ReadonlyMap<string, ReadonlyMap<string, Type>>
  /** Packages of which no file that imports them names a member: their statements have no turn, as in the real engine. Files of the entry package that do
   *  not import them may still make instances of their schemas, whose bodies read globals on demand. */
  readonly unusedPackages: ReadonlySet<string>
}

const NO_FINDINGS: Findings = { variableTypes: new Map(), unusedPackages: new Set() }

export function prepareProgram(program: Program, host: EngineHost, options: EvaluateOptions, findings: Findings = NO_FINDINGS): Prepared {
  const { variableTypes, unusedPackages } = findings
  const context = new Context(host, options)
  const packages = new Map<string, PackageScope>()
  const find = (packagePath: string): PackageScope | undefined => packages.get(packagePath)
  for (const unit of program.packages.values()) {
    const scope = new PackageScope(context, COMPILERS, unit, program, find)
    scope.variableTypes = variableTypes.get(unit.packagePath)
    packages.set(unit.packagePath, scope)
  }
  context.library = createLibraryContext(context, program.root)
  const recordsInstances = someText(program, (text) => text.includes('instances') && /\.\s*instances\b/.test(text))
  if (recordsInstances) context.filePackages = packagesOfFiles(program)
  const prints = someText(program, (text) => text.includes('print'))
  const steps = evaluationOrder(program, packages).filter((step) => step.kind === 'missing' || !unusedPackages.has(step.scope.path))
  return { context, program, packages, steps, recordsInstances, prints }
}

function packagesOfFiles(program: Program): ReadonlyMap<string, string> {
  return new Map([...program.packages.values()].flatMap((unit) => unit.modules.map(({ path }) => [path, unit.packagePath] as const)))
}

function someText(program: Program, test: (text: string) => boolean): boolean {
  for (const unit of program.packages.values()) if (unit.modules.some((module) => test(module.text))) return true
  return program.overrides?.some(test) === true
}

export function evaluateProgram(prepared: Prepared, input: EvaluationInput): Evaluation {
  const { context, steps, packages } = prepared
  context.reset(input.arguments, prepared.recordsInstances, prepared.prints, input.limits ?? context.options.limits)
  for (const scope of packages.values()) scope.reset()
  const diagnostics: Diagnostic[] = []
  let isHostTooSmall = false
  try {
    for (const step of steps) {
      if (step.kind === 'missing') throw packageNotFound(step.packagePath)
      step.scope.run()
    }
  } catch (error) {
    const fault = toFault(error)
    isHostTooSmall = fault.kind === 'StackExhausted'
    diagnostics.push(toDiagnostic(prepared, fault))
  }
  const main = packages.get(MAIN_PACKAGE)
  const globals = [...(main?.globals.values() ?? [])].map((global) => [global.name, global.value] as const)
  const { scalars, output, position } = context
  const calls = context.options.debug ? backtrace(prepared, position) : undefined
  return { globals, scalars, output, position, backtrace: calls, isHostTooSmall, diagnostics }
}

/** Bugs stay exceptions; what is too much for the host is the program's doing. */
function toFault(error: unknown): EvaluationFault {
  const fault = error instanceof EvaluationFault ? error : hostLimit(error)
  if (fault === undefined) throw error
  return fault
}

function toDiagnostic(prepared: Prepared, fault: EvaluationFault): Diagnostic {
  const { context } = prepared
  const { debug } = context.options
  const last = lastPlace(prepared, fault)
  const place = debug ? debugPlace(context, fault, last) : (fault.place ?? last)
  const note = debug ? backtrace(prepared, place, fault) : undefined
  const messages: Message[] = [{ text: faultText(fault), place, note, suggestions: undefined }]
  if (fault.instance !== undefined && fault.instance.start >= 0) {
    messages.unshift({
      text: 'Instance check failed',
      place: withColumn(prepared, fault.instance),
      note: undefined,
      suggestions: undefined,
    })
  }
  return { severity: 'error', code: 'E3M38', title: 'EvaluationError', messages }
}

/** Of the last expression entered; where the stack ended before the first one, the program was too deeply nested to be compiled. */
function lastPlace({ context, program }: Prepared, { kind }: EvaluationFault): Place {
  if (context.position === NOWHERE && kind === 'StackExhausted') return deepestPlace(program) ?? NOWHERE
  return context.position
}

/** An instance that was not made by a schema expression is shown at the start of its line. */
function withColumn(prepared: Prepared, place: Place): Place {
  if (place.lineOnly !== true) return place
  const text = textOf(prepared.program, place.path)
  const start = text.lastIndexOf('\n', place.start - 1) + 1
  return { path: place.path, start, end: start }
}

/** With `-d` a fault is reported where the outermost call or instance stands; for each dict that is becoming an instance, one call further inside. */
function debugPlace({ frames, conversions }: Context, { place }: EvaluationFault, last: Place): Place {
  const from = frames[conversions]?.from
  return conversions === 0 ? (from ?? last) : (place ?? from ?? last)
}

/** A column is known for a missing attribute only: that of its instance, counted from 0. */
function backtrace({ context, program }: Prepared, last: Place, fault?: EvaluationFault): string {
  const place = fault?.hasColumn === true ? fault.place : undefined
  const column = place === undefined ? '' : `:${columnOf(textOf(program, place.path), place.start)}`
  const shown = fault === undefined ? [] : context.frames.slice(0, context.conversions)
  const names = ['kcl_main', ...shown.map((frame) => frame.callee)]
  const lines = [...shown.map((frame) => lineOf(program, frame.from)), `${lineOf(program, last)}${column}`]
  const calls = names.map((name, index) => [name, lines[index] ?? ''] as const).toReversed()
  return `backtrace:${calls.map(([name, line], index) => `\n\t${index}: ${name}\n\t\tat ${line}`).join('')}`
}

function lineOf(program: Program, { path, start }: Place): string {
  const line = path === NOWHERE.path ? 0 : textOf(program, path).slice(0, start).split('\n').length
  return `${path}:${line}`
}

function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf('\n', offset - 1) + 1)
}

function textOf(program: Program, path: string): string {
  for (const unit of program.packages.values()) {
    for (const module of unit.modules) if (module.path === path) return module.text
  }
  return ''
}
