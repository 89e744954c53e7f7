/** Warnings about import statements (`spec/kcl-frontend.md` D.10). */
import type { Diagnostic, Place } from '../model/diagnostic.ts'

export function misplacedImport(place: Place): Diagnostic {
  return warning(
    'ImportPositionWarning',
    'The import stmt should be placed at the top of the module',
    place,
    'Consider moving tihs statement to the top of the file',
  )
}

export function repeatedImport(name: string, place: Place): Diagnostic {
  return warning('ReimportWarning', `Module '${name}' is reimported multiple times`, place, 'Consider removing this statement')
}

export function unusedImport(name: string, place: Place): Diagnostic {
  return warning('UnusedImportWarning', `Module '${name}' imported but unused`, place, 'Consider removing this statement')
}

function warning(title: string, text: string, place: Place, note: string): Diagnostic {
  return { severity: 'warning', code: 'W1001', title, messages: [{ text, place, note, suggestions: undefined }] }
}
