/** `file`: reading and writing files, all relative to the folder of the calling file and confined to it. */
import { EvaluationFault } from '../../faults/evaluation.ts'
import type { EngineHost, FileWriter } from '../../host.ts'
import type { Value } from '../../model/value.ts'
import { isTruthy } from '../../values/truthy.ts'
import { declare, type Arguments, type LibraryContext } from '../declare.ts'
import { textOf } from './arguments.ts'
import { encodeBase64 } from './base64.ts'
import { confine, confinementRoot } from './file/confined-path.ts'
import { findMatches, GlobFault } from './file/glob.ts'
import {
  absence,
  describeHostError,
  FILE_EXISTS,
  FOLDER_NOT_EMPTY,
  INVALID_ARGUMENT,
  IS_A_FOLDER,
  NOT_A_FOLDER,
  parentProblem,
  UNREADABLE,
  UNWRITABLE,
} from './file/os-error.ts'
import { decodeUtf8 } from './rust-text.ts'
import { defineModule, type SystemModule } from './system-module.ts'

export function fileModule(): SystemModule {
  return defineModule('file', [
    declare('read(filepath: str) -> str', (context, args) => {
      const path = onlyPath(context, args, 'read', 'filepath')
      const decoded = decodeUtf8(readBytes(context.host, path))
      if ('error' in decoded) throw inaccessible(path, 'stream did not contain valid UTF-8')
      return decoded.text
    }),
    declare('readbase64(filepath: str) -> str', (context, args) =>
      encodeBase64(readBytes(context.host, onlyPath(context, args, 'readbase64', 'filepath'))),
    ),
    declare('glob(pattern: str) -> [str]', (context, args) => glob(context, args)),
    declare('modpath() -> str', (context) => context.moduleRoot),
    declare('workdir() -> str', () => ''),
    declare('current() -> str', (context) => context.callerFile()),
    declare('exists(filepath: str) -> bool', (context, args) => {
      const path = onlyPath(context, args, 'read', 'filepath')
      return exists(context.host, path)
    }),
    declare('abs(filepath: str) -> str', (context, args) => {
      const path = onlyPath(context, args, 'read', 'filepath')
      if (!exists(context.host, path)) throw new EvaluationFault(`Could not get the absolute path of ${path}`)
      return `/${path
        .split('/')
        .filter((part) => part !== '' && part !== '.')
        .join('/')}`
    }),
    declare('append(filepath: str, content: str) -> any', (context, args) => append(context, args)),
    declare('mkdir(directory: str, exists?: bool) -> any', (context, args) => makeFolder(context, args)),
    declare('delete(filepath: str) -> any', (context, args) => remove(context, args)),
    declare('cp(src: str, dest: str) -> any', (context, args) => copy(context, args)),
    declare('mv(src: str, dest: str) -> any', (context, args) => move(context, args)),
    declare('size(filepath: str) -> int', (context, args) => {
      const path = onlyPath(context, args, 'size', 'filepath')
      const size = context.host.stat(path)?.size
      if (size === undefined) throw new EvaluationFault(`failed to get size of '${path}': ${absence(context.host, path)}`)
      return size
    }),
    declare('write(filepath: str, content: str) -> any', (context, args) => write(context, args)),
    declare('read_env(key: str) -> str', (context, args) => {
      if (!args.has(0, 'key')) throw new EvaluationFault("read_env() requires 'key' argument")
      return context.host.environmentVariable?.(textOf(args.at(0, 'key')))
    }),
  ])
}

function onlyPath(context: LibraryContext, args: Arguments, functionName: string, parameter: string): string {
  if (!args.has(0, parameter)) throw new EvaluationFault(`${functionName}() takes exactly one argument (0 given)`)
  return confine(context, textOf(args.at(0, parameter)))
}

function readBytes(host: EngineHost, path: string): Uint8Array {
  const status = host.stat(path)
  if (status?.kind === 'folder') throw inaccessible(path, IS_A_FOLDER)
  const content = host.readFile(path)
  if (content === undefined) throw inaccessible(path, status === undefined ? absence(host, path) : UNREADABLE)
  return content
}

function inaccessible(path: string, reason: string): EvaluationFault {
  return new EvaluationFault(`failed to access the file '${path}': ${reason}`)
}

function exists(host: EngineHost, path: string): boolean {
  const status = host.stat(path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path)
  return status !== undefined && (status.kind === 'folder' || !path.endsWith('/'))
}

function glob(context: LibraryContext, args: Arguments): Value {
  if (!args.has(0, 'pattern')) throw new EvaluationFault('glob() takes exactly one argument (0 given)')
  const root = confinementRoot(context)
  const pattern = confine(context, textOf(args.at(0, 'pattern'))).slice(root.length + 1)
  try {
    return findMatches(context.host, root, pattern)
  } catch (error) {
    if (error instanceof GlobFault) throw new EvaluationFault(`Failed to read glob pattern: ${error.message}`)
    throw error
  }
}

/** Does `work` unless `problem` is known beforehand; `describe` makes the fault's text from what went wrong. */
function change(
  context: LibraryContext,
  problem: string | undefined,
  work: (writer: FileWriter) => void,
  describe: (reason: string) => string,
): null {
  const { writer } = context.host
  const known = problem ?? (writer === undefined ? UNWRITABLE : undefined)
  if (known !== undefined || writer === undefined) throw new EvaluationFault(describe(known ?? UNWRITABLE))
  try {
    work(writer)
  } catch (error) {
    throw new EvaluationFault(describe(describeHostError(error)))
  }
  return null
}

function write(context: LibraryContext, args: Arguments): Value {
  if (!args.has(0, 'filepath')) throw new EvaluationFault("write() missing 'filepath' argument")
  if (!args.has(1, 'content')) throw new EvaluationFault("write() missing 'content' argument")
  const path = confine(context, textOf(args.at(0, 'filepath')))
  const content = new TextEncoder().encode(textOf(args.at(1, 'content')))
  const describe = (reason: string) => `Failed to create file '${path}': ${reason}`
  return change(context, creationProblem(context.host, path), (writer) => writer.writeFile(path, content), describe)
}

function append(context: LibraryContext, args: Arguments): Value {
  if (!args.has(0, 'filepath')) throw new EvaluationFault("append() requires 'filepath' argument")
  if (!args.has(1, 'content')) throw new EvaluationFault("append() requires 'content' argument")
  const path = confine(context, textOf(args.at(0, 'filepath')))
  const content = new TextEncoder().encode(textOf(args.at(1, 'content')))
  const describe = (reason: string) => `Failed to open or create file '${path}': ${reason}`
  return change(context, creationProblem(context.host, path), (writer) => writer.appendFile(path, content), describe)
}

function creationProblem(host: EngineHost, path: string): string | undefined {
  return host.stat(path)?.kind === 'folder' ? IS_A_FOLDER : parentProblem(host, path)
}

/** With `exists` a file in the place of the folder is tolerated. */
function makeFolder(context: LibraryContext, args: Arguments): Value {
  const path = onlyPath(context, args, 'mkdir', 'directory')
  const { host } = context
  const kind = host.stat(path)?.kind
  if (kind === 'folder' || (kind !== undefined && isTruthy(args.at(1, 'exists')))) return null
  const blocked = absence(host, path) === NOT_A_FOLDER ? NOT_A_FOLDER : undefined
  const problem = kind === undefined ? blocked : FILE_EXISTS
  return change(
    context,
    problem,
    (writer) => writer.makeFolder(path, { parents: true }),
    (reason) => `Failed to create directory '${path}': ${reason}`,
  )
}

function remove(context: LibraryContext, args: Arguments): Value {
  const path = onlyPath(context, args, 'delete', 'filepath')
  const kind = context.host.stat(path)?.kind
  const problem = kind === undefined ? absence(context.host, path) : kind === 'folder' ? IS_A_FOLDER : undefined
  return change(
    context,
    problem,
    (writer) => writer.remove(path),
    (reason) => `failed to delete '${path}': ${reason}`,
  )
}

function pathPair(context: LibraryContext, args: Arguments, functionName: string): { readonly from: string; readonly to: string } {
  if (!args.has(0, 'src')) throw new EvaluationFault(`${functionName}() missing 'src_path' argument`)
  if (!args.has(1, 'dest')) throw new EvaluationFault(`${functionName}() missing 'dest_path' argument`)
  return { from: confine(context, textOf(args.at(0, 'src'))), to: confine(context, textOf(args.at(1, 'dest'))) }
}

function copy(context: LibraryContext, args: Arguments): Value {
  const { from, to } = pathPair(context, args, 'cp')
  const describe = (reason: string) => `Failed to copy from '${from}' to '${to}': ${reason}`
  if (from === to && context.host.stat(from)?.kind === 'file') return null
  return change(context, transferProblem(context.host, from, to), (writer) => writer.copy(from, to), describe)
}

/** An empty folder may be replaced. */
function move(context: LibraryContext, args: Arguments): Value {
  const { from, to } = pathPair(context, args, 'mv')
  const replaced = context.host.stat(from)?.kind === 'folder' ? context.host.listFolder(to) : undefined
  const full = replaced !== undefined && replaced.length > 0
  const problem = transferProblem(context.host, from, to) ?? (full ? FOLDER_NOT_EMPTY : undefined)
  const work = (writer: FileWriter) => {
    if (replaced !== undefined && from !== to) writer.remove(to)
    writer.move(from, to)
  }
  return change(context, problem, work, (reason) => `Failed to move '${from}' to '${to}': ${reason}`)
}

function transferProblem(host: EngineHost, from: string, to: string): string | undefined {
  const source = host.stat(from)?.kind
  const target = host.stat(to)?.kind
  if (source === undefined) return absence(host, from)
  if (source === 'folder' && target !== undefined && target !== 'folder') return NOT_A_FOLDER
  if (source !== 'folder' && target === 'folder') return IS_A_FOLDER
  if (source === 'folder' && to.startsWith(`${from}/`)) return INVALID_ARGUMENT
  return parentProblem(host, to)
}
