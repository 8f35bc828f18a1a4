// What tells one maker's DS18B20 from another's. Maxim DS18B20 (042208); counterfeits: cpetrich/counterfeit_DS18B20.

/** ms: writing the EEPROM; and how long family D2 remembers without supply. */
export const COPY_TIME = 10
export const MEMORY_TIME = 10000

/** Maxim's own, and the counterfeits by the names of the survey. */
export type Ds18b20Family = 'A' | 'B1' | 'B2' | 'C' | 'D1' | 'D2' | 'E'

/** How a family behaves; tables of these are data. */
export interface Ds18b20Model {
  /** ms for a conversion at 12 bits. */
  conversion: number
  /** Bytes 0-7 of the scratchpad on leaving the factory, after power-up. */
  scratchpad: number[]
  /** Writes that the EEPROM survives; 0 for none. */
  endurance: number
  /** Whether the configuration register can be written. */
  resolvable: boolean
  parasite: boolean
  /** deg C: constant error at 0 deg C, and standard deviation of a reading (cut at 3 deg C). */
  offset: number
  noise: number
}

/** The model of a family; `first` is the first two hex digits of the ROM, where 10 is a DS18S20. */
export function ds18b20Model(family: Ds18b20Family, first: string): Ds18b20Model {
  const model: Ds18b20Model = {
    conversion: 600,
    scratchpad: [0x50, 0x05, 0x4b, 0x46, 0x7f, 0xff, 0x0c, 0x10],
    endurance: 50000,
    resolvable: true,
    parasite: true,
    offset: 0,
    noise: 0
  }
  if (first === '10') {
    model.scratchpad = [0xaa, 0x00, 0x4b, 0x46, 0xff, 0xff, 0x0c, 0x10]
    model.resolvable = false
  } else if (family === 'B1' || family === 'B2') {
    model.conversion = 675
    model.offset = family === 'B1' ? -0.15 : -0.5
  } else if (family === 'C') {
    model.conversion = 30
    model.scratchpad = [0x50, 0x05, 0x55, 0x00, 0x7f, 0xff, 0x0c, 0x10]
    model.endurance = 8
    model.resolvable = false
    model.offset = 0.05
  } else if (family === 'D1' || family === 'D2') {
    model.conversion = family === 'D1' ? 525 : 11
    model.scratchpad = [0x90, 0x01, 0x55, 0x05, 0x7f, 0x7e, family === 'D1' ? 0x21 : 0x81, 0x66]
    model.endurance = family === 'D1' ? 50000 : 0
    model.parasite = false
    model.noise = 1
  } else if (family === 'E') {
    model.scratchpad = [0x50, 0x05, 0xff, 0xff, 0x7f, 0xff, 0xff, 0xff]
    model.endurance = 0
  }
  return model
}
