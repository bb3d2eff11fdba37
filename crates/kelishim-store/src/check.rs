//! Whether the register keeps its promises.

use crate::append::kind_of;
use crate::record::{Row, Span};
use crate::same::Characters;
use crate::stored::{STORED, read_stored};
use crate::{Id, Kind, Register, Result};

impl Register {
    /// Everything that is wrong, one line each; empty for a sound register. Reads the whole file.
    ///
    /// Checked: the file itself, keys that lead nowhere, spans that are not the words of their article, rows that name actors
    /// or rows that are not there, two current versions of one row, threads and happenings whose counts are not those of
    /// their rows, rows missing from the lists or from what questions about the past are answered from, sums that are not those
    /// of what they count, articles missing from the index of words.
    pub fn check(&self) -> Result<Vec<String>> {
        let mut wrong = vec![];
        let mut query = self.db.prepare("PRAGMA integrity_check(20)")?;
        for line in query.query_map([], |r| r.get::<_, String>(0))? {
            let line = line?;
            if line != "ok" {
                wrong.push(format!("file: {line}"));
            }
        }
        let mut query = self.db.prepare("PRAGMA foreign_key_check")?;
        for line in query.query_map([], |r| Ok((r.get::<_, String>(0)?, r.get::<_, Option<i64>>(1)?)))? {
            let (table, row) = line?;
            wrong.push(format!("{table} {}: leads to a row that is not there", row.unwrap_or_default()));
        }
        self.check_rows(&mut wrong)?;
        for (what, sql) in [
            ("two current versions", "SELECT kind || ' ' || id FROM row WHERE until IS NULL GROUP BY kind, id HAVING count(*) > 1"),
            ("two current versions", "SELECT 'article ' || series FROM article WHERE current = 1 GROUP BY series HAVING count(*) <> 1"),
            ("no words indexed", "SELECT 'a' || id FROM article WHERE id NOT IN (SELECT article FROM article_words)"),
            ("not in the index of search", "SELECT 'a' || article FROM article_words WHERE article NOT IN (SELECT id FROM search_docsize)"),
            (
                "its count of steps is wrong",
                "SELECT 'c' || c.id FROM commitment c WHERE c.block NOT IN (SELECT block FROM dirty WHERE kind = 'step') AND c.merged_into IS NULL
                 AND c.steps <> (SELECT count(*) FROM step_of s CROSS JOIN row r ON r.kind = 'step' AND r.id = s.step
                   AND r.until IS NULL AND r.status <> 'rejected' WHERE s.commitment = c.id)",
            ),
            (
                "its count of reports is wrong",
                "SELECT 'c' || c.id FROM commitment c WHERE c.block NOT IN (SELECT block FROM dirty WHERE kind = 'step') AND c.merged_into IS NULL
                 AND c.reports <> (SELECT count(DISTINCT a.report) FROM step_of s CROSS JOIN row r ON r.kind = 'step' AND r.id = s.step
                   AND r.until IS NULL AND r.status <> 'rejected' JOIN article a ON a.id = r.article WHERE s.commitment = c.id)
                 UNION ALL
                 SELECT 'h' || h.id FROM happening h WHERE h.block NOT IN (SELECT block FROM dirty WHERE kind = 'event') AND h.merged_into IS NULL
                 AND h.reports <> (SELECT count(DISTINCT a.report) FROM event_of s CROSS JOIN row r ON r.kind = 'event' AND r.id = s.event
                   AND r.until IS NULL AND r.status <> 'rejected' JOIN article a ON a.id = r.article WHERE s.happening = h.id)",
            ),
            (
                "not listed",
                "SELECT 's' || r.id FROM row r WHERE r.kind = 'statement' AND r.until IS NULL AND r.status <> 'rejected'
                   AND (r.id NOT IN (SELECT id FROM by_date WHERE kind = 'statement')
                     OR r.block LIKE '%|%' AND r.id NOT IN (SELECT id FROM by_pair WHERE kind = 'statement'))
                 UNION ALL
                 SELECT 'c' || c.id FROM commitment c WHERE c.steps > 0 AND c.merged_into IS NULL
                   AND (c.id NOT IN (SELECT id FROM by_date WHERE kind = 'commitment')
                     OR c.block LIKE '%|%' AND c.id NOT IN (SELECT id FROM by_pair WHERE kind = 'commitment'))
                 UNION ALL
                 SELECT 'h' || h.id FROM happening h WHERE h.events > 0 AND h.merged_into IS NULL
                   AND (h.id NOT IN (SELECT id FROM by_date WHERE kind = 'happening')
                     OR h.block LIKE '%|%|%' AND h.id NOT IN (SELECT id FROM by_pair WHERE kind = 'happening'))",
            ),
            (
                "its count of events is wrong",
                "SELECT 'h' || h.id FROM happening h WHERE h.block NOT IN (SELECT block FROM dirty WHERE kind = 'event') AND h.merged_into IS NULL
                 AND h.events <> (SELECT count(*) FROM event_of s CROSS JOIN row r ON r.kind = 'event' AND r.id = s.event
                   AND r.until IS NULL AND r.status <> 'rejected' WHERE s.happening = h.id)",
            ),
            (
                "belongs to no thread",
                "SELECT 'st' || r.id FROM row r WHERE r.kind = 'step' AND r.until IS NULL AND r.status <> 'rejected'
                 AND r.block NOT IN (SELECT block FROM dirty WHERE kind = 'step') AND r.id NOT IN (SELECT step FROM step_of)",
            ),
            (
                "belongs to no happening",
                "SELECT 'e' || r.id FROM row r WHERE r.kind = 'event' AND r.until IS NULL AND r.status <> 'rejected'
                 AND r.block NOT IN (SELECT block FROM dirty WHERE kind = 'event') AND r.id NOT IN (SELECT event FROM event_of)",
            ),
            ("leads to a thread that was merged", "SELECT 'st' || s.step FROM step_of s JOIN commitment c ON c.id = s.commitment
                 JOIN row r ON r.kind = 'step' AND r.id = s.step AND r.until IS NULL AND r.status <> 'rejected'
                 WHERE c.merged_into IS NOT NULL AND r.block NOT IN (SELECT block FROM dirty WHERE kind = 'step')"),
            ("its count of articles is wrong", "SELECT 'ac' || x.id FROM actor x WHERE x.articles <> (SELECT count(*) FROM appearance p WHERE p.actor = x.id)"),
            ("is not counted so by its lines", "SELECT 'pair_field ' || a || ' ' || b || ' ' || area FROM (
                 SELECT * FROM (SELECT * FROM pair_field_counted EXCEPT SELECT * FROM pair_field)
                 UNION ALL SELECT * FROM (SELECT * FROM pair_field EXCEPT SELECT * FROM pair_field_counted))"),
            ("is not counted so by its lines", "SELECT 'pair_month ' || a || ' ' || b || ' ' || month FROM (
                 SELECT * FROM (SELECT * FROM pair_month_counted EXCEPT SELECT * FROM pair_month)
                 UNION ALL SELECT * FROM (SELECT * FROM pair_month EXCEPT SELECT * FROM pair_month_counted))"),
            ("is not counted so by its articles", "SELECT 'coverage ' || source || ' ' || language || ' ' || month FROM (
                 SELECT * FROM (SELECT * FROM coverage_counted EXCEPT SELECT * FROM coverage)
                 UNION ALL SELECT * FROM (SELECT * FROM coverage EXCEPT SELECT * FROM coverage_counted))"),
            ("is not known by its names", "SELECT DISTINCT k.kind || ' version ' || k.v FROM known k WHERE NOT EXISTS (
                 SELECT 1 FROM known_by o WHERE o.kind = k.kind AND o.name = k.name AND o.date = k.date AND o.v = k.v AND o.id = k.id AND o.learnt = k.learnt)"),
            (
                "is known by a name that it does not have",
                "SELECT DISTINCT o.kind || ' version ' || o.v FROM known_by o LEFT JOIN row r ON r.v = o.v
                 WHERE r.v IS NULL OR r.kind <> o.kind OR r.date <> o.date OR r.status = 'rejected' OR NOT CASE substr(o.name, 1, 2)
                   WHEN '' THEN 1
                   WHEN 's:' THEN instr('|' || r.block || '|', '|' || substr(o.name, 3) || '|')
                   WHEN 'p:' THEN instr('|' || r.block || '|', '|' || substr(o.name, 3, instr(o.name, '|') - 3) || '|')
                     AND instr('|' || r.block || '|', '|' || substr(o.name, instr(o.name, '|') + 1) || '|')
                   WHEN 'a:' THEN instr(r.body, '\"ac' || substr(o.name, 3) || '\"')
                   WHEN 'f:' THEN instr(r.body, '\"' || substr(o.name, 3) || '\"') ELSE 0 END",
            ),
        ] {
            let mut query = self.db.prepare(sql)?;
            for line in query.query_map([], |r| r.get::<_, String>(0))? {
                wrong.push(format!("{}: {what}", line?));
            }
        }
        Ok(wrong)
    }

    fn check_rows(&self, wrong: &mut Vec<String>) -> Result<()> {
        let sql = format!(
            "SELECT {STORED}, a.text FROM row r JOIN article a ON a.id = r.article WHERE r.until IS NULL ORDER BY r.article"
        );
        let mut query = self.db.prepare(&sql)?;
        let mut text: (i64, String) = (0, String::new());
        for line in query.query_map([], |r| Ok((read_stored(r), r.get::<_, String>(11)?)))? {
            let (stored, of) = line?;
            let stored = match stored {
                Ok(stored) => stored,
                Err(e) => {
                    wrong.push(format!("a row cannot be read: {e}"));
                    continue;
                }
            };
            if text.0 != stored.article {
                text = (stored.article, of);
            }
            let characters = Characters::new(&text.1);
            let id = Id::new(kind_of(&stored.row), stored.id);
            for (what, span) in spans(&stored.row) {
                if characters.slice(span.start, span.end) != span.text {
                    wrong.push(format!("{id}: {what} is not «{}» in a{}", span.text, stored.article));
                }
            }
            let (first, second) = stored.row.parties();
            for actor in first.into_iter().chain(second) {
                let there = match actor.parse::<Id>() {
                    Ok(Id { kind: Kind::Actor, number }) => {
                        self.db.prepare_cached("SELECT 1 FROM actor WHERE id = ?1")?.exists([number])?
                    }
                    _ => false,
                };
                if !there {
                    wrong.push(format!("{id}: actor {actor} is not there"));
                }
            }
        }
        Ok(())
    }
}

fn spans(row: &Row) -> Vec<(&'static str, &Span)> {
    match row {
        Row::Statement(r) => vec![("cue", &r.cue), ("content", &r.content)],
        Row::Event(r) => r.place.iter().map(|p| ("place", p)).chain([("trigger", &r.trigger)]).collect(),
        Row::Step(r) => r.evidence.iter().map(|e| ("evidence", e)).chain([("action", &r.action)]).collect(),
    }
}
