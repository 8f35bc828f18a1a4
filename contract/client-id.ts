/** How the client identifier of every node begins. The last six digits of its MAC address follow. */
export const CLIENT_ID_ROOT = 'breva'
