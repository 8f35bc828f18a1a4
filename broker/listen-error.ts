/** Why a broker could not listen, and what to do. `alone`: the command has no `--broker`. */
export function listenError(error: NodeJS.ErrnoException, host: string, port: number, alone: boolean): string {
  if (error.code === 'EADDRINUSE') {
    return alone
      ? `Port ${port} on ${host} is in use, probably by another broker: stop that one, use it instead, or choose another port with --port, such as --port ${port < 65535 ? port + 1 : port - 1}.`
      : `Port ${port} on ${host} is in use, probably by another broker: use that one with --broker mqtt://${host}:${port}, or choose another with --port.`
  }
  if (error.code === 'EACCES') return `Port ${port} may not be opened by this user: choose one above 1023 with --port.`
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND' || error.code === 'EAI_AGAIN') {
    return `${host} is not an address of this machine: give one of its own with --host, or 0.0.0.0 for all of them.`
  }
  return `The embedded broker could not listen on ${host}:${port} (${error.code ?? error.message}): choose another port with --port${alone ? '' : ', or a broker with --broker'}.`
}
