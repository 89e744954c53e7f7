/** The end of an exhaustive switch: a new case that nobody handles is a compile error. */
export function assertNever(value: never): never {
  throw new Error(`unexpected case: ${JSON.stringify(value)}`)
}
