import { encodeQR } from 'qr'

/** mm. */
const WIDTH = 60
const HEIGHT = 30
const QR_SIDE = 26
const MARGIN = 2
const TEXT_LEFT = QR_SIDE + 2 * MARGIN
const TEXT_WIDTH = WIDTH - TEXT_LEFT - MARGIN
/** A character of a plain face is about so wide, in font sizes. */
const CHARACTER = 0.62
const QUIET_ZONE = 4

/** A label of 60 by 30 mm, as SVG: a QR code of the node's name, the name in letters, and where the node is. It holds no secret. */
export function labelSvg(node: string, location: string): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}mm" height="${HEIGHT}mm" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img">`,
    `  <title>${escaped(`Label of the node ${node}`)}</title>`,
    `  <rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    `  <path transform="translate(${MARGIN} ${MARGIN}) scale(${rounded(QR_SIDE / modulesOf(node).length)})" d="${darkModules(node)}" fill="#000"/>`,
    line(node, 14, 6, 'bold'),
    ...location === '' ? [] : [line(location, 22, 4, 'normal')],
    '</svg>',
    ''
  ].join('\n')
}

function modulesOf(text: string): boolean[][] {
  return encodeQR(text, 'raw', { ecc: 'high', border: QUIET_ZONE })
}

/** A square for each dark module; those beside each other are one. */
function darkModules(text: string): string {
  return modulesOf(text).flatMap((row, y) => {
    const runs: string[] = []
    for (let x = 0; x < row.length; x++) {
      const from = x
      while (row[x]) x++
      if (x > from) runs.push(`M${from} ${y}h${x - from}v1h${from - x}z`)
    }
    return runs
  }).join('')
}

function line(text: string, y: number, most: number, weight: string): string {
  const size = Math.min(most, TEXT_WIDTH / (CHARACTER * [...text].length))
  return `  <text x="${TEXT_LEFT}" y="${y}" font-family="sans-serif" font-weight="${weight}" font-size="${rounded(size)}">${escaped(text)}</text>`
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
