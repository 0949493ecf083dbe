/** The only port the core asks for: something that runs the model. */

/** Outputs of one run, row after row, as plain float arrays. */
export interface SessionOutput {
  /** [rows, 3] */
  readonly logits: Float32Array;
  /** [rows, length, 3], [CLS] and [SEP] included */
  readonly evidence: Float32Array;
}

export interface Session {
  /**
   * Runs the model over rows of equal length; nothing is padded.
   *
   * @param ids token ids, [rows, length] flattened, each row with its [CLS] and [SEP]
   * @throws UndertoneError `engine-failed` when the runtime refuses
   */
  run(ids: Int32Array, rows: number, length: number): Promise<SessionOutput>;
}
