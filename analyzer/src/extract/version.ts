/** Raise it with every change of what is extracted or how it is stored: cached facts of other versions are not read. */
export const extractorVersion = "1";
