import { visibleWidth } from './visible-width.ts'

const CHARACTERS = new Intl.Segmenter()

/** A line without colours, cut to `width` columns of a terminal; `~` says that it has been cut. No character is cut in two. */
export function clip(line: string, width: number): string {
  if (visibleWidth(line) <= width) return line
  let kept = ''
  let columns = 0
  for (const { segment } of CHARACTERS.segment(line)) {
    columns += visibleWidth(segment)
    if (columns > width - 1) break
    kept += segment
  }
  return `${kept}~`
}
