/** The published result of `ficus explain --json`: why a module sits where it sits. `schemas/explanation.schema.json` is generated from here. */
import { z } from "zod";
import { AnalyzedModule, SystemMetrics } from "./analysis.ts";
import { AccessFact } from "./facts.ts";
import { referenceKinds } from "./graph.ts";

export const Site = z.object({
  path: z.string().describe("module in whose code it stands"),
  line: z.int().min(1),
  column: z.int().min(1),
  kind: z.enum(referenceKinds),
  symbol: z.string().nullable().describe("what is used; null for the module as a whole"),
});
export type Site = z.infer<typeof Site>;

const ChannelShare = z.object({ channel: z.string(), share: z.number().min(0).max(1) });

const either = <Each extends z.ZodType>(each: Each) => z.array(each).length(2);
const access = z
  .enum(["read", "write", "transaction"])
  .describe("what the module does to the table, or the routes and jobs that lead through it; transaction: it writes in one");

/** What a channel saw in two modules: pairs of figures are of the module first, then of its neighbour. */
export const Reason = z.discriminatedUnion("channel", [
  z.object({
    channel: z.literal("data"),
    tables: z.array(z.object({ name: z.string(), kinds: either(access), shares: either(z.number()), weight: z.number() })),
  }),
  z.object({ channel: z.literal("semantic"), words: z.array(z.string()) }),
  z.object({ channel: z.literal("folder"), folder: z.string().describe("the innermost that both lie in, layers left out") }),
  z.object({ channel: z.literal("history"), together: z.int().describe("commits that change both"), commits: either(z.int()) }),
  z.object({
    channel: z.literal("ownership"),
    people: z.array(z.object({ name: z.string(), as: z.enum(["author", "owner"]), shares: either(z.number()), weight: z.number() })),
  }),
  z.object({ channel: z.literal("runtime"), calls: either(z.int()), together: z.int().describe("traces that meet both"), traces: either(z.int()) }),
]);
export type Reason = z.infer<typeof Reason>;

export const Neighbour = z.object({
  path: z.string(),
  weight: z.number().min(0).describe("share of what joins the module to all services; 0..1"),
  evidence: z.array(ChannelShare).describe("channels that join the two, and their parts of the weight, the largest first"),
  reasons: z.array(Reason).describe("what these channels saw in the two; of structure and aggregates, that is sites"),
  sites: z.array(Site).describe("references between the two, either way, those of the module itself first"),
  references: z.int().min(0).describe("all references between the two, either way; sites shows the first"),
});
export type Neighbour = z.infer<typeof Neighbour>;

export const ExplainedService = z.object({
  id: z.string(),
  name: z.string(),
  share: z.number().min(0).max(1).describe("share of what joins the module to all services"),
  evidence: z.array(ChannelShare).describe("for each channel, its part of the share; they add up to it"),
  neighbours: z.array(Neighbour).describe("modules of the service that the module is joined to most"),
});
export type ExplainedService = z.infer<typeof ExplainedService>;

export const ExplainedTable = z.object({
  name: z.string(),
  owner: z.string().nullable().describe("id of the service that owns the table"),
  declared: z.boolean().describe("the module declares its entity"),
  sites: z.array(z.object({ line: z.int().min(1), column: z.int().min(1), access: AccessFact.shape.access })),
});

export const Explanation = z.object({
  schemaVersion: z.literal(1),
  root: z.string(),
  boundaries: z.boolean().describe("ficus.boundaries.json said which module is whose, not the analysis"),
  module: AnalyzedModule,
  channels: z.array(z.object({ name: z.string(), weight: z.number().min(0).max(1) })).describe("evidence that there is, and what it counts"),
  services: z.array(ExplainedService).describe("its own service first, then the others that it is joined to, the strongest first"),
  margin: z.number().describe("share of its own service less that of the runner-up; negative when another has more of it"),
  tables: z.array(ExplainedTable),
  users: z.array(z.object({ service: z.string(), modules: z.int().min(1) })).describe("services that use it, with how many modules, the most first"),
  move: z
    .object({
      to: z.string().describe("id of the runner-up"),
      ties: z.array(z.string()).describe("the fewest modules of its own service without which the runner-up would have more of it"),
      tiesShare: z.number().min(0).max(1).describe("share of what holds it in its service that these are"),
      before: SystemMetrics,
      after: SystemMetrics.describe("if it moved to the runner-up as the code stands"),
    })
    .nullable()
    .describe("what would have to change for it to move; null where there is no other service to go to"),
});
export type Explanation = z.infer<typeof Explanation>;
