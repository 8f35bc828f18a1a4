import type { Scenario } from './scenario.ts'

/** Full in the lesson, aired in the break. */
export const classroom: Scenario = {
  name: 'classroom',
  description: 'Twenty-six pupils and a teacher; lessons with the windows shut, breaks with the windows open.',
  startHour: 7.75,
  nodes: [
    {
      location: 'classroom',
      period: 10,
      world: {
        model: 'room',
        room: {
          volume: 190,
          heatCapacity: 1800,
          heatLoss: 120,
          equipment: 400,
          moisture: 0,
          heating: 5000,
          cooling: 0,
          setPoint: 21,
          setBack: 16,
          warmFrom: 6,
          warmTo: 15,
          leakage: 0.5,
          ventilation: [
            { from: 8.75, to: 8.92, airChanges: 6 },
            { from: 9.67, to: 10, airChanges: 6 },
            { from: 11.5, to: 11.75, airChanges: 6 }
          ],
          airing: { above: 1600, chance: 0.04, minutes: 5, airChanges: 4 },
          occupants: [
            { from: 8, to: 9.67, people: 27, exhaled: 0.0045, weekend: false },
            { from: 10, to: 11.5, people: 27, exhaled: 0.0045, weekend: false },
            { from: 11.75, to: 13.25, people: 24, exhaled: 0.0045, weekend: false }
          ],
          spread: 2,
          outdoors: { co2: 430, temperature: 7, swing: 4, dewPoint: 4, pressure: 1009, unrest: 1 },
          co2: 460,
          temperature: 19.5,
          humidity: 44
        }
      },
      sensors: [
        { part: 'scd30', position: 'room' },
        { part: 'mh-z19', model: 'C', position: 'room' },
        { part: 'ds18b20', family: 'A', rom: '28e7291d0c0000a7', position: 'pipe' }
      ]
    }
  ]
}
