/** The part of each long walk that this run takes: all of it unless BREVA_SHARE says less, as `.ci/run` does. */
export const SHARE = Number(process.env['BREVA_SHARE'] ?? 1)

if (!(SHARE > 0 && SHARE <= 1)) throw new Error(`BREVA_SHARE is ${process.env['BREVA_SHARE']}; it takes a number above 0 and up to 1, such as 0.1`)

/**
 * How many of `total` steps to take: seeds, packets, cuts. Whole, and never none. A smaller share is the beginning of a
 * larger one, so that what fails in a tenth fails in all.
 */
export function share(total: number): number {
  return Math.max(1, Math.ceil(total * SHARE))
}
