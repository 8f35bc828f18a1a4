/** What `--port` calls a simulated board. */
export const SIMULATED = 'sim'

/** The console of a simulated board. */
export interface SimulatedBoard {
  /** As `--port` takes it. */
  port: string
  stop(): Promise<void>
}

/** Switches on a board with a bare Espruino and with sensors where the settings have them; without settings, on the pins of the wiring diagram. */
export type StartSimulatedPort = (sensors?: object) => Promise<SimulatedBoard>
