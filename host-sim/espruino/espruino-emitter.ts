type Listener = (...values: unknown[]) => void

/** `on`, `emit`, `removeAllListeners` as Espruino objects have them; listeners run with the object as `this`. */
export class EspruinoEmitter {
  private readonly listeners = new Map<string, Listener[]>()

  on(event: string, listener: Listener): void {
    this.listeners.set(event, [...this.listeners.get(event) ?? [], listener])
  }

  removeAllListeners(event: string): void {
    this.listeners.delete(event)
  }

  /** Whether anybody is told. */
  hears(event: string): boolean {
    return this.listeners.has(event)
  }

  /** Calls every listener at once: the caller is the idle loop. */
  tell(event: string, ...values: unknown[]): void {
    for (const listener of this.listeners.get(event) ?? []) listener.apply(this, values)
  }
}
