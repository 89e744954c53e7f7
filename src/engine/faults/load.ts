/** Diagnostics of finding and reading files (frontend D.1, D.2, D.5). */
import type { Diagnostic, Place } from '../model/diagnostic.ts'

export const NO_INPUTS = 'No input KCL files or paths'
export const NO_FILES = 'No input KCL files'

export function missingFile(path: string): string {
  return `Cannot find the kcl file, please check the file path ${path}`
}

export function unreadableFile(path: string, reason: string): string {
  return `Failed to load KCL file '${path}'. Because '${reason}'`
}

export const NOT_UTF8 = 'stream did not contain valid UTF-8'
export const ABSENT = 'No such file or directory (os error 2)'
/** What cannot be read although it is there. */
export const FORBIDDEN = 'Permission denied (os error 13)'

export function tooLarge(characters: number): string {
  return `The program is too large: ${Math.round(characters / 1_000_000)} MB of text need more memory than there is`
}

/** A failure before there is a program: its text is the title. */
export function loadFailure(text: string): Diagnostic {
  return { severity: 'error', code: 'E3M38', title: text, messages: [] }
}

/** Load errors show only when nothing else is wrong, and then as one. */
export function loadErrors(causes: readonly Diagnostic[]): Diagnostic {
  return { severity: 'error', code: 'E3M38', title: '', messages: [], causes }
}

export function recursiveLoad(files: readonly string[]): Diagnostic {
  const text = ['Could not compiles due to cyclic import statements', ...files.map((file) => `- ${file}`)].join('\n')
  return {
    severity: 'error',
    code: 'E1001',
    title: 'RecursiveLoad',
    messages: [{ text, place: undefined, note: undefined, suggestions: undefined }],
  }
}

export function missingPlugin(path: string, place: Place): Diagnostic {
  return cannotFind(`the plugin package \`${path}\` is not found, please confirm if plugin mode is enabled`, place)
}

/** `folder` is where the import would be inside the program. */
export function missingModule(rawPath: string, folder: string, place: Place): Diagnostic {
  return cannotFind(`Cannot find the module ${rawPath} from ${folder}`, place)
}

export function emptyModule(rawPath: string, folder: string, place: Place): Diagnostic {
  return cannotFind(`Failed to import the module ${rawPath} from ${folder}. No KCL files found in the specified folder`, place)
}

/** Advice after a missing module; `packageName` is the first part of its path. */
export function downloadSuggestions(packageName: string): readonly Diagnostic[] {
  const texts = [`try 'kcl mod add ${packageName}' to download the missing package`, "browse more packages at 'https://artifacthub.io'"]
  return texts.map((text) => ({ severity: 'suggestion', code: '', title: text, messages: [] }))
}

function cannotFind(text: string, place: Place): Diagnostic {
  return {
    severity: 'error',
    code: 'E2F04',
    title: 'CannotFindModule',
    messages: [{ text, place, note: undefined, suggestions: undefined }],
  }
}
