/** The command line: finds the command, loads it, runs it, and turns whatever happened into text and an exit code. Never exits by itself. */
import { Command, CommanderError } from 'commander'
import { KpmError } from '../base/error.ts'
import type { Terminal } from '../host/terminal.ts'
import { ProgramError } from '../operations/errors.ts'
import { COMMANDS } from './commands/table.ts'
import { normalizeArguments } from './kit/arguments.ts'
import type { Context } from './kit/context.ts'
import { invalidCommandLine } from './kit/errors.ts'
import { EXIT_BUG, EXIT_CODES, EXIT_DONE, EXIT_INTERRUPTED } from './kit/exit-code.ts'
import { withOutputFlags } from './kit/flags.ts'
import { parseErrorFormat } from './print/error-format.ts'
import { printBug, printFailure } from './print/failure.ts'

/** `words` are those after `kpm`. The result is the exit code; it never throws. */
export async function runCommandLine(words: readonly string[], context: Context): Promise<number> {
  const program = createProgram(context)
  try {
    await dispatch(program, words, context)
    return EXIT_DONE
  } catch (trouble) {
    return (await retry(trouble, context)) ?? (await report(trouble, words, { program, context }))
  }
}

/** Undefined when a second try makes no sense. */
async function retry(trouble: unknown, context: Context): Promise<number | undefined> {
  if (!(trouble instanceof ProgramError) || !trouble.needsMoreRoom || context.runInLargerThread === undefined) return undefined
  return await context.runInLargerThread()
}

async function dispatch(program: Command, words: readonly string[], context: Context): Promise<void> {
  const { name, rest } = findCommand(words)
  const entry = COMMANDS.find((command) => command.name === name)
  if (entry === undefined) {
    if (name === undefined) return topLevel(program, rest, context)
    await program.parseAsync([name], { from: 'user' })
    return
  }
  const command = program.commands.find((candidate) => candidate.name() === name)
  if (command === undefined) throw new Error(`command ${name} is not declared`)
  const declare = await entry.load()
  declare(command, context)
  withOutputFlags(command)
  await program.parseAsync([entry.name, ...normalizeArguments(rest, command)], { from: 'user' })
}

function createProgram(context: Context): Command {
  const program = new Command('kpm')
    .description('Pack, publish, fetch and run KCL packages.')
    .usage('<command> [argument...] [flag...]')
    .version(`kpm version ${context.version}`, '-v, --version', 'print the version of kpm')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({ writeOut: context.terminal.writeOutput, writeErr: () => undefined, outputError: () => undefined })
    .addHelpText('after', '\nHelp for a command: kpm <command> --help')
  withOutputFlags(program)
  for (const entry of COMMANDS) program.command(entry.name).description(entry.summary)
  return program
}

/** The first word that is no flag; flags before it belong to it. `help run` is `run --help`. */
function findCommand(words: readonly string[]): { readonly name: string | undefined; readonly rest: readonly string[] } {
  const at = words.findIndex((word) => !word.startsWith('-'))
  const name = words[at]
  if (name === undefined) return { name: undefined, rest: words }
  const rest = [...words.slice(0, at), ...words.slice(at + 1)]
  if (name !== 'help') return { name, rest }
  const subject = findCommand(rest)
  return { name: subject.name, rest: [...subject.rest, '--help'] }
}

async function topLevel(program: Command, flags: readonly string[], context: Context): Promise<void> {
  const normal = normalizeArguments(flags, program)
  if (normal.includes('--version') && normal.includes('--json')) {
    context.terminal.writeOutput(`${JSON.stringify({ version: context.version })}\n`)
    return
  }
  await program.parseAsync(normal.length === 0 ? ['--help'] : normal, { from: 'user' })
}

async function report(
  trouble: unknown,
  words: readonly string[],
  { program, context }: { readonly program: Command; readonly context: Context },
): Promise<number> {
  const failure = trouble instanceof CommanderError ? usageFailure(trouble, words) : trouble
  if (failure === undefined) return EXIT_DONE
  if (!(failure instanceof KpmError)) return reportBug(failure, context.terminal, context.version)
  if (failure.code === 'INTERRUPTED' || failure.code === 'ABORTED') return EXIT_INTERRUPTED
  if (failure.code === 'DIAGNOSTICS_REPORTED') return EXIT_CODES[failure.blame]
  const flags = program.commands.find((command) => command.name() === findCommand(words).name)?.opts<{ readonly error_format?: string }>()
  const errorFormat = parseErrorFormat(flags?.error_format ?? context.errorFormat ?? '') ?? 'pretty'
  await printFailure(context.terminal, failure, { json: words.includes('--json'), errorFormat })
  return EXIT_CODES[failure.blame]
}

/** What no case foresaw; also for the door, when something is thrown where nobody waits. */
export function reportBug(trouble: unknown, terminal: Terminal, version: string): number {
  printBug(terminal, trouble, version)
  return EXIT_BUG
}

/** commander's words → ours; undefined when it only wanted to end the program (help, version). */
function usageFailure(error: CommanderError, words: readonly string[]): KpmError | undefined {
  if (error.exitCode === 0 || error.code === 'commander.help') return undefined
  const [message = '', suggestion] = error.message.replace(/^error: /, '').split('\n')
  const { name } = findCommand(words)
  const command = COMMANDS.some((entry) => entry.name === name) ? `kpm ${name}` : 'kpm'
  const meant = /^\(Did you mean (.*)\?\)$/.exec(suggestion ?? '')?.[1]
  if (meant !== undefined) return invalidCommandLine(message, `did you mean ${meant.replace(/^one of /, '')}?`)
  if (error.code === 'commander.unknownCommand' && name !== undefined && /\.k$|\/|:/.test(name)) {
    return invalidCommandLine(message, `to evaluate it, use kpm run ${name}`)
  }
  return invalidCommandLine(message, `see ${command} --help`)
}
