/** Why two modules belong together, channel by channel, as plain data that a person can check. */
import type { Reason } from "../model/explanation.ts";
import type { ChannelName } from "./fuse.ts";
import type { EvidenceInput } from "./channel.ts";
import { explainData, findDataEvidence } from "./data.ts";
import { explainFolder, findFolderEvidence } from "./folder.ts";
import { explainHistory, findHistoryEvidence } from "./history.ts";
import type { OutsideSources } from "./outside.ts";
import { explainOwnership, findOwnershipEvidence } from "./ownership.ts";
import { explainRuntime, findRuntimeEvidence } from "./runtime.ts";
import { explainSemantic, findSemanticEvidence } from "./semantic.ts";

const mostListed = 8;

/**
 * Lists begin with what says most. Structure and aggregates are explained by the references themselves, line by line.
 *
 * Finds the reasons that rows `i` and `j` have in common. What a channel found is worked out when it is first asked for, and only of channels that are `on`.
 */
export function createReasons(input: EvidenceInput, outside: OutsideSources, on: readonly ChannelName[]): (i: number, j: number) => Reason[] {
  const { history, historyLimits, owners, spans } = outside;
  const dataEvidence = lazy(() => findDataEvidence(input));
  const semanticEvidence = lazy(() => findSemanticEvidence(input));
  const folderEvidence = lazy(() => findFolderEvidence(input));
  const historyEvidence = lazy(() => (history === undefined ? undefined : findHistoryEvidence(input, history, historyLimits)));
  const ownershipEvidence = lazy(() => findOwnershipEvidence(input, { history, owners }, historyLimits));
  const runtimeEvidence = lazy(() => (spans === undefined ? undefined : findRuntimeEvidence(input, spans)));

  const finders: Partial<Record<ChannelName, (i: number, j: number) => Reason | undefined>> = {
    data(i, j) {
      const tables = explainData(dataEvidence(), i, j).slice(0, mostListed);
      return tables.length === 0
        ? undefined
        : {
            channel: "data",
            tables: tables.map(({ table, kinds, shares, weight }) => ({
              name: input.graph.tables[table]!.name,
              kinds: [...kinds],
              shares: [...shares],
              weight,
            })),
          };
    },
    semantic(i, j) {
      const words = explainSemantic(semanticEvidence(), i, j).slice(0, mostListed);
      return words.length === 0 ? undefined : { channel: "semantic", words: words.map(({ word }) => word) };
    },
    folder(i, j) {
      const folder = explainFolder(folderEvidence(), i, j);
      return folder === undefined ? undefined : { channel: "folder", folder };
    },
    history(i, j) {
      const evidence = historyEvidence();
      const commits = evidence === undefined ? undefined : explainHistory(evidence, i, j);
      return commits === undefined ? undefined : { channel: "history", together: commits.together, commits: [...commits.commits] };
    },
    ownership(i, j) {
      const people = outside.ownership ? explainOwnership(ownershipEvidence(), i, j).slice(0, mostListed) : [];
      return people.length === 0 ? undefined : { channel: "ownership", people: people.map((person) => ({ ...person, shares: [...person.shares] })) };
    },
    runtime(i, j) {
      const evidence = runtimeEvidence();
      const traces = evidence === undefined ? undefined : explainRuntime(evidence, i, j);
      return traces === undefined
        ? undefined
        : { channel: "runtime", calls: [...traces.calls], together: traces.together, traces: [...traces.traces] };
    },
  };
  return (i, j) => on.flatMap((channel) => finders[channel]?.(i, j) ?? []);
}

function lazy<T>(work: () => T): () => T {
  let result: { value: T } | undefined;
  return () => (result ??= { value: work() }).value;
}
