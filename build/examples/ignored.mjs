/**
 * What may differ from run to run, by the name under which an example ignores it. A rule makes a text in which that is the same each time.
 * Two texts are compared through the rules; the page keeps the text of the run that wrote it.
 * @type {Record<string, (text: string) => string>}
 */
export const RULES = {
  /** Dates in ISO 8601, and times of the day. */
  times: text => text.replace(/\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?Z?/g, '<time>').replace(/\b\d\d:\d\d:\d\d(\.\d+)?\b/g, '<time>'),
  /** Names of nodes and clients: six or more hex digits with a digit among them, and what a client makes up. */
  ids: text => text.replace(/\b(?=[0-9a-f]*\d)[0-9a-f]{6,}\b/g, '<id>').replace(/\b(mosq-|mqttjs_|auto-)[\w-]+/g, '$1<id>'),
  /** `12 ms`, `1.5 s`, `3 min`. */
  durations: text => text.replace(/\b\d+(\.\d+)? ?(ms|s|min|h)\b/g, '<duration>'),
  /** How much faster than real time a torture was. */
  speed: text => text.replace(/"timesRealTime":\d+|\d+ times real time/g, '<speed>'),
  /** Every number, and how wide a column becomes of it. */
  numbers: text => text.replace(/[+-]?\d+(\.\d+)?/g, '#').replace(/ {2,}/g, ' ').replace(/-{3,}/g, '---'),
  /** The order of the lines. */
  order: text => text.split('\n').sort().join('\n')
}

/**
 * A text as it is compared. Throws for a rule that there is not.
 * @param {string} text
 * @param {string[]} names
 */
export function compared(text, names) {
  for (const name of names) if (!Object.hasOwn(RULES, name)) throw new Error(`there is no rule "${name}"; there are ${Object.keys(RULES).join(', ')}`)
  // As they are listed here: a time is one before its digits are numbers.
  return Object.keys(RULES).filter(name => names.includes(name)).reduce((so, name) => RULES[name](so), text)
}
