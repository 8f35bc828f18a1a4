/** The most that a folded function may be called for each sample: a call makes the interpreter read over its whole group. */
const MOST = 3

/**
 * What `dist/node/bench/folded-calls.js` has counted.
 * @typedef {{ samples: number, problems: string[], folded: { group: string, number: number, source: string, at: string, calls: number }[] }} CallCounts
 */

/**
 * Why the functions of a script must not be folded as they are, each in words for the person who builds it.
 * @param {CallCounts} counts
 * @returns {string[]}
 */
export function callProblems({ samples, problems, folded }) {
  if (samples === 0 || folded.length === 0) return ['Nothing was counted: the node took no sample, or no function is folded.']
  const often = folded.filter(({ calls }) => calls > MOST * samples)
  return [
    ...problems,
    ...often.map(({ source, at, calls }) => `${at}: ${source} is folded, and was called ${calls} times for ${samples} samples; ${MOST} calls a sample are the most.\n  Instead: mark it @hot.`)
  ]
}
