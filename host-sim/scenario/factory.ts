import type { Presence } from '../world/timetable.ts'
import type { Scenario } from './scenario.ts'

const outdoors = { co2: 430, temperature: 10, swing: 5, dewPoint: 6, pressure: 1011, unrest: 1 }
const noAiring = { above: 40_000, chance: 0, minutes: 0, airChanges: 0 }

/** An early and a late shift of so many people, who breathe harder than in an office. */
function shifts(people: number, exhaled: number): Presence[] {
  return [
    { from: 6, to: 14, people, exhaled, weekend: false },
    { from: 14, to: 22, people, exhaled, weekend: false }
  ]
}

/** Four nodes that have little in common. */
export const factory: Scenario = {
  name: 'factory',
  description: 'Four nodes: a workshop in two shifts, a cold warehouse, an office, and a cooled server room.',
  startHour: 9,
  nodes: [
    {
      location: 'workshop',
      period: 10,
      world: {
        model: 'room',
        room: {
          volume: 1500,
          heatCapacity: 12_000,
          heatLoss: 900,
          equipment: 12_000,
          moisture: 500,
          heating: 30_000,
          cooling: 0,
          setPoint: 19,
          setBack: 14,
          warmFrom: 5,
          warmTo: 22,
          leakage: 0.6,
          ventilation: [{ from: 5.5, to: 22.5, airChanges: 2 }],
          airing: noAiring,
          occupants: shifts(25, 0.009),
          spread: 6,
          outdoors,
          co2: 640,
          temperature: 19.5,
          humidity: 45
        }
      },
      sensors: [
        { part: 'mh-z19', model: 'E', position: 'room' },
        { part: 'ds18b20', family: 'A', rom: '2893400408000034', position: 'room' },
        { part: 'ds18b20', family: 'A', rom: '2869482f0b0000b7', position: 'pipe' }
      ]
    },
    {
      location: 'warehouse',
      period: 30,
      world: {
        model: 'room',
        room: {
          volume: 8000,
          heatCapacity: 60_000,
          heatLoss: 2500,
          equipment: 2000,
          moisture: 200,
          heating: 40_000,
          cooling: 0,
          setPoint: 14,
          setBack: 8,
          warmFrom: 5,
          warmTo: 20,
          leakage: 0.8,
          ventilation: [
            { from: 7, to: 7.5, airChanges: 6 },
            { from: 10, to: 10.5, airChanges: 6 },
            { from: 15, to: 15.5, airChanges: 6 }
          ],
          airing: noAiring,
          occupants: shifts(6, 0.009),
          spread: 6,
          outdoors,
          co2: 450,
          temperature: 13.5,
          humidity: 58
        }
      },
      sensors: [
        { part: 'scd30', position: 'room' },
        { part: 'ds18b20', family: 'A', rom: '2829c4cd070000dd', position: 'room' },
        { part: 'ds18b20', family: 'C', rom: '28ff641dcd96f201', position: 'outdoor' }
      ]
    },
    {
      location: 'office',
      period: 10,
      world: {
        model: 'room',
        room: {
          volume: 120,
          heatCapacity: 1100,
          heatLoss: 80,
          equipment: 700,
          moisture: 40,
          heating: 3000,
          cooling: 1500,
          setPoint: 21.5,
          setBack: 17,
          warmFrom: 6,
          warmTo: 18,
          leakage: 0.3,
          ventilation: [{ from: 7, to: 18, airChanges: 1 }],
          airing: { above: 1200, chance: 0.05, minutes: 8, airChanges: 5 },
          occupants: [
            { from: 8, to: 12, people: 8, exhaled: 0.0052, weekend: false },
            { from: 12.75, to: 17, people: 8, exhaled: 0.0052, weekend: false }
          ],
          spread: 15,
          outdoors,
          co2: 760,
          temperature: 21.5,
          humidity: 42
        }
      },
      sensors: [
        { part: 'scd30', position: 'room' },
        { part: 'mh-z19', model: 'B', position: 'room' },
        { part: 'ds18b20', family: 'A', rom: '289f9f7207000086', position: 'pipe' }
      ]
    },
    {
      location: 'server-room',
      period: 5,
      world: {
        model: 'room',
        room: {
          volume: 45,
          heatCapacity: 900,
          heatLoss: 30,
          equipment: 6000,
          moisture: 0,
          heating: 500,
          cooling: 9000,
          setPoint: 22,
          setBack: 22,
          warmFrom: 0,
          warmTo: 24,
          leakage: 0.2,
          ventilation: [],
          airing: noAiring,
          occupants: [{ from: 10.5, to: 11, people: 1, exhaled: 0.006, weekend: false }],
          spread: 30,
          outdoors,
          co2: 450,
          temperature: 22.5,
          humidity: 40
        }
      },
      sensors: [
        { part: 'mh-z19', model: 'A', position: 'room' },
        { part: 'ds18b20', family: 'A', rom: '2801f9e008000010', position: 'room' },
        { part: 'ds18b20', family: 'B2', rom: '28ed88080c00002f', position: 'pipe' }
      ]
    }
  ]
}
