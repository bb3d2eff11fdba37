//! Options that every command on the register shares.

use crate::embedded;
use anyhow::{Context, Result};
use clap::Args;
use kelishim_model::{Area, PartialDate};
use kelishim_registry::Registry;
use kelishim_store::Register;
use kelishim_store::ask::Filter;
use std::path::PathBuf;

/// Where the register is.
#[derive(Args, Debug, Clone)]
pub struct Db {
    /// The register, one file
    #[arg(long, value_name = "PATH", env = "KELISHIM_DB", default_value = "kelishim.db")]
    pub db: PathBuf,
}

impl Db {
    /// Opened for questions only.
    pub fn ask(&self) -> Result<Register> {
        let register = Register::open_to_read(&self.db)?;
        if register.unlinked()? > 0 {
            eprintln!("kelishim: an ingest is under way or was cut; `kelishim link` finishes what it left");
        }
        Ok(register)
    }

    /// Opened for writing; it must be there.
    pub fn open(&self) -> Result<Register> {
        Ok(Register::open(&self.db)?)
    }
}

/// What to list.
#[derive(Args, Debug, Clone, Default)]
pub struct Filters {
    /// Two sides: states by ISO code or name, bodies by registry key (org.eaeu)
    #[arg(long, num_args = 2, value_names = ["A", "B"])]
    between: Option<Vec<String>>,
    /// An actor: id, registry key, ISO code or name
    #[arg(long)]
    actor: Option<String>,
    /// A field of relations: education, energy, trade ...
    #[arg(long, value_parser = area)]
    area: Option<String>,
    /// Not before: 2021, 2021-06 or 2021-06-01
    #[arg(long, value_name = "DATE", value_parser = date)]
    since: Option<String>,
    /// Not after
    #[arg(long, value_name = "DATE", value_parser = date)]
    until: Option<String>,
    /// Agency or site, or a part of its name
    #[arg(long)]
    source: Option<String>,
    /// Words in any inflection
    #[arg(long)]
    text: Option<String>,
    /// What the register knew on that day
    #[arg(long, value_name = "DATE", value_parser = date)]
    as_of: Option<String>,
    /// At most so many lines; 0 is all
    #[arg(long, default_value_t = 50)]
    limit: usize,
    /// Pass over so many lines first
    #[arg(long, default_value_t = 0)]
    offset: usize,
}

impl Filters {
    /// The filter of the store, names of states turned into codes.
    pub fn filter(&self) -> Result<Filter> {
        let registry = embedded::registry()?;
        let between = match self.between.as_deref() {
            Some([a, b]) => Some((side(&registry, a)?, side(&registry, b)?)),
            _ => None,
        };
        Ok(Filter {
            between,
            actor: self.actor.as_ref().map(|a| side(&registry, a).unwrap_or_else(|_| a.clone())),
            area: self.area.clone(),
            since: self.since.clone(),
            until: self.until.clone(),
            source: self.source.clone(),
            text: self.text.clone(),
            as_of: self.as_of.clone(),
            limit: (self.limit > 0).then_some(self.limit),
            offset: self.offset,
            ..Filter::default()
        })
    }
}

/// A side by ISO code, registry key or name of a state or body.
pub fn side(registry: &Registry, name: &str) -> Result<String> {
    let code = name.to_uppercase();
    let known = registry.state(&code).map(|s| s.code.clone());
    let known = known.or_else(|| registry.body_by_key(name).map(|b| b.country.clone().unwrap_or(b.key.clone())));
    let known = known.or_else(|| registry.state_by_name(name).map(|s| s.code.clone()));
    known
        .or_else(|| registry.body(name).map(|b| b.country.clone().unwrap_or(b.key.clone())))
        .with_context(|| format!("`{name}`: no state or body by that name; states are named by ISO code (KGZ) or name, bodies by key (org.eaeu)"))
}

/// A date as options take it.
pub fn date(text: &str) -> Result<String, String> {
    text.parse::<PartialDate>().map(|d| d.to_string()).map_err(|e| e.to_string())
}

fn area(text: &str) -> Result<String, String> {
    let all = || Area::ALL.iter().map(|a| a.code()).collect::<Vec<_>>().join(", ");
    Area::from_code(text).map(|a| a.code().to_owned()).ok_or_else(|| format!("one of {}", all()))
}
