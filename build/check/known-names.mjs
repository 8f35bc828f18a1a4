/** What the interpreter offers and the bundle may use: release 2v29 on an ESP32. A name enters when it is known to work. */

/** @type {(text: string) => string[]} */
const words = text => text.split(/\s+/).filter(word => word !== '')

/** Globals of the language. */
const LANGUAGE = words(`
  undefined NaN Infinity Math JSON Date String Number Boolean Array Object ArrayBuffer DataView
  Uint8Array Int8Array Uint16Array Int16Array Uint32Array Int32Array Float32Array Float64Array
  parseInt parseFloat isNaN isFinite setTimeout clearTimeout setInterval clearInterval btoa atob globalThis`)

/** Globals of Espruino on an ESP32. */
const BOARD = words(`
  E I2C I2C1 I2C2 Serial Serial1 Serial2 Serial3 OneWire SPI SPI1 SPI2 ESP32 NRF Pin Modules process require console print global eval
  digitalWrite digitalRead digitalPulse pinMode getPinMode setWatch clearWatch setTime getTime getSerial changeInterval
  peek32 poke32`)

/** Taken names that the bundle never needs, but must not hide either. */
const UNUSED = words(`
  LoopbackA LoopbackB Telnet Bluetooth Terminal Graphics Waveform Wifi USB SPI3 I2C3 LED1 LED2 BTN BTN1 HIGH LOW
  analogRead analogWrite shiftOut trace dump load save reset edit echo Function Error Promise RegExp Symbol tv fs net tls http url`)

const ALLOWED_GLOBALS = new Set([...LANGUAGE, ...BOARD])
const PIN = /^D([0-9]|[123][0-9])$/
const CHANNEL = /^[A-H]\d+$/

/**
 * True for a global that the bundle may name.
 * @param {string} name
 * @returns {boolean}
 */
export function isAllowedGlobal(name) {
  return ALLOWED_GLOBALS.has(name) || PIN.test(name)
}

/**
 * True for a name that the interpreter itself defines at the top level.
 * @param {string} name
 * @returns {boolean}
 */
export function isInterpreterGlobal(name) {
  return isAllowedGlobal(name) || UNUSED.includes(name) || CHANNEL.test(name)
}

/** Members of the language's own objects that were measured to work. */
const LANGUAGE_MEMBERS = words(`
  length push pop shift unshift indexOf findIndex includes some every map filter reduce forEach splice slice fill concat reverse join isArray
  padStart padEnd startsWith endsWith repeat trim replace replaceAll split charCodeAt charAt fromCharCode substr substring toLowerCase toUpperCase
  toFixed toString call apply test exec match
  set subarray byteOffset byteLength buffer getFloat32 getInt32 setFloat32 getUint8 setUint8 getUint16 setUint16 getInt16 setInt16 getUint32 setUint32
  assign create parse stringify now toISOString getTime
  abs floor ceil round min max sqrt pow exp log sin cos random PI E
  message type`)

/** Members of Espruino's objects and of what its callbacks deliver. */
const BOARD_MEMBERS = words(`
  on emit removeListener removeAllListeners setup write print read setConsole
  writeTo readFrom select skip search reset
  connect end close createSocket send bind
  disconnect stopAP getStatus getIP getDetails setHostname ip mac rssi reason address
  writeJSON readJSON erase list getFree erasePage
  env memory usage total blocksize version VERSION BOARD
  reboot getWakeupCause getState enableWatchdog kickWatchdog srand hwRand getErrorFlags setFlags lockConsole setPassword setTimeZone
  toUint8Array CRC32 SHA256 setServices setOptions sleep disableBLE mode`)

const KNOWN_MEMBERS = new Set([...LANGUAGE_MEMBERS, ...BOARD_MEMBERS])

/**
 * True for a member that needs no definition in the bundle.
 * @param {string} name
 * @returns {boolean}
 */
export function isKnownMember(name) {
  return KNOWN_MEMBERS.has(name)
}

/** Missing whatever the object is. */
const MISSING_EVERYWHERE = new Set(words(`
  flat flatMap at findLast findLastIndex lastIndexOf codePointAt fromCodePoint trimStart trimEnd localeCompare matchAll toPrecision once
  getUTCFullYear getUTCMonth getUTCDate getUTCDay getUTCHours getUTCMinutes getUTCSeconds getUTCMilliseconds cause`))

/** Missing on these objects; other objects may have a member of that name. */
const MISSING_ON = new Map(/** @type {[string, Set<string>][]} */ ([
  ['Number', new Set(words('isFinite isNaN isInteger isSafeInteger parseFloat parseInt EPSILON MAX_SAFE_INTEGER MIN_SAFE_INTEGER'))],
  ['Math', new Set(words('trunc sign log10 log2 imul fround'))],
  ['Array', new Set(words('from of'))],
  ['Uint8Array', new Set(words('from of'))],
  ['Object', new Set(words('freeze is'))],
  ['Date', new Set(words('UTC'))],
  ['Promise', new Set(words('race allSettled finally any'))]
]))

/** Only on `Object` itself. */
const ONLY_ON_OBJECT = new Set(['keys', 'values', 'entries'])

/**
 * True for a member that 2v29 does not have.
 * @param {string | undefined} owner the object's name where it has one
 * @param {string} name
 * @returns {boolean}
 */
export function isMissingMember(owner, name) {
  if (MISSING_EVERYWHERE.has(name)) return true
  if (ONLY_ON_OBJECT.has(name)) return owner !== 'Object'
  return owner !== undefined && (MISSING_ON.get(owner)?.has(name) ?? false)
}
