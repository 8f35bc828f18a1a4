import type { Scenario } from './scenario.ts'

/** What a closed door does to two sleepers. */
export const bedroomNight: Scenario = {
  name: 'bedroom-night',
  description: 'Two people asleep behind a closed door; the window is opened in the morning.',
  startHour: 22,
  nodes: [
    {
      location: 'bedroom',
      period: 10,
      world: {
        model: 'room',
        room: {
          volume: 35,
          heatCapacity: 400,
          heatLoss: 25,
          equipment: 5,
          moisture: 10,
          heating: 800,
          cooling: 0,
          setPoint: 19,
          setBack: 17,
          warmFrom: 7,
          warmTo: 22.5,
          leakage: 0.25,
          ventilation: [{ from: 7.25, to: 7.5, airChanges: 8 }],
          airing: { above: 5000, chance: 0, minutes: 0, airChanges: 0 },
          occupants: [{ from: 22.25, to: 31, people: 2, exhaled: 0.0038, weekend: true }],
          spread: 10,
          outdoors: { co2: 425, temperature: 5, swing: 4, dewPoint: 2, pressure: 1013, unrest: 1 },
          co2: 620,
          temperature: 19,
          humidity: 46
        }
      },
      sensors: [
        { part: 'scd30', position: 'room' },
        { part: 'ds18b20', family: 'A', rom: '28a042be0f0000f3', position: 'room' },
        { part: 'ds18b20', family: 'A', rom: '28ed88080c00002f', position: 'outdoor' }
      ]
    }
  ]
}
