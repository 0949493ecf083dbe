/** Requests for the files of the model, by which tests hold them back or break them. */

/** The weights, as they come: packed. */
export const weightsPattern = /\/weights\/.*\.gzip$/;
/** Everything of the model that is large or runs. */
export const modelFilesPattern = /\/weights\/.*\.(?:gzip|onnx)$/;
