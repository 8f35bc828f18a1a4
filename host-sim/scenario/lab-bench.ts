import type { Scenario } from './scenario.ts'

/** The usual test signal: Gaussian noise of 0.3 deg C on a drift of 0.1 deg C/s, within 3 deg C, sampled every 2 s. */
export const labBench: Scenario = {
  name: 'lab-bench',
  description: 'A test signal instead of a room: noise of 0.3 deg C on a drift of 0.1 deg C/s within 3 deg C, every 2 s.',
  startHour: 9,
  nodes: [
    {
      location: 'lab-bench',
      period: 2,
      world: {
        model: 'noise-and-drift',
        drift: {
          co2: { base: 600, noise: 5, drift: 1, bound: 50 },
          temperature: { base: 22, noise: 0.3, drift: 0.1, bound: 3 },
          humidity: { base: 45, noise: 0.5, drift: 0.1, bound: 5 }
        }
      },
      sensors: [
        { part: 'scd30', position: 'bench' },
        { part: 'mh-z19', model: 'D', position: 'bench' },
        { part: 'ds18b20', family: 'A', rom: '28df406206000051', position: 'bench' },
        { part: 'ds18b20', family: 'C', rom: '28ff648be1aea1a4', position: 'water-bath' }
      ]
    }
  ]
}
