//! `kelishim correct`, `add`, `review`: what people decide about rows.

use crate::commands::show::print_row;
use crate::paint::{Style, paint};
use crate::register::Db;
use crate::{Outcome, clock, embedded};
use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand};
use kelishim_store::ask::Shown;
use kelishim_store::{Author, Correction, Id};
use std::io::{BufRead, IsTerminal, Write};

/// Corrects a row or a thread; the decision is kept with its author and reason, and survives every reading.
#[derive(Args)]
pub struct Options {
    /// s12 statement, e12 event, st12 step, c12 commitment
    id: String,
    #[command(subcommand)]
    action: Action,
}

#[derive(Args)]
struct Who {
    #[command(flatten)]
    db: Db,
    /// Who decides
    #[arg(long, value_name = "NAME")]
    by: String,
    /// Why, in words
    #[arg(long, value_name = "TEXT")]
    why: String,
}

#[derive(Subcommand)]
enum Action {
    /// It is wrong
    Reject(Who),
    /// It is right
    Confirm(Who),
    /// A field has another value: stage=signed, committer=RUS,KGZ, due=2025-12, action="words of the article"
    Set {
        /// FIELD=VALUE
        change: String,
        #[command(flatten)]
        who: Who,
    },
    /// It is the same commitment as another
    Merge {
        /// The other one
        other: String,
        #[command(flatten)]
        who: Who,
    },
    /// These of its steps are a commitment of their own
    Split {
        /// Steps, such as st12
        #[arg(required = true)]
        steps: Vec<String>,
        #[command(flatten)]
        who: Who,
    },
}

/// Adds a row that no reading gave.
#[derive(Args)]
pub struct Add {
    /// The article it stands in: a12
    article: String,
    /// statement, event or step
    kind: String,
    /// FIELD=VALUE: action="words of the article" stage=agreed committer=RUS beneficiary=KGZ
    #[arg(required = true)]
    fields: Vec<String>,
    #[command(flatten)]
    who: Who,
}

/// Walks the rows of lowest score.
#[derive(Args)]
pub struct Review {
    #[command(flatten)]
    db: Db,
    /// Who decides
    #[arg(long, value_name = "NAME")]
    by: String,
    /// statement, event or step; all when left out
    #[arg(long)]
    kind: Option<String>,
    /// At most so many rows
    #[arg(long, default_value_t = 50)]
    limit: usize,
}

pub fn run(options: &Options) -> Result<Outcome> {
    let id: Id = options.id.parse()?;
    let (who, correction) = match &options.action {
        Action::Reject(who) => (who, Correction::Reject),
        Action::Confirm(who) => (who, Correction::Confirm),
        Action::Set { change, who } => {
            let (field, value) = pair(change)?;
            (who, Correction::Set { field, value })
        }
        Action::Merge { other, who } => (who, Correction::Merge(other.parse()?)),
        Action::Split { steps, who } => {
            (who, Correction::Split(steps.iter().map(|s| s.parse()).collect::<Result<_, _>>()?))
        }
    };
    let mut register = who.db.open()?;
    let author = Author { by: who.by.clone(), why: who.why.clone() };
    register.correct(id, &correction, &author, &clock::now())?;
    register.link(&embedded::subjects()?, |_| {})?;
    if let Shown::Row(row) = register.show(id)? {
        print_row(&row, &mut anstream::stdout().lock())?;
    }
    Ok(Outcome::Found)
}

pub fn run_add(options: &Add) -> Result<Outcome> {
    let fields = options.fields.iter().map(|f| pair(f)).collect::<Result<Vec<_>>>()?;
    let mut register = options.who.db.open()?;
    let author = Author { by: options.who.by.clone(), why: options.who.why.clone() };
    let id = register.add(options.article.parse()?, &options.kind, &fields, &author, &clock::now())?;
    register.link(&embedded::subjects()?, |_| {})?;
    writeln!(anstream::stdout().lock(), "{id}")?;
    Ok(Outcome::Found)
}

fn pair(text: &str) -> Result<(String, String)> {
    let (field, value) = text.split_once('=').with_context(|| format!("`{text}`: write FIELD=VALUE"))?;
    Ok((field.to_owned(), value.to_owned()))
}

pub fn run_review(options: &Review) -> Result<Outcome> {
    if options.by.trim().is_empty() {
        bail!("--by wants a name: it is kept with every decision");
    }
    let mut register = options.db.open()?;
    let rows = register.least_sure(options.kind.as_deref(), options.limit)?;
    let mut out = anstream::stdout().lock();
    // Not locked: the terminal reads single keys itself.
    let mut keys = std::io::BufReader::new(std::io::stdin()).lines();
    let (mut right, mut judged) = (0u32, 0u32);
    for (at, id) in rows.iter().enumerate() {
        let Shown::Row(row) = register.show(*id)? else { continue };
        print_row(&row, &mut out)?;
        let question = format!("{} of {}: y right, n wrong, s skip, q quit", at + 1, rows.len());
        let answer = loop {
            write!(out, "{} ", paint(Style::Bold, &question))?;
            out.flush()?;
            match key(&mut keys)? {
                Some(key @ ('q' | 'y' | 'n' | 's')) => break key,
                None => break 'q',
                Some(_) => writeln!(out, "one of y, n, s, q")?,
            }
        };
        let correction = match answer {
            'q' => break,
            's' => continue,
            'y' => Correction::Confirm,
            _ => Correction::Reject,
        };
        judged += 1;
        right += u32::from(answer == 'y');
        let author = Author { by: options.by.clone(), why: "review".to_owned() };
        register.correct(*id, &correction, &author, &clock::now())?;
    }
    register.link(&embedded::subjects()?, |_| {})?;
    if judged > 0 {
        let (low, high) = wilson(right, judged);
        writeln!(
            out,
            "{right} of {judged} right: precision {:.2} (95 % interval {low:.2} to {high:.2}) among the least sure rows",
            f64::from(right) / f64::from(judged)
        )?;
    }
    Ok(if judged > 0 { Outcome::Found } else { Outcome::Nothing })
}

/// The next key: one stroke on a terminal, the first letter of a line elsewhere; `None` at the end.
fn key(lines: &mut impl Iterator<Item = std::io::Result<String>>) -> Result<Option<char>> {
    if std::io::stdin().is_terminal() {
        return Ok(Some(console::Term::stdout().read_char()?));
    }
    Ok(lines.next().transpose()?.map(|line| line.trim().chars().next().unwrap_or(' ')))
}

/// Wilson's score interval at 95 %.
fn wilson(right: u32, n: u32) -> (f64, f64) {
    let (n, z) = (f64::from(n), 1.959_964);
    let p = f64::from(right) / n;
    let middle = p + z * z / (2.0 * n);
    let reach = z * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt();
    let scale = 1.0 + z * z / n;
    ((middle - reach) / scale, (middle + reach) / scale)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_of_nine_in_ten_is_wide() {
        let (low, high) = wilson(9, 10);
        assert!((low - 0.596).abs() < 0.001 && (high - 0.982).abs() < 0.001, "{low} {high}");
    }
}
