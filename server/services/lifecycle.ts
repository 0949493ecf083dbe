/** Whether the server is being stopped: then it is not ready, and lets nothing new in. */
export interface Lifecycle {
  readonly isDraining: boolean;
}
