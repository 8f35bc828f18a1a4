import type { Scenario } from './scenario.ts'

/** Three people, a window opened now and then; the reference node with all three kinds of sensor. */
export const office: Scenario = {
  name: 'office',
  description: 'Three people in a small office on a cool day; somebody opens the window when the air is bad.',
  startHour: 9.5,
  nodes: [
    {
      location: 'office',
      period: 10,
      world: {
        model: 'room',
        room: {
          volume: 60,
          heatCapacity: 600,
          heatLoss: 40,
          equipment: 250,
          moisture: 20,
          heating: 1500,
          cooling: 0,
          setPoint: 21.5,
          setBack: 17,
          warmFrom: 6.5,
          warmTo: 18,
          leakage: 0.4,
          ventilation: [{ from: 12, to: 12.25, airChanges: 5 }],
          airing: { above: 1300, chance: 0.06, minutes: 8, airChanges: 6 },
          occupants: [
            { from: 8.25, to: 12.25, people: 3, exhaled: 0.0052, weekend: false },
            { from: 13, to: 17.25, people: 3, exhaled: 0.0052, weekend: false }
          ],
          spread: 12,
          outdoors: { co2: 425, temperature: 8, swing: 4, dewPoint: 4, pressure: 1013, unrest: 1 },
          co2: 780,
          temperature: 21.3,
          humidity: 42
        }
      },
      sensors: [
        { part: 'scd30', position: 'room' },
        { part: 'mh-z19', model: 'B', position: 'room' },
        { part: 'ds18b20', family: 'A', rom: '28139bbb0b00001f', position: 'room' },
        { part: 'ds18b20', family: 'A', rom: '2839386a0d000044', position: 'pipe' },
        { part: 'ds18b20', family: 'B1', rom: '28c7f240050000f4', position: 'outdoor' }
      ]
    }
  ]
}
