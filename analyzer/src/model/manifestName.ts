/** The file of a generated service by which it is found below the monolith's root. By itself, so that commands load no zod for it. */
export const serviceManifestName = "ficus.service.json";
