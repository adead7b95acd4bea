/** Evidence from outside of the code: what git, CODEOWNERS and traces say, for those of them that are there. */
import type { History } from "../model/history.ts";
import type { SpanRecord } from "../model/traces.ts";
import type { ChannelPairs } from "./fuse.ts";
import { findHistoryEvidence, type HistoryLimits, type OutsideInput } from "./history.ts";
import { findOwnershipEvidence } from "./ownership.ts";
import { findRuntimeEvidence } from "./runtime.ts";

export interface OutsideSources {
  history?: History | undefined;
  historyLimits?: HistoryLimits | undefined;
  /** False: authors and owners say nothing, whatever is known of them. */
  ownership: boolean;
  owners?: ((path: string) => readonly string[]) | undefined;
  spans?: readonly SpanRecord[] | undefined;
}

export interface OutsideEvidence {
  readonly pairs: ChannelPairs;
  /** Spans that were read, and those of which the module was found; undefined without traces. */
  readonly placed?: { readonly spans: number; readonly placed: number };
}

export function findOutsideEvidence(input: OutsideInput, sources: OutsideSources): OutsideEvidence {
  const { history, historyLimits, owners, spans } = sources;
  const runtime = spans === undefined ? undefined : findRuntimeEvidence(input, spans);
  return {
    pairs: {
      ...(history === undefined ? {} : { history: findHistoryEvidence(input, history, historyLimits).pairs }),
      ...(sources.ownership ? { ownership: findOwnershipEvidence(input, { history, owners }, historyLimits).pairs } : {}),
      ...(runtime === undefined ? {} : { runtime: runtime.pairs }),
    },
    ...(runtime === undefined ? {} : { placed: { spans: runtime.spans, placed: runtime.placed } }),
  };
}
