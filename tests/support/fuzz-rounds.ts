/**
 * Runs rounds of the seeds `first`, `first` + 1, ... until `packets` of them are through, and returns how many there were.
 * The seed of a failure is told, with the command that repeats it.
 */
export function fuzzRounds(round: (seed: number) => number, packets: number, first: number): number {
  let done = 0
  for (let seed = first; done < packets; seed++) {
    try {
      done += round(seed)
    } catch (error) {
      throw new Error(`seed ${seed}, "npm run fuzz -- --seed ${seed} --packets 1": ${(error as Error).message}`, { cause: error })
    }
  }
  return done
}
