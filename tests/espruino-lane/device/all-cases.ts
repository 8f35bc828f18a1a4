import { checksumCases } from './cases/checksums.ts'
import { ds18b20Cases } from './cases/ds18b20.ts'
import { ds18b20FaultCases, mhZ19FaultCases, scd30FaultCases } from './cases/faults.ts'
import { languageCases } from './cases/language.ts'
import { mhZ19Cases } from './cases/mh-z19.ts'
import { mqttCases } from './cases/mqtt.ts'
import { sampleCases } from './cases/samples.ts'
import { scd30Cases } from './cases/scd30.ts'
import { settingsCases } from './cases/settings.ts'
import { timeCases } from './cases/time.ts'
import type { Checks } from './check.ts'

/** Groups of cases, in the order run. Two scripts: one with everything is too long for the memory of an ESP32's interpreter. */
export const VECTORS: ((checks: Checks) => void)[] = [
  languageCases, checksumCases, scd30Cases, mhZ19Cases, ds18b20Cases, mqttCases, settingsCases, sampleCases, timeCases
]
/** These bring the emulated parts and wires along. */
export const FAULTS: ((checks: Checks) => void)[] = [scd30FaultCases, mhZ19FaultCases, ds18b20FaultCases]
