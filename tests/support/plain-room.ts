import type { RoomSettings } from '../../host-sim/world/room.ts'

/** 100 m3, one air change an hour, nobody in it and nothing that varies: results can be computed by hand. */
export function plainRoom(changes: Partial<RoomSettings>): RoomSettings {
  return {
    volume: 100,
    heatCapacity: 1000,
    heatLoss: 50,
    equipment: 0,
    moisture: 0,
    heating: 0,
    cooling: 0,
    setPoint: 20,
    setBack: 20,
    warmFrom: 0,
    warmTo: 24,
    leakage: 1,
    ventilation: [],
    airing: { above: 40_000, chance: 0, minutes: 0, airChanges: 0 },
    occupants: [],
    spread: 0,
    outdoors: { co2: 425, temperature: 10, swing: 0, dewPoint: 5, pressure: 1013, unrest: 0 },
    co2: 2000,
    temperature: 20,
    humidity: 50,
    ...changes
  }
}
