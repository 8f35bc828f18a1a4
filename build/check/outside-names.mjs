/**
 * Names that the scripts read and do not make, by the script's name: fields of the settings file, of the record that
 * the guard leaves for the application, and globals that may be missing. The build refuses a name that its script no
 * longer uses.
 * @type {Record<string, string[]>}
 */
export const OUTSIDE_NAMES = {
  'firmware': [
    'node', 'location', 'period', 'wifi', 'network', 'password', 'broker', 'host', 'port', 'user', 'keepAlive', 'cleanSession', 'inFlight', 'maxQos',
    'time', 'server', 'sensors', 'scd30', 'mh-z19', 'ds18b20', 'tx', 'rx', 'sda', 'scl', 'pin',
    'interval', 'selfCalibration', 'temperatureOffset', 'altitude',
    'backlog', 'samples', 'overflow',
    'breva', 'boot', 'bundle', 'reset', 'trouble', 'file', 'offset', 'RegExp'
  ],
  'boot': ['powerOn', 'NRF'],
  'boot-code': ['breva', 'app']
}
