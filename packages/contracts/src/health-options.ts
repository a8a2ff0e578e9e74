/** The health server: GET /livez and /readyz without body on all interfaces; JSON status on loopback only. */
export interface HealthOptions {
  /** 0 to 65535 (0: any free one), as a number or as text. Default: no server. */
  readonly port?: number | string | undefined
  /** Who may read the JSON status. Default: `'loopback'`. */
  readonly status?: 'loopback' | 'public' | undefined
}
