/** Where what an example does stands below it. */
const BELOW = ' '.repeat(6)
/** An example, and what it does, some blanks behind it. */
const EXAMPLE = /^( {2}\S.*?) {2,}(\S.*)$/

/**
 * Help made to fit a terminal of `columns`, which would cut words in two. A paragraph that fits stays as it is. Sentences are wrapped between words, and what examples do goes
 * to lines of its own. A command line is left whole, to be copied. Each character of a help takes one column.
 */
export function foldHelp(text: string, columns: number): string {
  return text.split('\n\n').map(paragraph => {
    const lines = paragraph.split('\n')
    if (lines.every(line => line.length <= columns)) return paragraph
    return lines.some(line => line.startsWith(' ')) ? foldExamples(lines, columns) : foldSentences(lines, columns)
  }).join('\n\n')
}

function foldExamples(lines: string[], columns: number): string {
  return lines.flatMap(line => {
    const [, example, does] = EXAMPLE.exec(line) ?? []
    if (does === undefined) return [line]
    return [example, ...wrap(does, columns - BELOW.length).map(part => BELOW + part)]
  }).join('\n')
}

/** An empty line at either end stays: it is what parts this paragraph from others. */
function foldSentences(lines: string[], columns: number): string {
  const text = lines.join('\n')
  const [before, after] = [/^\n*/, /\n*$/].map(ends => ends.exec(text)?.[0] ?? '')
  return before + wrap(text.trim().replaceAll('\n', ' '), columns).join('\n') + after
}

function wrap(text: string, columns: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`
    if (line === '' || longer.length <= columns) line = longer
    else {
      lines.push(line)
      line = word
    }
  }
  return [...lines, line]
}
