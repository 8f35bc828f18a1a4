/** The settings of an SCD30: what it keeps, what it forgets, what it refuses (interface description 1.0, 1.4). */
export class Scd30Memory {
  /** Seconds. */
  interval: number
  /** 0 or 1. */
  selfCalibration: number
  /** Hundredths of a deg C, unsigned: a negative one reads as a huge one. */
  offset: number
  /** Metres. */
  altitude: number
  /** ppm last asked for; 400 again after power-up, whatever the calibration is. */
  recalibration: number
  /** Writes to non-volatile memory since it was made. */
  wear: number

  constructor() {
    this.interval = 2
    this.selfCalibration = 0
    this.offset = 0
    this.altitude = 0
    this.recalibration = 400
    this.wear = 0
  }

  /** False when the command sets nothing, or the value is out of its range. */
  write(command: number, value: number): boolean {
    if (command === 0x4600 && value >= 2 && value <= 1800) this.interval = value
    else if (command === 0x5306 && value <= 1) this.selfCalibration = value
    else if (command === 0x5204 && value >= 400 && value <= 2000) this.recalibration = value
    else if (command === 0x5403) this.offset = value
    else if (command === 0x5102) this.altitude = value
    else return false
    this.wear++
    return true
  }

  /** -1 when the command reads no setting. */
  read(command: number): number {
    if (command === 0x4600) return this.interval
    if (command === 0x5306) return this.selfCalibration
    if (command === 0x5204) return this.recalibration
    if (command === 0x5403) return this.offset
    if (command === 0x5102) return this.altitude
    return -1
  }
}
