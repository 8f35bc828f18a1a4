const WORDS: Readonly<Record<number, string>> = {
  1: 'it does not speak MQTT 3.1.1', 2: 'it refuses the client id', 3: 'it is not available', 4: 'it refuses the user name or password', 5: 'this user is not authorized'
}

/** Why a broker refuses a connection, by its return code (MQTT 3.1.1, table 3.1). */
export function refusalWords(returnCode: number): string {
  return WORDS[returnCode] ?? `return code ${returnCode}`
}
