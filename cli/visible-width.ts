import stringWidth from 'string-width'

/** Columns that a line takes on a terminal, without its colours: two for a wide character, none for an accent that stands alone. */
export function visibleWidth(line: string): number {
  return stringWidth(line)
}
