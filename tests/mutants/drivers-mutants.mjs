// Defects of drivers. What an entry means is said in mutants.mjs.

const JUDGE = 'drivers/mh-z19/mh-z19-judge.ts'
const SCRATCHPAD = 'drivers/ds18b20/ds18b20-judge.ts'

const T_FIELD_SCD30 = 'tests/field/scd30.test.ts'
const T_FIELD_MH_Z19 = 'tests/field/mh-z19.test.ts'
const T_FIELD_DS18B20 = 'tests/field/ds18b20.test.ts'

export const DRIVERS_MUTANTS = [
  {
    id: 'M31', defect: 'an all-zero scratchpad is 0.0 degrees (stock DS18B20 module, esphome/issues#3358)',
    patch: { [SCRATCHPAD]: [
      ['    if ((config & CONFIG_MASK) !== CONFIG) return BAD_REPLY\n', ''],
      ['    if (bytes[5] === 0xff ? seventh !== SEVENTH && (seventh !== 0xff || sixth !== 0xff) : seventh !== SEVENTH_OF_D) return BAD_REPLY\n', '']
    ] },
    tests: ['tests/drivers/ds18b20/ds18b20-judge.test.ts', T_FIELD_DS18B20]
  },
  {
    id: 'M32', defect: '85.0 degrees at power-on is a temperature (stock DS18B20 module)',
    patch: { [SCRATCHPAD]: [['  if (raw === powerOn && sixth === POWER_ON_SIXTH) return SUSPECT\n', '  if (raw === powerOn && sixth < 0) return SUSPECT\n']] },
    tests: ['tests/drivers/ds18b20/ds18b20-judge.test.ts', T_FIELD_DS18B20]
  },
  {
    id: 'M32.1', defect: 'the scratchpad is read before the conversion has ended (stock DS18B20 module)',
    patch: { 'drivers/ds18b20/ds18b20-steps.ts': [['  driver.polls = driver.hold ? 0 : POLLS\n', '  driver.polls = 0 * POLLS\n'], ['return Math.ceil(CONVERSION', 'return Math.ceil(0 * CONVERSION']] },
    tests: ['tests/drivers/ds18b20/ds18b20.test.ts', T_FIELD_DS18B20]
  },
  {
    id: 'M33', defect: 'FF5E is +4085.9 degrees (Moddable)',
    patch: { [SCRATCHPAD]: [['((bytes[0] | (bytes[1] << 8)) << 16) >> 16', 'bytes[0] | (bytes[1] << 8)']] },
    tests: ['tests/drivers/ds18b20/ds18b20-judge.test.ts', T_FIELD_DS18B20]
  },
  {
    id: 'M34', defect: 'the check byte of a ROM is not looked at',
    patch: { 'drivers/ds18b20/ds18b20-wire.ts': [['return rom.length !== ROM_LENGTH || maximCrc8(bytes) !== 0 ?', 'return rom.length !== ROM_LENGTH || maximCrc8(bytes) < 0 ?']] },
    tests: ['tests/drivers/ds18b20/ds18b20.test.ts']
  },
  {
    id: 'M35', defect: 'no checksum of an I2C reply is looked at (stock SCD40 module)',
    patch: { 'drivers/scd30/scd30-wire.ts': [['bytes[second + 2] << 16) & 0xff00ff) !== 0', 'bytes[second + 2] << 16) & 0) !== 0']] },
    tests: ['tests/drivers/scd30/scd30-wire.test.ts', T_FIELD_SCD30]
  },
  {
    id: 'M36', defect: 'ABC on stands in the wrong byte and means off (letscontrolit/ESPEasy#3237)',
    patch: { 'drivers/mh-z19/mh-z19-settings.ts': [['setting === ABC ? value * ABC_ON : setting === SPAN ? value : 0, setting === RANGE ? value : 0)', 'setting === SPAN ? value : 0, setting === ABC ? value * ABC_ON : setting === RANGE ? value : 0)']] },
    tests: [T_FIELD_MH_Z19]
  },
  {
    id: 'M37', defect: 'a good frame is refused for its unusual last bytes (SmingHub/Sming#2415)',
    patch: { [JUDGE]: [['reply.charCodeAt(5) === BOOT_STATE ||', 'reply.charCodeAt(5) !== 0 || reply.charCodeAt(7) !== 0 ||']] },
    tests: [T_FIELD_MH_Z19]
  },
  {
    id: 'M38', defect: 'the preheat counts from the start of the node, not of the sensor',
    patch: { [JUDGE]: [['    if (now - evidence.from < preheat) return WARMING\n', '    if (now < preheat) return WARMING\n']] },
    tests: [T_FIELD_MH_Z19]
  },
  {
    id: 'M39', defect: 'a negative offset goes out as a huge one (esphome/issues#3063)',
    patch: { 'drivers/scd30/scd30-settings.ts': [['TEMPERATURE_OFFSET, 0, HIGHEST_OFFSET', 'TEMPERATURE_OFFSET, -0x8000, HIGHEST_OFFSET']] },
    tests: [T_FIELD_SCD30]
  },
  {
    id: 'M40', defect: 'settings are written at every start',
    patch: { 'drivers/scd30/scd30-ladder.ts': [['(value === driver.wanted || --driver.left < POLLS - WRITES)) return false', '--driver.left < POLLS - 1) return false']] },
    tests: ['tests/drivers/scd30/scd30.test.ts', T_FIELD_SCD30]
  }
]
