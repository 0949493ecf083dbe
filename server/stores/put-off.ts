/** What `work` of a queue throws where it is not the portion's fault that it cannot be read here and now. */
export class PutOff extends Error {
  override readonly name = 'PutOff';

  constructor() {
    super('The portion cannot be read here now.');
  }
}
