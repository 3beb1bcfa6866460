import { failedStatuses } from '#shared/history/matches.ts';

/** What an audit row is about, where its details name an instrument. See `instrumentOf` in lines.ts. */
const auditInstrument = `CASE WHEN record.kind = 'audit' THEN coalesce(json_extract(record.detail, '$.instrument'),
    CASE WHEN CAST(record.request AS TEXT) GLOB 'instruments.*' THEN json_extract(record.detail, '$.id') END) END`;

/** Columns of a line of its record, its outcome and its link. */
const ownColumns = `record.*, outcome.seq AS outcome, outcome.status AS o_status, outcome.reply AS o_reply,
    outcome.reply_length AS o_reply_length, outcome.reply_sha256 AS o_reply_sha256, outcome.fault AS o_fault,
    outcome.queue_ms AS o_queue_ms, outcome.wire_ms AS o_wire_ms,
    link.instrument, link.name, link.address, link.vendor, link.model, link.serial, link.firmware, link.driver`;
const ownTables = `record LEFT JOIN record AS outcome INDEXED BY record_outcome ON outcome.intent = record.seq
    LEFT JOIN link ON link.id = record.link`;

/** Lines with their outcome and their link; a `WHERE` follows. */
export const selectLines = `
  SELECT ${ownColumns}, interrupted.seq AS interrupted,
    mark.pinned AS m_pinned, mark.note AS m_note, mark.tags AS m_tags
  FROM ${ownTables} LEFT JOIN interrupted ON interrupted.seq = record.seq LEFT JOIN mark ON mark.seq = record.seq`;

/** The same without what lies beside the chain: where that cannot be read, lines still can. */
export const selectLinesAlone = `
  SELECT ${ownColumns}, NULL AS interrupted, NULL AS m_pinned, NULL AS m_note, NULL AS m_tags FROM ${ownTables}`;

/**
 * Lines between `:lowest` and `:top` (not included) that may fit a filter, newest first: every one that does by
 * shared/history/matches.ts, which has the last word (of words, marks, and lines about no instrument). A test holds the two together.
 */
export const filteredLines = `${selectLines}
  WHERE record.seq < :top AND record.seq >= :lowest AND record.kind <> 'outcome'
    AND (:instrument IS NULL OR :instrument = '' OR coalesce(link.instrument, ${auditInstrument}) = :instrument)
    AND (:lane IS NULL OR record.lane = :lane)
    AND (:kind IS NULL OR (record.kind = 'audit') = (:kind = 'audit'))
    AND (:operator IS NULL OR coalesce(record.operator, '') = :operator)
    AND (:from IS NULL OR record.at >= :from)
    AND (:to IS NULL OR record.at < :to)
    AND (:slowerMs IS NULL OR coalesce(outcome.wire_ms, record.wire_ms) > :slowerMs)
    AND (:errors = 0 OR interrupted.seq IS NOT NULL
      OR coalesce(outcome.status, record.status) IN (${failedStatuses.map((status) => `'${status}'`).join(', ')}))
  ORDER BY record.seq DESC LIMIT :limit`;
