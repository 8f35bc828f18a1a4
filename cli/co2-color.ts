import type pc from 'picocolors'

/** Default levels, ppm: the air is fair from 800, to be aired from 1000, bad from 1400. */
export const FAIR = 800
export const WARN = 1000
export const BAD = 1400

type Colors = ReturnType<typeof pc.createColors>

/** `text` in the colour of the level that `ppm` of CO2 has reached; green below all of them. */
export function co2Color(ppm: number, text: string, colors: Colors): string {
  const paint = ppm >= BAD ? colors.red : ppm >= WARN ? colors.yellow : ppm >= FAIR ? colors.cyan : colors.green
  return paint(text)
}
