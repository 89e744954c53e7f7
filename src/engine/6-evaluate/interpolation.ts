/** `${x: #json}` and `${x: #yaml}` (`spec/kcl-runtime.md` B12). */
import { encodeJson } from '../text/json-encode.ts'
import { encodeYaml } from '../text/yaml-encode.ts'
import type { Value } from '../model/value.ts'
import { displayValue } from '../values/format-value.ts'

export function formatSpecified(value: Value, format: string): string {
  switch (format.trim().toLowerCase()) {
    case 'json':
      return encodeJson(value, {})
    case 'yaml':
      return `${encodeYaml(value, {})}\n`
    default:
      return displayValue(value)
  }
}
