-- The register, version 2: what questions about the past and counts are answered from. docs/formats/register.md explains
-- every table. Each table that is added has a view that says what it must hold: it is filled from it here, and compared with it
-- by `kelishim check`.

ALTER TABLE actor ADD COLUMN articles INTEGER NOT NULL DEFAULT 0; -- it is named in
ALTER TABLE actor ADD COLUMN origin TEXT NOT NULL DEFAULT '';     -- publication and key of the first published article that names it
UPDATE actor SET
  articles = (SELECT count(*) FROM appearance p WHERE p.actor = actor.id),
  origin = coalesce((SELECT min(coalesce(a.published, '~') || ' ' || a.key) FROM appearance p JOIN article a ON a.id = p.article
                     WHERE p.actor = actor.id), '');
CREATE INDEX actor_articles ON actor (articles);
CREATE INDEX actor_country ON actor (country) WHERE country IS NOT NULL;
CREATE INDEX appearance_office ON appearance (actor, article) WHERE description IS NOT NULL;
CREATE TRIGGER appearance_counted AFTER INSERT ON appearance
  BEGIN UPDATE actor SET articles = articles + 1 WHERE id = new.actor; END;
CREATE TRIGGER appearance_gone AFTER DELETE ON appearance
  BEGIN UPDATE actor SET articles = articles - 1 WHERE id = old.actor; END;

-- A report's number and signature beside each other: in the article itself they stand behind its text.
CREATE INDEX article_print ON article (id, report, signature);
DROP INDEX row_article;
CREATE INDEX row_article ON row (article, kind);
CREATE INDEX commitment_listed ON commitment (last_date, id, stage, reported, due) WHERE steps > 0 AND merged_into IS NULL;
CREATE INDEX commitment_merged ON commitment (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX happening_merged ON happening (merged_into) WHERE merged_into IS NOT NULL;

-- Every version of a row under each name it is looked for by when the past is asked: '' all, 'p:KGZ|RUS' a pair of sides,
-- 's:KGZ' a side, 'a:12' an actor that is no side, 'f:energy' a field. Rejected versions are left out.
CREATE TABLE known_by (
  kind   TEXT NOT NULL,                    -- 'statement', 'event' or 'step'
  name   TEXT NOT NULL,
  date   TEXT NOT NULL,
  v      INTEGER NOT NULL,                 -- row.v
  id     INTEGER NOT NULL,                 -- row.id
  learnt INTEGER NOT NULL,                 -- day of row.since as a number: 20180601
  PRIMARY KEY (kind, name, date, v)
) STRICT, WITHOUT ROWID;
CREATE VIEW known AS
  WITH version AS (
    SELECT v, id, kind, date, body, CAST(replace(substr(since, 1, 10), '-', '') AS INTEGER) AS learnt,
      '[' || replace(json_quote(CASE kind WHEN 'event' THEN substr(block, instr(block, '|') + 1) ELSE block END), '|', '","') || ']' AS sides
    FROM row WHERE status <> 'rejected'
  ), party AS (
    SELECT v, id, kind, date, learnt, body ->> '$.speaker' AS actor FROM version WHERE kind = 'statement'
    UNION ALL SELECT v, version.id, kind, date, learnt, j.value FROM version, json_each(body, '$.about') j WHERE kind = 'statement'
    UNION ALL SELECT v, version.id, kind, date, learnt, j.value FROM version, json_each(body, '$.actors') j WHERE kind = 'event'
    UNION ALL SELECT v, version.id, kind, date, learnt, j.value FROM version, json_each(body, '$.recipients') j WHERE kind = 'event'
    UNION ALL SELECT v, version.id, kind, date, learnt, j.value FROM version, json_each(body, '$.committer') j WHERE kind = 'step'
    UNION ALL SELECT v, version.id, kind, date, learnt, j.value FROM version, json_each(body, '$.beneficiary') j WHERE kind = 'step'
  )
  SELECT kind, '' AS name, date, v, id, learnt FROM version
  UNION ALL SELECT kind, 's:' || j.value, date, v, version.id, learnt FROM version, json_each(sides) j WHERE j.value <> ''
  UNION ALL SELECT kind, 'p:' || j.value || '|' || o.value, date, v, version.id, learnt
    FROM version, json_each(sides) j, json_each(sides) o WHERE j.key < o.key
  UNION ALL SELECT p.kind, 'a:' || a.id, p.date, p.v, p.id, p.learnt
    FROM party p CROSS JOIN actor a ON a.id = CAST(substr(p.actor, 3) AS INTEGER) AND a.key <> a.side
  UNION ALL SELECT kind, 'f:' || j.value, date, v, version.id, learnt FROM version, json_each(body, '$.areas') j;
INSERT OR IGNORE INTO known_by SELECT kind, name, date, v, id, learnt FROM known ORDER BY 1, 2, 3, 4;

-- What is listed of two sides, by field ('' is all of it) and, of what happened, by month.
CREATE TABLE pair_field (
  a TEXT NOT NULL, b TEXT NOT NULL, area TEXT NOT NULL,
  commitments INTEGER NOT NULL, open INTEGER NOT NULL, happenings INTEGER NOT NULL, statements INTEGER NOT NULL,
  PRIMARY KEY (a, b, area)
) STRICT, WITHOUT ROWID;
CREATE VIEW pair_field_counted AS
  WITH listed AS (
    SELECT kind, a, b, id, '' AS area FROM by_pair
    UNION ALL SELECT p.kind, p.a, p.b, p.id, y.area FROM by_pair p CROSS JOIN by_area y ON y.kind = p.kind AND y.id = p.id
  )
  SELECT l.a, l.b, l.area, sum(l.kind = 'commitment') AS commitments,
    sum(l.kind = 'commitment' AND c.stage NOT IN ('delivered', 'cancelled')) AS open,
    sum(l.kind = 'happening') AS happenings, sum(l.kind = 'statement') AS statements
  FROM listed l LEFT JOIN commitment c ON l.kind = 'commitment' AND c.id = l.id GROUP BY 1, 2, 3;
INSERT INTO pair_field SELECT * FROM pair_field_counted;
CREATE TABLE pair_month (
  a TEXT NOT NULL, b TEXT NOT NULL, month TEXT NOT NULL,
  happenings INTEGER NOT NULL, reports INTEGER NOT NULL,
  goldstein INTEGER NOT NULL,              -- sum, in thousandths: whole numbers are added and taken away without a rest
  PRIMARY KEY (a, b, month)
) STRICT, WITHOUT ROWID;
CREATE VIEW pair_month_counted AS
  SELECT p.a, p.b, substr(h.date, 1, 7) AS month, count(*) AS happenings, sum(h.reports) AS reports,
    sum(CAST(round(h.goldstein * 1000) AS INTEGER)) AS goldstein
  FROM by_pair p CROSS JOIN happening h ON h.id = p.id
  WHERE p.kind = 'happening' AND h.modality = 'actual' AND length(h.date) >= 7 GROUP BY 1, 2, 3;
INSERT INTO pair_month SELECT * FROM pair_month_counted;

-- Articles, last versions, by source, language and month.
CREATE TABLE coverage (
  source TEXT NOT NULL, language TEXT NOT NULL, month TEXT NOT NULL,
  articles INTEGER NOT NULL, with_rows INTEGER NOT NULL,
  PRIMARY KEY (source, language, month)
) STRICT, WITHOUT ROWID;
CREATE VIEW coverage_counted AS
  SELECT coalesce(a.source, '') AS source, a.language, substr(coalesce(a.published, ''), 1, 7) AS month, count(*) AS articles,
    sum(EXISTS (SELECT 1 FROM row r WHERE r.article = a.id AND r.until IS NULL AND r.status <> 'rejected')) AS with_rows
  FROM article a WHERE a.current = 1 GROUP BY 1, 2, 3;
INSERT INTO coverage SELECT * FROM coverage_counted;
