/** Apart from the formats themselves, so that the command line can name them without loading them. */
export const graphFormats = ["json", "dot", "mermaid", "graphml", "gexf", "csv"] as const;
export type GraphFormat = (typeof graphFormats)[number];
