/** Literals inside type texts. */
export function formatFloatLiteral(value: number): string {
  return Number.isInteger(value) ? `${value}.0` : String(value)
}
